from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("editorial")

    def ready(self) -> None:
        # Receivers connect themselves when imported, and models must be loaded first.
        from editorial import receivers, roles  # noqa: F401

        post_migrate.connect(roles.grant, dispatch_uid="editorial.roles.grant")
