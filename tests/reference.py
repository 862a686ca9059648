"""Reference data after a test that really commits: such tests empty every table when they are done."""

from importlib import import_module

from django.apps import apps

_LOADERS = (
    "core.migrations.0002_reference_data",
    "payments.migrations.0002_banks",
    "claims.migrations.0002_kapk_version_1",
    "ipk.migrations.0002_occupations",
)


def load_reference_data() -> None:
    """Regions, calendar, banks, the KAPK and occupations, as migrations load them; what is there stays."""
    for name in _LOADERS:
        import_module(name).load(apps, None)
