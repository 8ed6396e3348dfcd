from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("events")

    def ready(self) -> None:
        # Receivers connect themselves when imported, and models must be loaded first.
        from events import receivers, resting  # noqa: F401
        from events.matching import receivers as matching_receivers  # noqa: F401
        from events.usage import page  # noqa: F401
        from events.workbench import receivers as workbench_receivers  # noqa: F401
