"""The demo and a developer's machine: embedded services, known keys, patterns and the movable day."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-development-and-tests-not-a-secret")
os.environ.setdefault("FIELD_KEYS", "dev:ZGV2ZWxvcG1lbnQta2V5LW9ubHktMzItYnl0ZXMhISE=")
os.environ.setdefault("INDEX_KEY", "development-index-key")
os.environ.setdefault("PARTNER_API_KEY", "development-partner-key")
os.environ.setdefault("BANK_CALLBACK_SECRET", "development-callback-secret")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("DEMO_MODE", "true")

from jkp_portal.settings.base import *  # noqa: F403

SYNTHETIC_NIK = True  # invented people live in province 99, which does not exist
