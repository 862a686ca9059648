"""Long-lived connections under /ws/ only; pages are WSGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")

application = get_asgi_application()
