"""Addresses of a claim's pages that several presentations name."""

from django.urls import reverse

from claims.models import ClaimMonth, Decision


def month_url(month: ClaimMonth) -> str:
    """The page of a month; month 1 is the claim itself."""
    if month.n == 1:
        return reverse("claims:claim", args=[month.claim_id])
    return reverse("claims:month", args=[month.claim_id, month.n])


def decision_url(decision: Decision) -> str:
    return reverse("claims:month_decision", args=[decision.claim_id, decision.pk])


def objection_url(decision: Decision) -> str:
    return reverse("claims:objection_start", args=[decision.pk])


def work_url() -> str:
    return reverse("claims:work")
