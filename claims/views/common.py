"""What the participant's views of a claim share."""

import uuid

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect

from accounts.reading import note_reading
from claims.enums import ClaimState
from claims.models import READERS, Claim


def own_claim(request: HttpRequest, claim_id: uuid.UUID) -> Claim:
    """The signed-in person's own claim; another's is not found, whatever roles they have."""
    claims = Claim.objects.filter(person__user=request.user)
    known = ("person__user__notice_preference", "phk__employer", "kapk__version")
    return get_object_or_404(claims.select_related(*known), pk=claim_id)


def zone_of(claim: Claim) -> str:
    """The clock of the person's home, read along by `own_claim`; empty for WIB."""
    preference = getattr(claim.person.user, "notice_preference", None)
    return preference.zone if preference is not None else ""


def draft_or_elsewhere(claim: Claim) -> HttpResponse | None:
    """Once sent, the steps lead to the claim: Back after a once-only act shows what is, not an error."""
    return None if claim.state == ClaimState.DRAFT else redirect("claims:claim", claim.pk)


def note_access(request: HttpRequest, claim: Claim, subject: models.Model) -> None:
    """Write down that an officer looked at somebody's claim; the participant may see it."""
    note_reading(request, person=claim.person, subject=subject, purpose="verifikasi klaim", roles=sorted(READERS))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when nothing was ticked; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def status_of(form: forms.Form) -> int:
    return 422 if form.errors else 200
