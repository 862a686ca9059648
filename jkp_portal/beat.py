"""Beat's application: the schedule and nothing else. It rings tasks by their names, so no model need be in memory."""

import os

from celery import Celery
from celery.loaders.app import AppLoader

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")


class Schedule(AppLoader):
    """Imports no tasks; whether each name has one is a test's to say."""

    def import_default_modules(self) -> list[str]:
        return []


app = Celery("jkp", loader=Schedule, fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
