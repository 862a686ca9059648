"""The person that the signed-in user is: what every page about oneself begins with."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from participants.models import Person
from participants.selectors import person_of


def with_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view its person. Who is nobody yet is led to the identity check, and has no object of theirs (404)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Person | None = person_of(request.user)  # type: ignore[arg-type]
        if person is None and any(isinstance(value, uuid.UUID) for value in kwargs.values()):
            raise Http404
        if person is None:
            return redirect("participants:register_identity")
        return view(request, person, *args, **kwargs)

    return wrapper
