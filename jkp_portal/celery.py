"""The worker's application. Tasks are thin; see core/jobs.py for what they carry out."""

import os

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")

app = Celery("jkp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def drop_dead_connections(**_: object) -> None:
    """What a request does too: a connection that the server has ended is replaced before the task uses it.

    Celery alone keeps it for CELERY_DB_REUSE_MAX tasks, all of which would fail after a restart of the database.
    """
    close_old_connections()
