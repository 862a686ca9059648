"""Tests: real PostgreSQL and Redis from the harness, fast hashing, no static manifest."""

import os

os.environ.setdefault("DEMO_MODE", "false")

from jkp_portal.settings.dev import *  # noqa: F403
from jkp_portal.settings.dev import DATABASES, STORAGES, TEMPLATES

SHOW_PATTERNS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["OPTIONS"] = {}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
PARTNER_TIMEOUT = 2.0
PARTNER_PAUSE = 0.0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # each test client begins with the middleware, and would read all collected files anew
