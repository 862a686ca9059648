"""Is the person who they say: the registry is asked by a job, an officer settles what it does not settle."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.calendar import working_calendar
from core.crypto import blind_index
from core.errors import Conflict, Invalid
from core.jobs import enqueue
from integrations.dukcapil import DukcapilClient, IdentityAnswer, Match
from integrations.errors import PartnerUnavailable
from notices.operations import notify, set_zone
from notices.quiet import zone_of_region
from participants.enums import PENDING_PHK, IdentityState
from participants.models import IdentityCheck, Person
from participants.operations.people import region_of_code
from rules.deadlines import identity_due

SILENCE_ENOUGH = timedelta(days=2)  # then an officer looks; the mother's name is not kept for longer
Outcome = IdentityCheck.Outcome


def nik_warnings(nik: str, born_on: date) -> list[str]:
    """What in the NIK does not fit the birth date. Only a warning: a NIK is never issued anew after a correction."""
    written = f"{born_on:%d%m%y}", f"{born_on.day + 40:02d}{born_on:%m%y}"
    return [] if nik[6:12] in written else ["nik_date"]


@transaction.atomic
def start_identity_check(
    *, user: User, nik: str, full_name: str, mother_name: str, born_on: date, at: datetime
) -> IdentityCheck:
    """Say who the user is. A person nobody has named before is the user's at once; one named by an employer only
    after the check. The mother's name is sealed until the registry has answered.

    Raises Conflict("person_taken" | "check_open" | "already_verified").
    """
    if IdentityCheck.objects.open().filter(user=user).exists():
        raise Conflict("check_open", _("Data Anda sedang diperiksa. Tunggu hasilnya."))
    _release_refused(user, nik)
    person = _person_for(user, nik, full_name, born_on, at)
    check = IdentityCheck(
        person=person,
        user=user,
        full_name=full_name,
        born_on=born_on,
        warnings=nik_warnings(nik, born_on),
        asked_at=at,
        due_on=identity_due(clock.legal_date(at), working_calendar()),
    )
    check.mother_name = mother_name
    check.save(force_insert=True)
    enqueue("participants.check_identity", check_id=check.pk)
    return check


def check_identity(check: IdentityCheck, *, dukcapil: DukcapilClient, at: datetime) -> IdentityCheck:
    """Ask the registry and record the answer. Twice asks once.

    Raises PartnerUnavailable while the registry is silent; after two days of silence an officer gets the case instead.
    """
    if check.answered_at is not None:
        return check
    try:
        answer = dukcapil.verify_identity(check.person.nik, check.full_name, check.mother_name, check.born_on)
    except PartnerUnavailable:
        if at - check.asked_at < SILENCE_ENOUGH:
            raise
        return _record(check.pk, None, at)
    return _record(check.pk, answer, at)


@transaction.atomic
def _record(check_id: object, answer: IdentityAnswer | None, at: datetime) -> IdentityCheck:
    check = IdentityCheck.objects.select_for_update(of=("self",)).select_related("person", "user").get(pk=check_id)
    if check.answered_at is not None:
        return check
    check.outcome = _outcome(answer)
    check.answer = _kept(answer)
    check.answered_at = at
    check.mother_name = ""
    person = check.person
    if answer is not None and answer.died_on is not None:
        person.died_on = answer.died_on
        person.save(update_fields=["died_on"])
    if _settled(check, answer):
        return _accept(check, actor=None, at=at, answer=answer)
    check.save()
    if person.state == IdentityState.PENDING:
        check.person = Person.workflow.move(person, "send_to_officer", actor=None, at=at, note=check.outcome)
    notify(event="identity_needs_officer", user=check.user, at=at, link=_page(), key=str(check.pk))
    return check


@transaction.atomic
def decide_identity(*, check: IdentityCheck, accept: bool, reason: str, actor: User, at: datetime) -> IdentityCheck:
    """An officer settles it. Raises Invalid("reason_missing"), Conflict("wrong_state" | "person_taken")."""
    reason = reason.strip()
    if len(reason) < 10:
        raise Invalid("reason_missing", _("Tulis alasan putusan, paling sedikit 10 huruf."))
    check = IdentityCheck.objects.select_for_update(of=("self",)).select_related("person", "user").get(pk=check.pk)
    if check.closed_at is not None or check.answered_at is None:
        raise Conflict("wrong_state", _("Pemeriksaan ini sudah selesai atau belum siap diputuskan."))
    audit.record("participants.identity.decided", actor=actor, at=at, subject=check, reason=reason, accept=accept)
    if accept:
        return _accept(check, actor=actor, at=at, answer=None, note=reason)
    return _refuse(check, actor=actor, at=at, note=reason)


def _release_refused(user: User, nik: str) -> None:
    """Who typed a wrong NIK before and was refused lets go of it."""
    earlier = Person.objects.filter(user=user).exclude(nik_index=blind_index("nik", nik)).first()
    if earlier is None:
        return
    if earlier.state != IdentityState.REFUSED or earlier.phk_events.exists():
        raise Conflict("already_verified", _("Akun ini sudah terhubung dengan NIK lain. Hubungi Halo JKP."))
    earlier.user = None
    earlier.save(update_fields=["user"])


def _person_for(user: User, nik: str, full_name: str, born_on: date, at: datetime) -> Person:
    known = Person.objects.filter(nik_index=blind_index("nik", nik)).select_for_update(of=("self",)).first()
    if known is None:
        return Person.objects.create(user=user, nik=nik, full_name=full_name, born_on=born_on, created_at=at)
    if known.user_id not in (None, user.pk):
        raise Conflict("person_taken", _("Data ini belum dapat dipakai. Hubungi Halo JKP."))
    if known.state == IdentityState.REFUSED:
        return Person.workflow.move(known, "reopen", actor=user, at=at)
    return known


def _accept(
    check: IdentityCheck, *, actor: User | None, at: datetime, answer: IdentityAnswer | None, note: str = ""
) -> IdentityCheck:
    """The user is the person. What the employer wrote gives way to what was checked."""
    person = check.person
    if person.user_id not in (None, check.user_id):
        raise Conflict("person_taken", _("NIK ini sudah dipakai akun lain. Tolak, lalu hubungi pemilik kedua akun."))
    facts: dict[str, object] = {"user": check.user, "full_name": check.full_name, "born_on": check.born_on}
    if answer is not None:
        facts["born_on"] = answer.born_on or check.born_on
        facts["sex"] = answer.sex or ""
        facts["region"] = region_of_code(answer.region_code) or person.region
    if person.state != IdentityState.VERIFIED:
        check.person = Person.workflow.move(person, "verify", actor=actor, at=at, note=note, verified_at=at, **facts)
    if check.person.region_id:
        set_zone(check.user, zone=zone_of_region(check.person.region_id))
    _close(check, at)
    notify(event="identity_verified", user=check.user, at=at, link=_page(), key=str(check.pk))
    return check


def _refuse(check: IdentityCheck, *, actor: User, at: datetime, note: str) -> IdentityCheck:
    """Not this person. The user keeps the account and may try again; the NIK is free for its owner."""
    person = check.person
    if person.state == IdentityState.NEEDS_OFFICER:
        reported = person.phk_events.filter(state__in=PENDING_PHK, opened_by="worker").exists()
        owner = person.user if reported else None
        check.person = Person.workflow.move(person, "refuse", actor=actor, at=at, note=note, user=owner)
    _close(check, at)
    notify(event="identity_refused", user=check.user, at=at, link=_page(), key=str(check.pk))
    return check


def _close(check: IdentityCheck, at: datetime) -> None:
    check.closed_at = at
    check.save()


def _settled(check: IdentityCheck, answer: IdentityAnswer | None) -> bool:
    """The registry leaves no doubt, and nobody else holds the NIK."""
    if answer is None or not answer.confirmed or answer.died_on is not None:
        return False
    if answer.born_on_match == Match.NO or (check.warnings and answer.born_on_match != Match.YES):
        return False
    return check.person.user_id in (None, check.user_id)


def _outcome(answer: IdentityAnswer | None) -> str:
    if answer is None:
        return Outcome.NO_ANSWER
    if answer.contradicted or answer.born_on_match == Match.NO:
        return Outcome.DIFFERS
    return Outcome.MATCHES if answer.confirmed else Outcome.UNKNOWN


def _kept(answer: IdentityAnswer | None) -> dict[str, str]:
    """What an officer reads: which field matched. Nothing of the registry's own data."""
    if answer is None:
        return {}
    return {
        "nik": answer.nik,
        "full_name": answer.full_name,
        "mother_name": answer.mother_name,
        "born_on": answer.born_on_match,
        "died": "yes" if answer.died_on else "no",
        "as_of": answer.as_of.isoformat(),
    }


def _page() -> str:
    return reverse("participants:register_identity")
