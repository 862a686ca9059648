"""Who somebody is: the registry answers, or does not, and an officer settles the rest. Never a dead end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core import clock, jobs
from core.errors import Conflict, Invalid, TooMany
from core.models import AuditEvent, Job
from integrations.dukcapil import IdentityAnswer, Match, Sex
from integrations.errors import PartnerUnavailable
from notices.enums import Zone
from notices.models import Notice
from notices.operations import choose_copies
from notices.selectors import wishes_of
from participants.enums import IdentityState
from participants.models import IdentityCheck, Person
from participants.operations import identity, people
from tests.factories.participants import MORNING, PersonFactory, UserFactory, at_mediator, officer

pytestmark = pytest.mark.django_db
NIK = "9901014107900001"  # a woman born on 1 July 1990
BORN = date(1990, 7, 1)


class Registry:
    """A registry that answers as told and counts how often it was asked."""

    def __init__(self, **answer) -> None:
        self.asked: list[tuple] = []
        self._answer = {
            "nik": Match.YES,
            "full_name": Match.YES,
            "mother_name": Match.YES,
            "born_on_match": Match.YES,
            "sex": Sex.FEMALE,
            "born_on": BORN,
            "region_code": "3372",
            "died_on": None,
            "as_of": datetime(2026, 11, 16, tzinfo=UTC),
            **answer,
        }

    def verify_identity(self, *asked) -> IdentityAnswer:
        self.asked.append(asked)
        return IdentityAnswer(**self._answer)


class SilentRegistry:
    def verify_identity(self, *asked):
        raise PartnerUnavailable("dukcapil", "slow")


def start(user=None, *, nik=NIK, born_on=BORN, **more):
    user = user or UserFactory(full_name="Siti Rahmawati")
    facts = {"full_name": "Siti Rahmawati", "mother_name": "Sulastri", "born_on": born_on, "at": MORNING, **more}
    return identity.start_identity_check(user=user, nik=nik, **facts)


def ask(check, registry=None, at=MORNING):
    return identity.check_identity(IdentityCheck.objects.get(pk=check.pk), dukcapil=registry or Registry(), at=at)


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user, channel="inbox").order_by("event").values_list("event", flat=True))


# --- the registry answers ----------------------------------------------------------------------------------------


def test_a_person_whom_the_registry_knows_is_verified():
    check = ask(start())
    person = Person.objects.get()
    assert (person.state, person.user, person.sex, person.region_id) == ("verified", check.user, "P", "3372")
    assert (check.outcome, check.closed_at) == ("matches", MORNING)
    assert told(check.user) == ["identity_verified"]


@pytest.mark.parametrize(
    ("region_code", "zone"),
    [
        ("3372", "Asia/Jakarta"),
        ("6171", "Asia/Jakarta"),
        ("6271", "Asia/Jakarta"),
        ("6371", "Asia/Makassar"),
        ("6571", "Asia/Makassar"),
        ("5171", "Asia/Makassar"),
        ("8171", "Asia/Jayapura"),
        ("9471", "Asia/Jayapura"),
        ("9271", "Asia/Jayapura"),
    ],
)
def test_the_quiet_hours_go_by_the_clock_of_the_domicile(region_code, zone):
    check = ask(start(), Registry(region_code=region_code))
    assert wishes_of(check.user).zone == zone


def test_a_clock_that_the_person_chose_stays():
    check = start()
    choose_copies(check.user, by_email=True, by_sms=False, zone=Zone.WITA)
    ask(check, Registry(region_code="9471"))
    assert (wishes_of(check.user).zone, wishes_of(check.user).by_sms) == ("Asia/Makassar", False)


def test_the_mothers_name_is_asked_once_sealed_and_wiped():
    registry = Registry()
    check = start()
    assert b"Sulastri" not in bytes(check.mother_sealed)
    ask(check, registry)
    ask(check, registry)
    assert [asked[2] for asked in registry.asked] == ["Sulastri"]
    assert bytes(IdentityCheck.objects.get().mother_sealed) == b""


def test_the_database_keeps_no_mothers_name_after_the_answer():
    check = ask(start())
    check.mother_name = "Sulastri"
    with pytest.raises(IntegrityError, match="mother_name_is_wiped"), transaction.atomic():
        check.save()


def test_the_job_carries_no_personal_data():
    check = start()
    assert Job.objects.get(name="participants.check_identity").args == {"check_id": str(check.pk)}


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"full_name": Match.NO}, "differs"),
        ({"mother_name": Match.NO}, "differs"),
        ({"born_on_match": Match.NO}, "differs"),
        ({"nik": Match.UNKNOWN}, "unknown"),
        ({"died_on": date(2026, 1, 2)}, "matches"),
    ],
)
def test_what_the_registry_does_not_confirm_is_for_an_officer(answer, outcome):
    check = ask(start(), Registry(**answer))
    person = Person.objects.get()
    assert (check.outcome, check.closed_at, person.state) == (outcome, None, IdentityState.NEEDS_OFFICER)
    assert told(check.user) == ["identity_needs_officer"]
    assert list(IdentityCheck.objects.awaiting_officer()) == [check]


def test_a_death_in_the_registry_is_kept():
    ask(start(), Registry(died_on=date(2026, 1, 2)))
    assert Person.objects.get().died_on == date(2026, 1, 2)


# --- B03: a birth date that is not in the NIK --------------------------------------------------------------------


@pytest.mark.parametrize("nik", ["9901010107900001", "9901014107900001"])
def test_a_birth_date_fits_the_nik_of_a_man_and_of_a_woman(nik):
    assert identity.nik_warnings(nik, BORN) == []


def test_another_birth_date_is_a_warning_that_the_registry_may_lift():
    check = start(born_on=date(1990, 7, 2))
    assert check.warnings == ["nik_date"]
    assert ask(check).person.state == IdentityState.VERIFIED


def test_a_warning_that_the_registry_does_not_lift_is_for_an_officer():
    check = ask(start(born_on=date(1990, 7, 2)), Registry(born_on_match=Match.UNKNOWN, born_on=None))
    assert check.person.state == IdentityState.NEEDS_OFFICER


# --- the registry is silent --------------------------------------------------------------------------------------


def test_a_silent_registry_is_asked_again_and_refuses_nobody():
    check = start()
    with pytest.raises(PartnerUnavailable):
        ask(check, SilentRegistry(), at=MORNING + timedelta(hours=47))
    check.refresh_from_db()
    assert (check.answered_at, check.mother_name, Person.objects.get().state) == (None, "Sulastri", "pending")


def test_after_two_days_of_silence_an_officer_looks_and_the_mothers_name_is_gone():
    check = ask(start(), SilentRegistry(), at=MORNING + timedelta(days=2))
    assert (check.outcome, bytes(check.mother_sealed)) == ("silent", b"")
    assert Person.objects.get().state == IdentityState.NEEDS_OFFICER


def test_the_job_tries_again_while_the_partner_is_down(partners):
    partners.fault("dukcapil", down=True)
    start(at=clock.now())
    jobs.run_due()
    job = Job.objects.get(name="participants.check_identity")
    assert (job.state, job.attempts) == ("open", 1)


# --- a person whom an employer named first -----------------------------------------------------------------------


def test_a_named_person_is_the_users_only_after_the_check():
    person = PersonFactory(unregistered=True, nik=NIK, full_name="SITI R", born_on=date(1990, 7, 9))
    event = at_mediator(person=person)
    user = UserFactory(full_name="Siti Rahmawati")
    check = start(user)
    assert not type(event).objects.visible_to(user, date(2026, 11, 16)).exists()
    ask(check)
    person.refresh_from_db()
    assert (person.user, person.full_name, person.born_on) == (user, "Siti Rahmawati", BORN)
    assert type(event).objects.visible_to(user, date(2026, 11, 16)).get() == event


def test_two_who_say_to_be_the_same_person_are_not_both_accepted():
    PersonFactory(unregistered=True, nik=NIK)
    first, second = start(), start(UserFactory())
    ask(first)
    late = ask(second)
    assert (late.closed_at, Person.objects.get().user) == (None, first.user)
    with pytest.raises(Conflict, match="person_taken"):
        identity.decide_identity(
            check=late, accept=True, reason="Dokumen asli sudah dilihat.", actor=officer(Role.BPJS_VERIFIER), at=MORNING
        )


def test_a_nik_with_an_account_cannot_be_claimed():
    PersonFactory(nik=NIK)
    with pytest.raises(Conflict, match="person_taken"):
        start()
    assert not IdentityCheck.objects.exists()


def test_one_check_at_a_time():
    check = start()
    with pytest.raises(Conflict, match="check_open"):
        start(check.user)


# --- the officer -------------------------------------------------------------------------------------------------


def decide(check, accept, reason="KTP asli cocok dengan wajah."):
    by = officer(Role.BPJS_VERIFIER)
    return identity.decide_identity(check=check, accept=accept, reason=reason, actor=by, at=MORNING)


def test_an_officer_accepts_with_a_reason_that_is_kept():
    check = decide(ask(start(), Registry(full_name=Match.NO)), True)
    assert check.person.__class__.objects.get().state == "verified"
    assert "identity_verified" in told(check.user)
    row = AuditEvent.objects.get(action="participants.identity.decided")
    assert (row.reason, row.facts) == ("KTP asli cocok dengan wajah.", {"accept": "True"})


def test_an_officer_refuses_and_the_nik_is_free_for_its_owner():
    check = decide(ask(start(), Registry(full_name=Match.NO)), False)
    person = Person.objects.get()
    assert (person.state, person.user) == (IdentityState.REFUSED, None)
    assert "identity_refused" in told(check.user)
    owner = UserFactory(full_name="Siti Rahmawati")
    assert ask(start(owner)).person.user == owner


def test_who_was_refused_may_try_again_with_the_right_nik():
    check = decide(ask(start(nik="9901014107909999"), Registry(full_name=Match.NO)), False)
    again = ask(start(check.user))
    assert again.person.user == check.user
    assert again.person.state == IdentityState.VERIFIED


def test_a_decision_without_a_reason_is_refused():
    check = ask(start(), Registry(full_name=Match.NO))
    with pytest.raises(Invalid, match="reason_missing"):
        decide(check, True, "  cocok ")


def test_a_second_decision_is_a_conflict():
    check = decide(ask(start(), Registry(full_name=Match.NO)), True)
    with pytest.raises(Conflict, match="wrong_state"):
        decide(check, False)


# --- the NIK -----------------------------------------------------------------------------------------------------


def test_a_nik_is_opened_with_a_reason_that_is_written_down():
    person, by = PersonFactory(nik=NIK), officer(Role.BPJS_VERIFIER)
    assert people.reveal_nik(person, actor=by, reason="Mencocokkan dengan KTP.", at=MORNING) == NIK
    row = AuditEvent.objects.get(action="participants.nik.revealed")
    assert (row.actor, row.object_id, NIK in str(row.facts)) == (by, str(person.pk), False)


def test_without_a_reason_no_nik_is_opened():
    with pytest.raises(Invalid, match="reason_missing"):
        people.reveal_nik(PersonFactory(), actor=officer(Role.BPJS_VERIFIER), reason="ingin", at=MORNING)
    assert not AuditEvent.objects.filter(action="participants.nik.revealed").exists()


def test_the_thirty_first_nik_in_an_hour_stays_closed():
    person, by = PersonFactory(), officer(Role.BPJS_VERIFIER)
    for _ in range(30):
        people.reveal_nik(person, actor=by, reason="Mencocokkan dengan KTP.", at=MORNING)
    with pytest.raises(TooMany):
        people.reveal_nik(person, actor=by, reason="Mencocokkan dengan KTP.", at=MORNING + timedelta(minutes=59))
    later = MORNING + timedelta(minutes=61)
    assert people.reveal_nik(person, actor=by, reason="Mencocokkan dengan KTP.", at=later)


def test_a_page_shows_the_region_and_the_last_four_digits():
    assert PersonFactory(nik=NIK).masked_nik == "9901 •••• •••• 0001"
