"""An officer's word on evidence: with a reason, never on the own, never on what was not seen."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from files.enums import FileState
from ipk import operations
from ipk.enums import ActivityState
from ipk.events import ActivityJudged
from ipk.models import Activity
from ipk.operations import judging
from ipk.reasons import ASKING, REASONS, REJECTING
from notices.models import Notice
from tests.factories.ipk import activity, counsellor, evidence, told
from tests.factories.participants import MORNING, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch) -> list:
    """The events that were published."""
    events: list = []
    monkeypatch.setattr(judging, "publish", events.append)
    return events


@pytest.fixture
def judge():
    return counsellor()


def test_accepted_evidence_is_told_upwards_and_needs_no_message(person, judge, heard):
    row = activity(person=person)
    row = operations.accept_activity(row, seen=row.submitted_at, actor=judge, at=MORNING)
    assert (row.state, row.judged_at, row.reason) == (ActivityState.ACCEPTED, MORNING, "")
    assert heard == [ActivityJudged(person_id=str(person.pk))]
    assert not Notice.objects.exists()
    assert AuditEvent.objects.filter(action="ipk.activity.accepted", actor=judge).count() == 1


@pytest.mark.parametrize(
    ("verb", "state", "event"),
    [
        (operations.ask_activity, "needs_fix", "activity_asked"),
        (operations.reject_activity, "rejected", "activity_rejected"),
    ],
)
def test_the_person_reads_why(person, judge, heard, verb, state, event):
    row = activity(person=person)
    row = verb(row, seen=row.submitted_at, reason="no_date", note="Halaman 2 saja.", actor=judge, at=MORNING)
    assert (row.state, row.reason, row.officer_note) == (state, "no_date", "Halaman 2 saja.")
    assert row.log.get().note == "no_date: Halaman 2 saja."
    notice = Notice.objects.get(event=event, channel="inbox")
    assert notice.user == person.user
    assert notice.link == f"/ipk/misi/{row.pk}/"
    assert "PT Sumber Makmur" in notice.body
    assert "Bukti belum memperlihatkan tanggal." in notice.body
    assert "Halaman 2" not in notice.body
    assert heard == [ActivityJudged(person_id=str(person.pk))]


def test_somebody_who_reads_english_is_told_in_english(person, judge):
    person.user.language = "en"
    person.user.save(update_fields=["language"])
    row = activity(person=person)
    operations.ask_activity(row, seen=row.submitted_at, reason="no_date", note="", actor=judge, at=MORNING)
    with override("en"):
        sentence = str(REASONS["no_date"].sentence)
    assert sentence in Notice.objects.get(channel="inbox").body


def test_each_asking_is_a_message_of_its_own(person, judge):
    row = activity(person=person)
    for day in range(2):
        moment = MORNING + timedelta(days=day)
        row = operations.ask_activity(row, seen=row.submitted_at, reason="no_date", note="", actor=judge, at=moment)
        row = operations.answer_activity(
            row, told=told(person, position=f"Posisi {day}"), actor=person.user, at=moment + timedelta(hours=1)
        )
    assert Notice.objects.filter(event="activity_asked", channel="inbox").count() == 2


@pytest.mark.parametrize(
    ("verb", "reason", "note", "code"),
    [
        (operations.ask_activity, "", "", "reason_missing"),
        (operations.ask_activity, "no_search", "", "reason_missing"),
        (operations.reject_activity, "", "Panjang sekali.", "reason_missing"),
        (operations.reject_activity, "curang", "", "reason_missing"),
        (operations.ask_activity, "other", " ", "note_missing"),
        (operations.reject_activity, "other", "", "note_missing"),
    ],
)
def test_there_is_no_verdict_without_its_reason(person, judge, verb, reason, note, code):
    row = activity(person=person)
    with pytest.raises(Invalid) as refused:
        verb(row, seen=row.submitted_at, reason=reason, note=note, actor=judge, at=MORNING)
    assert refused.value.code == code
    row.refresh_from_db()
    assert row.state == ActivityState.SUBMITTED


@pytest.mark.parametrize("verb", ["accept", "ask", "reject"])
def test_nobody_judges_their_own_evidence(judge, verb):
    row = activity(person=PersonFactory(user=judge))
    said = {} if verb == "accept" else {"reason": "no_date", "note": ""}
    with pytest.raises(NotAllowed) as refused:
        getattr(operations, f"{verb}_activity")(row, seen=row.submitted_at, actor=judge, at=MORNING, **said)
    assert refused.value.code == "own_activity"
    row.refresh_from_db()
    assert row.state == ActivityState.SUBMITTED


def test_the_second_officer_is_told(person, judge):
    row = activity(person=person)
    operations.accept_activity(row, seen=row.submitted_at, actor=judge, at=MORNING)
    with pytest.raises(Conflict) as refused:
        operations.reject_activity(
            row, seen=row.submitted_at, reason="no_date", note="", actor=counsellor(), at=MORNING
        )
    assert refused.value.code == "wrong_state"
    assert Activity.objects.get().state == ActivityState.ACCEPTED


def test_what_the_officer_has_not_seen_is_not_judged(person, judge):
    row = activity(person=person)
    opened = row.submitted_at
    row = operations.ask_activity(row, seen=opened, reason="no_date", note="", actor=counsellor(), at=MORNING)
    operations.answer_activity(row, told=told(person), actor=person.user, at=MORNING + timedelta(hours=1))
    with pytest.raises(Conflict) as refused:
        operations.accept_activity(row, seen=opened, actor=judge, at=MORNING + timedelta(hours=2))
    assert refused.value.code == "changed"


def test_what_is_taken_back_meanwhile_is_not_judged(person, judge):
    row = activity(person=person)
    operations.withdraw_activity(row, actor=person.user, at=MORNING)
    with pytest.raises(Conflict):
        operations.accept_activity(row, seen=row.submitted_at, actor=judge, at=MORNING)


@pytest.mark.parametrize("state", [FileState.QUARANTINED, FileState.REJECTED])
def test_a_file_that_cannot_be_opened_is_not_accepted_but_may_be_asked_for_again(person, judge, state):
    row = activity(person=person, file=evidence(person.user, state=FileState.QUARANTINED))
    if state == FileState.REJECTED:
        type(row.file).workflow.move(row.file, "reject", actor=None, at=MORNING)
    with pytest.raises(Conflict) as refused:
        operations.accept_activity(row, seen=row.submitted_at, actor=judge, at=MORNING)
    assert refused.value.code == "file_not_clean"
    row = operations.ask_activity(row, seen=row.submitted_at, reason="unreadable", note="", actor=judge, at=MORNING)
    assert row.state == ActivityState.NEEDS_FIX


def test_the_reasons_are_told_without_accusing():
    words = " ".join(f"{r.title} {r.sentence} {r.next_step}" for r in REASONS.values()).casefold()
    assert not any(word in words for word in ("curang", "fiktif", "palsu", "curiga", "valid"))
    assert set(ASKING) | set(REJECTING) == set(REASONS)
