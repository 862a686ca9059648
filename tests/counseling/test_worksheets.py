"""The worksheet: facts as they were, saved without losing anything, signed by both, sealed."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from counseling.content import fingerprint
from counseling.enums import RequestState, SessionState, WorksheetState
from counseling.models import CounsellingRequest, Session, Worksheet, WorksheetNote, WorksheetSignature
from counseling.operations.worksheets import (
    Written,
    agree_worksheet,
    begin_worksheet,
    comment_worksheet,
    save_worksheet,
    send_worksheet,
)
from counseling.selectors import session_for, unsigned_worksheets
from counseling.selectors.guides import questions_of
from counseling.selectors.worksheets import notes_of, seal_holds, signatures_of, worksheet_for
from ipk.enums.profile import Part
from notices.models import Notice
from tests.factories.accounts import officer
from tests.factories.counseling import (
    TOMORROW_AT_TEN,
    agreed_session,
    coordinator,
    counsellor,
    held_session,
    open_session,
)
from tests.factories.ipk import assessed
from tests.factories.ipk_profile import entry, jobseeker
from tests.factories.participants import PersonFactory

pytestmark = pytest.mark.django_db
AT = TOMORROW_AT_TEN + timedelta(minutes=12)
TODAY = AT.date()


def read(session: Session) -> Session:
    """As `session_for` gives it."""
    found = session_for(session.counsellor.user, session.pk)
    assert found is not None
    return found


@pytest.fixture
def session():
    return read(open_session())


def write(session: Session, *, version=0, agreement="Melamar lima lowongan.", next_steps="", notes=None, at=AT):
    written = Written(version, notes or {}, agreement, next_steps)
    return save_worksheet(session, written=written, actor=session.counsellor.user, at=at)


def send(session: Session, *, at=AT, name=None):
    kept = Worksheet.objects.get(session=session)
    me = session.counsellor.user
    return send_worksheet(session, version=kept.version, typed_name=name or me.full_name, actor=me, at=at)


def digest_of(session: Session) -> str:
    return WorksheetSignature.objects.filter(worksheet__session=session, side="konselor").latest("pk").digest


def agree(session: Session, *, at=AT, digest=None, name=None):
    person = session.person
    typed = name or person.full_name
    return agree_worksheet(session, digest=digest or digest_of(session), typed_name=typed, actor=person.user, at=at)


def told(event: str) -> list:
    return list(Notice.objects.filter(event=event, channel="inbox").values_list("user_id", flat=True))


# --- begun -------------------------------------------------------------------------------------------------------


def test_it_keeps_profile_assessment_and_search_as_they_were(session):
    person = session.person
    entry(person, Part.EXPERIENCE, title="Operator jahit")
    assessed(person)
    jobseeker(person, job="Kasir")
    begun = begin_worksheet(session, actor=session.counsellor.user, at=AT)
    entry(person, Part.EXPERIENCE, title="Kepala regu", place="PT Lain Contoh")
    person.full_name = "Nama Lain"
    person.save()
    facts = Worksheet.objects.get(pk=begun.pk).facts
    assert [job["title"] for job in facts["jobs"]] == ["Operator jahit"]
    assert facts["participant"]["name"] != "Nama Lain"
    assert facts["assessment"]["on"] == "2026-11-16"
    assert len(facts["assessment"]["groups"]) == 3
    assert facts["wish"]["job"] == "Kasir"
    assert facts["counsellor"]["kind"] == "pengantar"
    assert begin_worksheet(session, actor=session.counsellor.user, at=AT).pk == begun.pk


def test_facts_hold_no_number_birth_or_money(session):
    person = session.person
    jobseeker(person, wage=4_000_000)
    facts = str(begin_worksheet(session, actor=session.counsellor.user, at=AT).facts)
    assert all(private not in facts for private in (person.nik, "1990", "4000000", person.user.email))


def test_the_questions_are_those_of_the_kind_and_stay(session):
    begun = begin_worksheet(session, actor=session.counsellor.user, at=AT)
    assert (begun.guide.kind, begun.guide.number, len(questions_of(begun.guide))) == ("career", 1, 14)
    monthly = read(open_session(PersonFactory(), kind="interview"))
    assert len(questions_of(begin_worksheet(monthly, actor=monthly.counsellor.user, at=AT).guide)) == 6


@pytest.mark.parametrize(("minutes", "opens"), [(-11, False), (-10, True)])
def test_it_is_written_from_when_the_room_opens(minutes, opens):
    session = read(agreed_session())
    at = TOMORROW_AT_TEN + timedelta(minutes=minutes)
    if opens:
        assert write(session, at=at).version == 2
    else:
        with pytest.raises(NotAllowed):
            write(session, at=at)
        assert not Worksheet.objects.exists()


def test_the_participant_and_another_counsellor_write_nothing(session):
    for user in (session.person.user, counsellor("3578", full_name="Orang Lain").user):
        with pytest.raises(NotAllowed):
            save_worksheet(session, written=Written(0, {}, "x", ""), actor=user, at=AT)
    assert not Worksheet.objects.exists()


# --- saved -------------------------------------------------------------------------------------------------------


def test_every_change_raises_the_version_and_the_same_again_does_not(session):
    first = write(session)
    question = questions_of(first.guide)[0]
    again = write(session, version=first.version)
    changed = write(session, version=first.version, notes={question.pk: "Suka memeriksa jahitan."})
    assert (first.version, again.version, changed.version) == (2, 2, 3)
    assert notes_of(changed) == {question.pk: "Suka memeriksa jahitan."}
    assert [row.version for row in changed.history.order_by("pk")][-1] == 3


def test_who_saves_an_older_page_writes_nothing_over_the_newer(session):
    """B27: two tabs."""
    first = write(session)
    write(session, version=first.version, agreement="Dari tab kedua.")
    with pytest.raises(Conflict, match="stale"):
        write(session, version=first.version, agreement="Dari tab pertama.")
    assert Worksheet.objects.get().agreement == "Dari tab kedua."


def test_two_new_pages_do_not_overwrite_each_other(session):
    write(session, agreement="Satu.")
    with pytest.raises(Conflict, match="stale"):
        write(session, agreement="Dua.")
    assert write(session, agreement="Satu.").version == 2  # the same text is no conflict


def test_a_note_to_a_question_of_another_guide_is_not_kept(session):
    monthly = read(open_session(PersonFactory(), kind="interview"))
    foreign = questions_of(begin_worksheet(monthly, actor=monthly.counsellor.user, at=AT).guide)[0]
    write(session, notes={foreign.pk: "salah tempat"})
    assert not WorksheetNote.objects.exists()


# --- signed ------------------------------------------------------------------------------------------------------


def test_signing_ends_the_session_and_asks_the_participant(session):
    write(session)
    sent = send(session)
    assert (sent.state, sent.sent_at) == (WorksheetState.SENT, AT)
    assert Session.objects.get().state == SessionState.HELD
    assert CounsellingRequest.objects.get().state == RequestState.DONE
    assert told("worksheet_sent") == [session.person.user_id]
    assert send(session).pk == sent.pk
    assert WorksheetSignature.objects.count() == 1


def test_what_is_signed_is_the_whole_content(session):
    guide = begin_worksheet(session, actor=session.counsellor.user, at=AT).guide
    question = questions_of(guide)[3]
    write(session, notes={question.pk: "Suka menjahit."}, next_steps="Jumat: kirim lamaran.")
    send(session)
    signed = WorksheetSignature.objects.get()
    assert signed.content["agreement"] == "Melamar lima lowongan."
    assert signed.content["notes"] == [
        {
            "topic": question.topic,
            "topic_en": question.topic_en,
            "text": question.text,
            "text_en": question.text_en,
            "note": "Suka menjahit.",
        }
    ]
    assert signed.digest == fingerprint(signed.content)


@pytest.mark.parametrize("name", ["Orang Lain", "x"])
def test_another_name_is_no_signature(session, name):
    write(session)
    with pytest.raises(Invalid, match="name_differs"):
        send(session, name=name)
    send(session)
    with pytest.raises(Invalid, match="name_differs"):
        agree(session, name=name)
    assert Worksheet.objects.get().state == WorksheetState.SENT


def test_without_an_agreement_there_is_nothing_to_sign(session):
    write(session, agreement="")
    begin_worksheet(session, actor=session.counsellor.user, at=AT)
    with pytest.raises(Invalid, match="agreement_missing"):
        send(session)
    assert Session.objects.get().state == SessionState.OPEN


def test_who_read_an_older_version_does_not_sign_the_newer(session):
    write(session)
    me = session.counsellor.user
    with pytest.raises(Conflict, match="stale"):
        send_worksheet(session, version=1, typed_name=me.full_name, actor=me, at=AT)


def test_both_names_seal_it(session):
    write(session)
    send(session)
    agreed = agree(session)
    assert (agreed.state, len(agreed.seal)) == (WorksheetState.AGREED, 64)
    assert seal_holds(agreed, signatures_of(agreed))
    assert told("worksheet_agreed") == [session.counsellor.user_id]
    assert agree(session).seal == agreed.seal


def test_a_sealed_worksheet_and_its_notes_cannot_be_changed(session):
    guide = begin_worksheet(session, actor=session.counsellor.user, at=AT).guide
    write(session, notes={questions_of(guide)[0].pk: "Ya."})
    send(session)
    with pytest.raises(InternalError, match="signed worksheet"), transaction.atomic():
        WorksheetNote.objects.update(text="Tidak.")
    agree(session)
    with pytest.raises(InternalError), transaction.atomic():
        Worksheet.objects.update(agreement="Lain.")
    with pytest.raises(InternalError), transaction.atomic():
        WorksheetSignature.objects.update(typed_name="Lain")
    with pytest.raises(Conflict, match="signed"):
        write(session, version=2, agreement="Lain.")


def test_a_seal_over_other_names_does_not_hold(session):
    write(session)
    send(session)
    agreed = agree(session)
    agreed.seal = fingerprint({"content": digest_of(session)})
    assert not seal_holds(agreed, signatures_of(agreed))


def test_what_changed_after_reading_is_not_agreed_to(session):
    write(session)
    send(session)
    old = digest_of(session)
    comment_worksheet(session, digest=old, comment="Tambahkan pelatihan.", actor=session.person.user, at=AT)
    write(session, version=2, agreement="Melamar dan ikut pelatihan.")
    send(session)
    with pytest.raises(Conflict, match="changed"):
        agree(session, digest=old)
    assert agree(session).state == WorksheetState.AGREED
    assert WorksheetSignature.objects.filter(side="konselor").count() == 2


def test_a_comment_goes_back_to_the_counsellor_with_its_words(session):
    write(session)
    send(session)
    mine = {"digest": digest_of(session), "actor": session.person.user, "at": AT}
    with pytest.raises(Invalid, match="comment_missing"):
        comment_worksheet(session, comment="", **mine)
    came_back = comment_worksheet(session, comment="Bukan Jumat.", **mine)
    assert (came_back.state, came_back.comment) == (WorksheetState.COMMENTED, "Bukan Jumat.")
    assert comment_worksheet(session, comment="Bukan Jumat.", **mine).state == WorksheetState.COMMENTED
    assert told("worksheet_commented") == [session.counsellor.user_id]
    assert send(session).comment == ""


def test_the_counsellor_does_not_answer_for_the_participant(session):
    write(session)
    send(session)
    with pytest.raises(NotAllowed):
        agree_worksheet(
            session,
            digest=digest_of(session),
            typed_name=session.person.full_name,
            actor=session.counsellor.user,
            at=AT,
        )


# --- who reads ---------------------------------------------------------------------------------------------------


def test_who_may_read_it_when(session):
    auditor, near, far = officer(Role.AUDITOR), coordinator("33"), coordinator("35")
    verifier, other = officer(Role.BPJS_VERIFIER), counsellor("3578", full_name="Orang Lain").user
    everybody = (session.counsellor.user, session.person.user, auditor, near, far, verifier, other)

    def readers() -> list[bool]:
        return [worksheet_for(user, session.pk, TODAY) is not None for user in everybody]

    write(session)
    assert readers() == [True, False, False, False, False, False, False]
    send(session)
    assert readers() == [True, True, False, False, False, False, False]
    agree(session)
    assert readers() == [True, True, True, True, False, False, False]


def test_sessions_that_are_over_and_not_signed_are_listed(session):
    over = held_session(PersonFactory(), by=session.counsellor, starts_at=TOMORROW_AT_TEN - timedelta(hours=1))
    assert list(unsigned_worksheets(session.counsellor)) == [over]
    mine = read(over)
    write(mine)
    assert list(unsigned_worksheets(session.counsellor)) == [over]
    send(mine)
    assert list(unsigned_worksheets(session.counsellor)) == []
