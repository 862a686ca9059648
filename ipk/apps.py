from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IpkConfig(AppConfig):
    name = "ipk"
    verbose_name = _("IPK")
