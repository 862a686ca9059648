"""What a browser keeps of a complaint without an account: its id for half an hour, never its code in the open."""

import base64
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest

from compliance.models import Complaint
from compliance.operations.filing import Filed
from core.crypto import seal, unseal

OPENED, SENT = "complaint_opened", "complaint_sent"
KEPT = timedelta(minutes=30)


def remember_opened(request: HttpRequest, complaint: Complaint, *, at: datetime) -> None:
    request.session[OPENED] = {"id": str(complaint.pk), "until": (at + KEPT).timestamp()}


def forget_opened(request: HttpRequest) -> None:
    request.session.pop(OPENED, None)


def opened(request: HttpRequest, *, at: datetime) -> Complaint | None:
    """The complaint whose code was typed here within half an hour."""
    kept = request.session.get(OPENED)
    if not kept or kept["until"] < at.timestamp():
        return None
    rows = Complaint.objects.select_related("employer", "region__parent").filter(author=None)
    return rows.filter(pk=UUID(kept["id"])).first()


def remember_sent(request: HttpRequest, filed: Filed, *, at: datetime) -> None:
    """The new complaint and its code, sealed, for the page after sending."""
    pk = str(filed.complaint.pk)
    code = base64.b64encode(seal(filed.code, f"{SENT}:{pk}")).decode() if filed.code else ""
    request.session[SENT] = {"id": pk, "code": code, "until": (at + KEPT).timestamp()}


def sent(request: HttpRequest, *, at: datetime) -> Filed | None:
    """What was just sent from this browser. Reloading shows it again; half an hour later nothing does."""
    kept = request.session.get(SENT)
    if not kept or kept["until"] < at.timestamp():
        return None
    complaint = Complaint.objects.select_related("region__parent", "employer").filter(pk=UUID(kept["id"])).first()
    if complaint is None:
        return None
    code = unseal(base64.b64decode(kept["code"]), f"{SENT}:{kept['id']}") if kept["code"] else ""
    return Filed(complaint, code)
