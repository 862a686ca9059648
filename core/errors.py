"""Errors that people read: what happened, why, and what they can do."""

from typing import Any

from django.utils.functional import Promise
from rest_framework.response import Response
from rest_framework.views import exception_handler


class DomainError(Exception):
    """A refusal by the domain. `code` is stable, `message` is shown as it is, `facts` explain it."""

    status = 400

    def __init__(self, code: str, message: str | Promise = "", **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.facts = facts


class NotAllowed(DomainError):
    """The person may see it but may not do it."""

    status = 403


class Conflict(DomainError):
    """Stale or repeated: the thing has moved on since the page was opened."""

    status = 409


class Invalid(DomainError):
    """The input is well formed but cannot be accepted."""

    status = 422


class TooMany(DomainError):
    """A limit was reached; facts hold `minutes` until the next try."""

    status = 429


class Unavailable(DomainError):
    """A partner or a service does not answer; nothing typed is lost."""

    status = 503


def ensure(allowed: bool, code: str = "not_allowed", message: str | Promise = "") -> None:
    """Raise NotAllowed unless `allowed`: the second net after `visible_to`."""
    if not allowed:
        raise NotAllowed(code, message)


def api_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """One JSON shape for machines: {"code", "message", "facts"}."""
    if isinstance(exc, DomainError):
        return Response(
            {
                "code": exc.code,
                "message": str(exc.message),
                "facts": {k: str(v) for k, v in exc.facts.items()},
            },
            status=exc.status,
        )
    response = exception_handler(exc, context)
    if response is not None:
        code = getattr(exc, "default_code", "error")
        response.data = {"code": code, "message": str(getattr(exc, "detail", "")), "facts": {}}
    return response
