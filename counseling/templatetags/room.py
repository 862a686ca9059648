"""`{% load room %}`: what the room's templates need of the request."""

from django import template

from counseling.ice import socket_address
from counseling.presentation.room import Room

register = template.Library()


@register.simple_tag(takes_context=True)
def room_socket(context: template.Context, room: Room) -> str:
    """Where this page opens its socket: `{% room_socket room %}`."""
    return socket_address(context["request"], room.session.pk)
