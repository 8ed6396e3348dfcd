from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("sources")

    def ready(self) -> None:
        # Receivers connect themselves when imported, and models must be loaded first.
        from sources import receivers  # noqa: F401
