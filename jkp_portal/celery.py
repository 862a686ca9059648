"""The worker's application. Tasks are thin; see core/jobs.py for what they carry out."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")

app = Celery("jkp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
