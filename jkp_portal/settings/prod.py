"""Production: nothing has a default that matters, and embedded services are refused."""

from django.core.exceptions import ImproperlyConfigured

from jkp_portal.settings.base import *  # noqa: F403
from jkp_portal.settings.base import DATABASES, DEMO_MODE, FAILPOINT, JKP_EMBEDDED, env

if JKP_EMBEDDED or DEMO_MODE or FAILPOINT:
    raise ImproperlyConfigured("Production uses neither JKP_EMBEDDED, nor DEMO_MODE, nor a FAILPOINT.")
for _name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "INDEX_KEY", "ALLOWED_HOSTS",
              "PARTNER_API_KEY", "BANK_CALLBACK_SECRET"):  # fmt: skip
    if not env(_name):
        raise ImproperlyConfigured(f"Set {_name} in the environment.")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
DEVICE_COOKIE_NAME = "__Host-device"
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = False
