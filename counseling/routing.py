"""Addresses of sockets."""

from django.urls import path

from counseling.consumers import RoomConsumer

websocket_urlpatterns = [path("ws/konseling/<uuid:pk>/", RoomConsumer.as_asgi())]
