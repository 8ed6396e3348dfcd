"""Make the key with which the archive signs the ledger's heads."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ctarchive.proof import signing


class Command(BaseCommand):
    """Run it once. The key stays out of the database and out of backups."""

    help = "Make the key that signs checkpoints of the ledger, in CHECKPOINT_KEY_FILE. A key that is there is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key, and print the public one."""
        path = settings.CHECKPOINT_KEY_FILE
        try:
            signer = signing.make(path)
        except FileExistsError as error:
            raise CommandError(
                f"{path} is there already, and is left as it is: checkpoints signed with another key would be of "
                "another ledger. To begin a new one, move that file away first."
            ) from error
        except OSError as error:
            raise CommandError(f"{path} cannot be written ({error.strerror}). Set CHECKPOINT_KEY_FILE.") from error
        self.stdout.write(f"The key is in {path}. Keep a copy of it away from this machine and from its backups.")
        self.stdout.write("The public key, which the archive tells at /data/key:")
        self.stdout.write(signer.told)
