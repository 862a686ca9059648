"""What BPJS holds about a person, fetched and kept; and what BPJS is told."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from core import clock
from core.jobs import enqueue, is_waiting
from core.limits import Limit, take
from integrations.bpjs import (
    BpjsClient,
    ContributionsAnswer,
    MembershipAnswer,
    PhkNotice,
    PreviousBenefitsAnswer,
)
from integrations.errors import PartnerRefused
from participants.enums import PhkState
from participants.models import BpjsNotice, BpjsSnapshot, Contribution, ParticipantNumber, Person, PhkEvent

FIRST_MONTH = date(2021, 2, 1)  # nobody was insured earlier (PP 37/2021)
REFRESH = "participants.refresh_from_bpjs"
ASKED_AGAIN = Limit("bpjs.again", most=3, within=timedelta(hours=1))


@transaction.atomic
def ask_bpjs_again(person: Person, *, at: datetime) -> None:
    """Have the newest data fetched; while that waits nothing more is asked. Raises TooMany after three in an hour."""
    if is_waiting(REFRESH, person_id=person.pk):
        return
    take(ASKED_AGAIN, str(person.pk), at=at)
    enqueue(REFRESH, person_id=person.pk)


def refresh_from_bpjs(person: Person, *, bpjs: BpjsClient, at: datetime) -> BpjsSnapshot:
    """Fetch membership, contributions and earlier benefits; keep them as a snapshot and as rows.

    Raises PartnerUnavailable, and then what was known stays. Twice fetches twice and ends the same.
    """
    this_month = clock.legal_date(at).replace(day=1)
    membership = bpjs.membership(person.nik)
    contributions = bpjs.contributions(person.nik, FIRST_MONTH, this_month)
    benefits = bpjs.previous_benefits(person.nik)
    return _keep(person, membership, contributions, benefits, at)


@transaction.atomic
def _keep(
    person: Person,
    membership: MembershipAnswer,
    contributions: ContributionsAnswer,
    benefits: PreviousBenefitsAnswer,
    at: datetime,
) -> BpjsSnapshot:
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    _keep_rows(person, contributions, at)
    _keep_numbers(person, membership, at)
    return BpjsSnapshot.objects.create(
        person=person,
        as_of=min(membership.as_of, contributions.as_of, benefits.as_of),
        fetched_at=at,
        payload={
            "membership": _membership_json(membership),
            "contributions": [_row_json(row) for row in contributions.rows],
            "previous_benefits": [
                {"phk_on": benefit.phk_on.isoformat(), "months_paid": benefit.months_paid}
                for benefit in benefits.benefits
            ],
        },
    )


def _keep_rows(person: Person, answer: ContributionsAnswer, at: datetime) -> None:
    """The rows as BPJS has them now. One that BPJS no longer has goes; the snapshots remember it."""
    rows = {
        (row.month, row.npp): Contribution(
            person=person,
            month=row.month,
            employer_npp=row.npp,
            wage=row.wage,
            paid_on=row.paid_on,
            reported_on=row.reported_on,
            seen_at=at,
        )
        for row in answer.rows
    }
    gone = [row.pk for row in person.contributions.all() if (row.month, row.employer_npp) not in rows]
    Contribution.objects.filter(pk__in=gone).delete()
    Contribution.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["person", "month", "employer_npp"],
        update_fields=["wage", "paid_on", "reported_on", "seen_at"],
    )


def _keep_numbers(person: Person, answer: MembershipAnswer, at: datetime) -> None:
    """The numbers (KPJ) by which the register holds this person's months. One that is somebody else's stays theirs.

    A number that is named twice stands for the later membership.
    """
    rows = sorted((row for row in answer.memberships if row.kpj.isdecimal()), key=lambda row: row.since)
    found = {
        int(row.kpj): {"employer_npp": row.npp, "since": row.since, "until": row.until, "seen_at": at} for row in rows
    }
    known = {number.pk: number for number in person.participant_numbers.filter(pk__in=found)}
    for key, number in known.items():
        vars(number).update(found[key])
    ParticipantNumber.objects.bulk_update(known.values(), ["employer_npp", "since", "until", "seen_at"])
    ParticipantNumber.objects.bulk_create(
        (ParticipantNumber(number=key, person=person, **found[key]) for key in sorted(found.keys() - known.keys())),
        ignore_conflicts=True,
    )


def tell_bpjs_of_phk(event: PhkEvent, *, bpjs: BpjsClient, at: datetime) -> None:
    """Report the change of a worker's data to BPJS once (Permenaker 2/2025 Pasal 9). Twice tells once.

    Raises PartnerUnavailable: try again. A refusal is kept for an officer.
    """
    if event.state != PhkState.CONFIRMED or BpjsNotice.objects.filter(event=event).exists():
        return
    notice = PhkNotice(
        report_no=event.number,
        nik=event.person.nik,
        full_name=event.person.full_name,
        npp=event.employer.npp,
        phk_on=event.phk_on,
        reason=event.reason,
        contract=event.contract,
        reported_by=event.opened_by,
    )
    answer: dict[str, Any]
    try:
        answer = {"receipt_number": bpjs.notify_phk(notice, key=event.number).receipt_no}
    except PartnerRefused as refusal:
        answer = {"refused_because": refusal.code}
    try:
        with transaction.atomic():
            BpjsNotice.objects.create(event=event, told_at=at, **answer)
    except IntegrityError:
        return  # another worker told BPJS with the same key and recorded it first


def _membership_json(answer: MembershipAnswer) -> dict[str, Any]:
    """Without the participant number (KPJ): it is kept as ParticipantNumber."""
    return {
        "known": answer.known,
        "citizen": answer.citizen,
        "born_on": _iso(answer.born_on),
        "registered_on": _iso(answer.registered_on),
        "jkn": answer.jkn,
        "memberships": [
            {
                "npp": membership.npp,
                "employer": membership.employer_name,
                "scale": membership.scale,
                "programmes": sorted(membership.programmes),
                "since": _iso(membership.since),
                "until": _iso(membership.until),
            }
            for membership in answer.memberships
        ],
    }


def _row_json(row: Any) -> dict[str, Any]:
    return {
        "month": f"{row.month:%Y-%m}",
        "npp": row.npp,
        "wage": row.wage,
        "paid_on": _iso(row.paid_on),
        "reported_on": _iso(row.reported_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
