"""From received to answered, and every way it may not go."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.enums import Role
from accounts.models import User
from compliance.enums import ComplaintState, MessageKind
from compliance.models import Complaint, ComplaintMessage
from compliance.models.complaints import CODE_LENGTH
from compliance.operations import complaints, filing
from core.codes import is_consistent, typed
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from core.models import AuditEvent
from notices.models import Letter, Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.claims import claim
from tests.factories.compliance import TEXT, complaint, inspector, said
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, EmployerFactory, PersonFactory, StaffFactory, report_phk

pytestmark = pytest.mark.django_db
S = ComplaintState
LONG = "Kami sudah memeriksa laporan upah perusahaan."
LATER = MORNING + timedelta(days=1)


def file(author: User | None = None, **how: object) -> filing.Filed:
    submission = how.pop("submission", None) or uuid.uuid4()
    facts = {name: how.pop(name) for name in ("text", "employer", "since", "until", "region") if name in how}
    return filing.file_complaint(said(**facts), submission=submission, author=author, at=MORNING, **how)


# --- filing


def test_a_complaint_is_numbered_and_answered_within_five_working_days() -> None:
    made = file(UserFactory()).complaint
    assert made.number.startswith("PGD-2026-")
    assert (made.state, made.due_on) == (S.RECEIVED, date(2026, 11, 23))


def test_who_has_an_account_needs_no_code() -> None:
    assert file(UserFactory()).code == ""


def test_an_anonymous_complaint_opens_by_its_code_only() -> None:
    filed = file(contact="0813 5555 0101")
    assert len(filed.code) == CODE_LENGTH
    assert is_consistent(filed.code)
    assert Complaint.objects.by_code(typed(filed.code.lower(), CODE_LENGTH)).get() == filed.complaint
    assert filed.complaint.contact == "0813 5555 0101"


def test_the_code_is_nowhere_in_the_database() -> None:
    filed = file()
    row = Complaint.objects.filter(pk=filed.complaint.pk).values().get()
    kept = "".join(bytes(v).hex() if isinstance(v, bytes | memoryview) else str(v) for v in row.values())
    assert filed.code not in kept
    assert filed.code.encode().hex() not in kept


def test_the_same_form_sent_twice_is_one_complaint() -> None:
    author, form = UserFactory(), uuid.uuid4()
    first, second = (file(author, submission=form).complaint for _ in range(2))
    assert first == second
    assert AuditEvent.objects.filter(action="compliance.complaint.filed").count() == 1


def test_a_form_that_somebody_else_sent_tells_nothing() -> None:
    form = uuid.uuid4()
    file(UserFactory(), submission=form)
    with pytest.raises(Conflict):
        file(UserFactory(), submission=form)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"text": "Tidak adil"}, "text_short"),
        ({"since": date(2026, 5, 1), "until": date(2026, 4, 1)}, "period"),
        ({"region": "33"}, "regency_needed"),
    ],
)
def test_what_cannot_be_worked_on_is_refused_with_a_reason(facts: dict, code: str) -> None:
    with pytest.raises(Invalid) as error:
        file(UserFactory(), **facts)
    assert error.value.code == code


def test_an_employer_is_known_by_its_number_never_by_a_name_alone() -> None:
    known = EmployerFactory(name="PT Tenun Solo")
    assert file(employer=known.npp.lower()).complaint.employer == known
    assert file(employer="PT Tenun Solo").complaint.employer is None


def test_a_claim_brings_its_employer() -> None:
    own = claim("active")
    filed = file(own.person.user, claim=own, employer=own.phk.employer.name)
    assert filed.complaint.employer == own.phk.employer


def test_nobody_links_the_claim_of_somebody_else() -> None:
    with pytest.raises(NotAllowed):
        file(UserFactory(), claim=claim("active"))


def test_one_address_files_twenty_an_hour() -> None:
    for _ in range(20):
        file(address="203.0.113.7")
    with pytest.raises(TooMany):
        file(address="203.0.113.7")


def test_the_help_desk_files_for_a_caller_and_the_trail_says_who() -> None:
    cs = officer(Role.HELP_DESK)
    filed = filing.file_for_caller(said(), submission=uuid.uuid4(), actor=cs, at=MORNING, contact="081355550101")
    assert (filed.complaint.author, filed.complaint.filed_by) == (None, cs)
    assert filed.code
    row = AuditEvent.objects.get(action="compliance.complaint.filed")
    assert (row.actor, row.facts) == (cs, {"how": "caller"})


def test_only_the_help_desk_files_for_others() -> None:
    with pytest.raises(NotAllowed):
        filing.file_for_caller(said(), submission=uuid.uuid4(), actor=inspector(), at=MORNING)


def test_what_was_said_is_never_changed() -> None:
    made = file(UserFactory()).complaint
    with pytest.raises(InternalError), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(text="Lain")


def test_a_complaint_without_account_and_code_is_refused_by_the_database() -> None:
    made = file().complaint
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(code_index=None)


# --- files


def test_a_file_stays_once_and_is_never_taken_out() -> None:
    made = complaint()
    stored = StoredFileFactory(owner=made.author, purpose=filing.FILE_PURPOSE)
    first, second = (filing.add_file(made, file=stored, actor=made.author, at=MORNING) for _ in range(2))
    assert first == second
    with pytest.raises(InternalError), transaction.atomic():
        first.delete()


def test_a_finished_complaint_takes_no_file() -> None:
    made = complaint("answered")
    with pytest.raises(Conflict):
        filing.add_file(made, file=StoredFileFactory(owner=made.author), actor=made.author, at=MORNING)


# --- taking


def test_an_inspector_of_the_province_takes_it(pgw: User) -> None:
    taken = complaints.take_complaint(complaint(), actor=pgw, at=MORNING)
    assert (taken.state, taken.taken_by) == (S.EXAMINING, pgw)
    assert complaints.take_complaint(taken, actor=pgw, at=MORNING).log.count() == 1


def test_an_inspector_of_another_province_does_not() -> None:
    with pytest.raises(NotAllowed):
        complaints.take_complaint(complaint(), actor=inspector("35"), at=MORNING)


def test_two_who_take_it_are_told_who_was_first(pgw: User) -> None:
    made = complaint()
    complaints.take_complaint(made, actor=pgw, at=MORNING)
    with pytest.raises(Conflict):
        complaints.take_complaint(made, actor=inspector(), at=MORNING)


def tied(how: str, pgw: User) -> Complaint:
    if how == "author":
        return complaint(author=pgw)
    employer = EmployerFactory()
    if how == "staff":
        StaffFactory(employer=employer, user=pgw, former=True)
    else:
        report_phk(person=PersonFactory(user=pgw), employer=employer)
    return complaint(employer=employer)


@pytest.mark.parametrize("how", ["author", "staff", "former worker"])
def test_an_inspector_with_an_interest_does_not_take_it(how: str, pgw: User) -> None:
    made = tied(how, pgw)
    with pytest.raises(NotAllowed) as error:
        complaints.take_complaint(made, actor=pgw, at=MORNING)
    assert error.value.code == "tie"


def test_a_coordinator_assigns_and_takes_over(pgw: User) -> None:
    pgk = officer(Role.INSPECTION_COORDINATOR, region="33")
    made = complaints.assign_complaint(complaint(), to=pgw, actor=pgk, at=MORNING)
    assert (made.state, made.taken_by) == (S.EXAMINING, pgw)
    over = complaints.assign_complaint(made, to=pgk, actor=pgk, at=MORNING)
    assert over.taken_by == pgk
    assert over.notes.get().actor == pgk
    with pytest.raises(NotAllowed):
        complaints.ask_author(over, text=LONG, actor=pgw, at=MORNING)


def test_a_coordinator_assigns_nobody_from_elsewhere_or_with_an_interest(pgw: User) -> None:
    pgk = officer(Role.INSPECTION_COORDINATOR, region="33")
    for to, made in ((inspector("35"), complaint()), (pgw, tied("staff", pgw))):
        with pytest.raises(Invalid):
            complaints.assign_complaint(made, to=to, actor=pgk, at=MORNING)


def test_an_inspector_assigns_nothing(pgw: User) -> None:
    with pytest.raises(NotAllowed):
        complaints.assign_complaint(complaint(), to=pgw, actor=pgw, at=MORNING)


def test_one_integrity_officer_may_be_shown_it() -> None:
    pgk, integrity = officer(Role.INSPECTION_COORDINATOR, region="33"), officer(Role.INTEGRITY)
    made = complaint()
    assert not Complaint.objects.visible_to(integrity, MORNING.date()).exists()
    complaints.show_to_integrity(made, to=integrity, actor=pgk, at=MORNING)
    assert Complaint.objects.visible_to(integrity, MORNING.date()).get() == made
    with pytest.raises(Invalid):
        complaints.show_to_integrity(made, to=officer(Role.AUDITOR), actor=pgk, at=MORNING)


# --- the conversation


def test_a_question_stops_the_clock_and_the_reply_starts_it_again(pgw: User) -> None:
    made = complaint("asked", by=pgw)
    assert (made.state, made.is_late(date(2026, 12, 1))) == (S.NEEDS_INFO, False)
    complaints.reply_to_question(made, text="Empat juta dua ratus ribu.", actor=made.author, at=MORNING + timedelta(14))
    made.refresh_from_db()
    assert (made.state, made.due_on) == (S.EXAMINING, date(2026, 12, 7))


@pytest.mark.parametrize(("act", "state"), [("refer_complaint", S.REFERRED), ("answer_complaint", S.ANSWERED)])
def test_an_author_who_never_replies_leaves_no_complaint_open_for_ever(pgw: User, act: str, state: str) -> None:
    made = complaint("asked", anonymous=True, by=pgw)
    getattr(complaints, act)(made, text="Daftar pekerja diperiksa tanpa keterangan tambahan.", actor=pgw, at=LATER)
    made.refresh_from_db()
    assert (made.state, made.due_on) == (state, date(2026, 11, 23))


def test_the_last_day_never_moves_earlier(pgw: User) -> None:
    made = complaint("asked", by=pgw)
    with pytest.raises(InternalError), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(due_on=date(2026, 11, 17))


def test_who_came_by_code_replies_without_an_account(pgw: User) -> None:
    made = complaint("asked", anonymous=True, by=pgw)
    message = complaints.add_to_complaint(made, text="Empat juta dua ratus ribu.", actor=None, at=LATER)
    assert (message.kind, message.actor) == (MessageKind.REPLY, None)


def test_nobody_speaks_for_another_author(pgw: User) -> None:
    for made in (complaint("asked", by=pgw), complaint("asked", anonymous=True, by=pgw)):
        with pytest.raises(NotAllowed):
            complaints.reply_to_question(made, text="Empat juta rupiah.", actor=UserFactory(), at=LATER)
    with pytest.raises(NotAllowed):
        complaints.reply_to_question(complaint("asked"), text="Empat juta rupiah.", actor=None, at=LATER)


def test_more_may_be_said_while_it_is_open(pgw: User) -> None:
    made = complaint("referred", by=pgw)
    message = complaints.add_to_complaint(made, text="Rekan saya juga mengalami.", actor=made.author, at=LATER)
    assert (message.kind, Complaint.objects.get(pk=made.pk).state) == (MessageKind.ADDITION, S.REFERRED)
    with pytest.raises(Conflict):
        complaints.add_to_complaint(complaint("answered", anonymous=True), text="Masih ada.", actor=None, at=LATER)


def test_a_word_is_never_changed(pgw: User) -> None:
    complaint("asked", by=pgw)
    with pytest.raises(InternalError), transaction.atomic():
        ComplaintMessage.objects.update(text="Lain")


@pytest.mark.parametrize(
    ("state", "event"),
    [("asked", "complaint_asked"), ("referred", "complaint_referred"), ("answered", "complaint_answered")],
)
def test_the_author_is_told_by_inbox_email_and_sms(state: str, event: str) -> None:
    made = complaint(state)
    told = Notice.objects.filter(event=event, user=made.author)
    assert sorted(told.values_list("channel", flat=True)) == ["email", "inbox", "sms"]
    inbox, copies = told.get(channel="inbox"), told.exclude(channel="inbox")
    assert made.number in inbox.body
    assert inbox.link == f"/pengaduan/saya/{made.pk}/"
    assert not any("engaduan" in copy.subject + copy.body for copy in copies)


def test_the_answer_is_a_letter_to_the_author() -> None:
    made = complaint("answered")
    letter = Letter.objects.get(kind="complaint_answer")
    assert letter.user == made.author
    assert made.number in str(letter.content)
    assert "16 Desember 2026" in str(letter.content)


def test_who_has_no_account_gets_neither_letter_nor_message() -> None:
    complaint("answered", anonymous=True)
    assert not Letter.objects.filter(kind="complaint_answer").exists()
    assert not Notice.objects.filter(event="complaint_answered").exists()


def test_only_who_took_it_works_on_it(pgw: User) -> None:
    made, other = complaint("taken", by=pgw), inspector()
    for act in (complaints.ask_author, complaints.refer_complaint, complaints.answer_complaint, complaints.add_note):
        with pytest.raises(NotAllowed):
            act(made, text=LONG, actor=other, at=MORNING)


def test_a_short_word_is_no_answer(pgw: User) -> None:
    with pytest.raises(Invalid):
        complaints.answer_complaint(complaint("taken", by=pgw), text=" Selesai ", actor=pgw, at=MORNING)


def test_what_was_referred_is_answered_too(pgw: User) -> None:
    made = complaint("referred", by=pgw)
    complaints.answer_complaint(made, text=LONG, actor=pgw, at=LATER)
    made.refresh_from_db()
    assert (made.state, made.reopen_until) == (S.ANSWERED, date(2026, 12, 17))


# --- after the answer


def test_an_answer_is_reopened_once_until_its_last_day() -> None:
    made = complaint("answered")
    last = MORNING + timedelta(days=30)
    again = complaints.reopen_complaint(made, text="Upahnya belum diperbaiki.", actor=made.author, at=last)
    assert (again.state, again.taken_by, again.due_on) == (S.RECEIVED, None, date(2026, 12, 23))


def test_a_day_later_it_is_too_late() -> None:
    made = complaint("answered")
    late = MORNING + timedelta(days=31)
    with pytest.raises(Conflict):
        complaints.reopen_complaint(made, text="Upahnya belum diperbaiki.", actor=made.author, at=late)


def test_a_second_time_is_refused_and_has_its_own_letter(pgw: User) -> None:
    made = complaint("answered", by=pgw)
    complaints.reopen_complaint(made, text="Upahnya belum diperbaiki.", actor=made.author, at=LATER)
    complaints.take_complaint(made, actor=pgw, at=LATER)
    complaints.answer_complaint(made, text=LONG, actor=pgw, at=LATER)
    assert Letter.objects.filter(kind="complaint_answer", user=made.author).count() == 2
    with pytest.raises(Conflict):
        complaints.reopen_complaint(made, text="Masih belum puas.", actor=made.author, at=LATER)


@pytest.mark.parametrize("state", ["received", "taken", "asked"])
def test_the_author_withdraws(state: str) -> None:
    made = complaint(state)
    assert complaints.withdraw_complaint(made, actor=made.author, at=LATER).state == S.WITHDRAWN


@pytest.mark.parametrize("state", ["referred", "answered"])
def test_what_went_on_is_not_withdrawn(state: str) -> None:
    made = complaint(state)
    with pytest.raises(Conflict):
        complaints.withdraw_complaint(made, actor=made.author, at=LATER)


# --- who sees what


def test_text_is_seen_by_the_office_of_the_workplace_only() -> None:
    made, today = complaint(), MORNING.date()
    sees = lambda user: Complaint.objects.visible_to(user, today).filter(pk=made.pk).exists()  # noqa: E731
    here = {Role.INSPECTOR: "33", Role.INSPECTION_COORDINATOR: "33", Role.MEDIATOR: "3372", Role.AUDITOR: None}
    assert [role for role in Role if sees(officer(role, region="3372"))] == list(here)
    assert not any(sees(officer(role, region="3578")) for role in here if role != Role.AUDITOR)
    assert sees(made.author)
    assert made.text == TEXT


def test_an_officer_who_acts_for_the_employer_never_sees_it() -> None:
    """The author is not visible to the employer, whatever else its people are."""
    staff = StaffFactory()
    made = complaint(employer=staff.employer)
    for role in (Role.INSPECTOR, Role.MEDIATOR, Role.AUDITOR):
        who = officer(role, region="3372")
        assert Complaint.objects.visible_to(who, MORNING.date()).filter(pk=made.pk).exists()
        StaffFactory(employer=staff.employer, user=who, former=True)
        assert not Complaint.objects.visible_to(who, MORNING.date()).filter(pk=made.pk).exists()
