"""Signals of integrity: each is decided once, by an officer without a tie, with a note; nothing follows by itself."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from jkp_portal.digest import work_of
from notices.models import Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_signals import noted
from training.enums import InstituteState, SignalKind, SignalState
from training.models import Institute, Interest, Signal
from training.operations.signals import Finding, decide_signal, note_signals
from training.selectors.signals import LEAST_DECIDED, desk, desk_numbers, open_signals, precision

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=3)


@pytest.fixture
def integrity():
    return officer(Role.INTEGRITY, full_name="Ratna Dewi")


def decide(signal, actor, outcome=SignalState.EXPLAINED, note="Daftar hadir asli cocok.", at=LATER):
    return decide_signal(signal, outcome=outcome, note=note, actor=actor, at=at)


def test_a_finding_is_noted_once():
    house = InstituteFactory()
    findings = [Finding(SignalKind.ALWAYS_FULL, f"{house.pk.hex}:{n}", house.pk) for n in range(2)]
    assert note_signals(findings, at=MORNING) == 2
    assert note_signals(findings, at=LATER) == 0
    assert note_signals([], at=LATER) == 0
    assert set(Signal.objects.values_list("state", "due_on")) == {(SignalState.OPEN, date(2026, 11, 30))}
    assert AuditEvent.objects.get(action="training.signals.found").facts == {"count": "2"}


def test_an_officer_decides_with_a_note_and_nothing_else_happens(integrity):
    signal = noted()
    InstituteStaffFactory(institute=signal.institute, head=True)
    decided = decide(signal, integrity, SignalState.REFERRED, note="  Diteruskan ke Inspektorat.  ")
    assert (decided.state, decided.note) == (SignalState.REFERRED, "Diteruskan ke Inspektorat.")
    assert (decided.decided_by, decided.decided_at) == (integrity, LATER)
    assert [(row.move, row.note) for row in signal.log.order_by("pk")] == [
        ("find", ""),
        ("refer", "Diteruskan ke Inspektorat."),
    ]
    assert AuditEvent.objects.get(action="training.signal.decided").reason == "Diteruskan ke Inspektorat."
    assert Institute.objects.get(pk=signal.institute_id).state == InstituteState.LISTED
    assert not Notice.objects.exists()


def test_the_same_word_again_is_the_same_and_another_one_is_refused(integrity):
    signal = noted()
    first = decide(signal, integrity)
    assert decide(signal, integrity, at=LATER + timedelta(minutes=1)).decided_at == first.decided_at
    for how in ({"note": "Lain."}, {"outcome": SignalState.REFERRED}):
        with pytest.raises(Conflict) as refused:
            decide(signal, integrity, **how)
        assert refused.value.code == "wrong_state"
    with pytest.raises(Conflict):
        decide(signal, officer(Role.INTEGRITY))
    assert signal.log.count() == 2


def test_a_word_without_a_note_is_no_word(integrity):
    with pytest.raises(Invalid) as refused:
        decide(noted(), integrity, note=" \n ")
    assert refused.value.code == "note_missing"
    assert Signal.objects.get().state == SignalState.OPEN


def test_who_has_a_tie_to_the_institute_does_not_decide(integrity):
    signal = noted()
    tie = Interest.objects.create(
        officer=integrity, institute=signal.institute, reason="Saudara pimpinan.", since=TODAY,
        declared_by=integrity, declared_at=MORNING,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        decide(signal, integrity)
    assert list(open_signals(integrity, TODAY)) == []
    assert desk(integrity, TODAY).get() == signal  # reads it
    tie.until = TODAY
    tie.save()
    assert decide(signal, integrity).state == SignalState.EXPLAINED


def test_the_counsellor_and_the_institute_never_see_it_whatever_their_roles():
    counsellor, staff = officer(Role.INTEGRITY), officer(Role.INTEGRITY)
    signal = noted(SignalKind.ONE_INSTITUTE, counsellor_id=counsellor.pk)
    InstituteStaffFactory(institute=signal.institute, user=staff)
    for user in (counsellor, staff):
        assert not desk(user, TODAY).exists()
        with pytest.raises(NotAllowed):
            decide(signal, user)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INTEGRITY, Role.AUDITOR)])
def test_no_other_role_sees_or_decides(role):
    signal, user = noted(), officer(role)
    assert not Signal.objects.visible_to(user, TODAY).exists()
    with pytest.raises(NotAllowed):
        decide(signal, user)


def test_an_auditor_reads_and_decides_nothing():
    signal, auditor = noted(), officer(Role.AUDITOR)
    assert Signal.objects.visible_to(auditor, TODAY).get() == signal
    with pytest.raises(NotAllowed):
        decide(signal, auditor)


def test_the_database_keeps_signals_and_their_reasons():
    signal = noted()
    with pytest.raises(DatabaseError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(state=SignalState.EXPLAINED)
    with pytest.raises(DatabaseError), transaction.atomic():
        signal.delete()


def test_the_desk_has_the_soonest_due_first_and_what_was_decided_last(integrity):
    late = noted(at=MORNING - timedelta(days=20))
    fresh = noted()
    done = noted(at=MORNING - timedelta(days=30))
    decide(done, integrity)
    assert list(desk(integrity, TODAY)) == [late, fresh, done]
    assert desk_numbers(integrity, TODAY, soon_days=2) == desk_numbers(officer(Role.AUDITOR), TODAY, soon_days=2)
    counted = desk_numbers(integrity, TODAY, soon_days=2)
    assert (counted.open, counted.soon, counted.late, counted.decided) == (2, 0, 1, 1)
    assert work_of(integrity, TODAY).waiting == 2
    assert work_of(integrity, TODAY).late == 1


def test_the_precision_of_a_rule_is_of_what_was_decided_in_ninety_days(integrity):
    for n in range(LEAST_DECIDED):
        outcome = SignalState.REFERRED if n == 0 else SignalState.EXPLAINED
        decide(noted(), integrity, outcome)
    decide(noted(), integrity, SignalState.REFERRED, at=MORNING - timedelta(days=91))
    noted()
    decide(noted(SignalKind.SAME_PATTERN), integrity)
    same, full, one = precision(TODAY)
    assert (full.kind, full.open, full.decided, full.referred, str(full.share)) == ("FR17", 1, 10, 1, "1/10")
    assert full.weak
    assert (same.decided, same.share, same.weak) == (1, None, False)
    assert (one.open, one.decided, one.share) == (0, 0, None)


def test_a_fifth_that_was_referred_is_enough(integrity):
    for n in range(LEAST_DECIDED):
        decide(noted(), integrity, SignalState.REFERRED if n < 2 else SignalState.EXPLAINED)
    assert [row.weak for row in precision(TODAY)] == [False, False, False]


def test_a_word_may_be_as_long_as_its_column(integrity):
    assert len(decide(noted(), integrity, note="x" * 600).note) == 500


def test_nobody_signed_out_sees_any():
    noted()
    assert not Signal.objects.visible_to(UserFactory(), TODAY).exists()
