from django.apps import AppConfig


class IpkConfig(AppConfig):
    name = "ipk"
