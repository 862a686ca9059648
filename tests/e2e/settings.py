"""The demo's settings for the processes that a browser looks at: fast hashing, and static files of their own."""

import os

from jkp_portal.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = os.environ["E2E_STATIC_ROOT"]
