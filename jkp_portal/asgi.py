"""Long-lived connections under /ws/ only; pages are WSGI. Over HTTP it answers as the portal does, for /healthz."""

import gc
import os
import sys

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import re_path

# Threads ask the database while the loop serves the sockets: a loop that waits for its turn waits half a millisecond.
sys.setswitchinterval(0.0005)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jkp_portal.settings.dev")

pages = get_asgi_application()  # loads the apps, which the consumers need

from counseling.routing import websocket_urlpatterns  # noqa: E402
from jkp_portal.origins import OwnPagesOnly, refused  # noqa: E402

sockets = URLRouter([*websocket_urlpatterns, re_path("", refused)])
# What was loaded stays: the garbage collector need not walk through it, which stops a thousand sockets for 0.3 s.
gc.collect()
gc.freeze()
application = ProtocolTypeRouter({"http": pages, "websocket": OwnPagesOnly(sockets)})
