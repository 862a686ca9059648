from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "jkp_portal"
    verbose_name = _("Portal JKP")

    def ready(self) -> None:
        """Every process knows every job and who listens to which event."""
        autodiscover_modules("tasks", "subscriptions")
