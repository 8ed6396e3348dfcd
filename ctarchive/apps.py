"""The outermost app: it registers the start-up checks."""

from django.apps import AppConfig


class CtarchiveConfig(AppConfig):
    """The archive as a whole."""

    name = "ctarchive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks; they may look at settings, so not before the apps are loaded."""
        # Imported for its side effect, and only now: it may look at models.
        from ctarchive import checks  # noqa: F401
