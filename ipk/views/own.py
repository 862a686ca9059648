"""The person that the signed-in user is: what every page about oneself begins with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from participants.models import Person
from participants.selectors import person_of


def with_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view its person; who is nobody yet is led to the identity check."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Person | None = person_of(request.user)
        if person is None:
            return redirect("participants:register_identity")
        return view(request, person, *args, **kwargs)

    return wrapper
