"""The outermost app: it registers the start-up checks and the search index's receivers."""

from django.apps import AppConfig


class CtarchiveConfig(AppConfig):
    """The archive as a whole."""

    name = "ctarchive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks and receivers; they look at settings and models, so not before these exist."""
        # Imported for their side effects. Receivers are called in the order they connect: the index after the facts.
        from ctarchive import checks, receivers  # noqa: F401
        from ctarchive.hooks import receivers as hooks  # noqa: F401
        from ctarchive.telemetry import errors
        from ctarchive.telemetry import receivers as telemetry  # noqa: F401
        from ctarchive.tokens import issuing  # noqa: F401

        errors.begin()
