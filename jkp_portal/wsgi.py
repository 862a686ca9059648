"""Pages: gunicorn with threads and persistent connections."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")

application = get_wsgi_application()
