"""From a proposal to an agreement: what is missing, who may say what, and what comes of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from notices.models import Letter, Notice
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_partners import all_met, complete_institute, proposal
from training.checklists import checklist, newest_checklist
from training.models import Institute, Interest, Partnership
from training.operations import partnership as operations
from training.operations.partnership import Answer
from training.selectors.partnership import endings, lacks, version_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def parts(institute: Institute, on: date = TODAY) -> list[str]:
    return [lack.part for lack in lacks(institute, on)]


# --- what is missing ---------------------------------------------------------------------------------------------


def test_a_bare_institute_is_told_everything_that_is_missing() -> None:
    bare = InstituteFactory(prospect=True, phone="", not_accredited=True)
    assert parts(bare) == [
        *("details", "details", "details", "licence", "licence", "account"),
        *("facilities", "instructors", "programmes"),
    ]
    assert parts(complete_institute()) == []


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"licence_until": TODAY}, []),
        ({"licence_until": TODAY - timedelta(days=1)}, ["licence"]),
        ({"licence_until": None}, []),
        ({"licence": "tanda_daftar"}, ["licence"]),
        ({"kind": "pemerintah"}, ["licence"]),
        ({"kind": "pemerintah", "licence": "tanda_daftar"}, []),
        ({"accredited_until": TODAY}, []),
        ({"accredited_until": TODAY - timedelta(days=1)}, ["licence"]),
    ],
)
def test_licence_and_accreditation_hold_on_their_last_day(fields: dict[str, object], missing: list[str]) -> None:
    assert parts(complete_institute(**fields)) == missing


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"experience_years": 1}, ["instructors"]),
        ({"experience_years": 2}, []),
        ({"experience_years": 0, "certificate_no": "BNSP-1"}, []),
        ({"experience_years": 0, "certificate_no": "BNSP-1", "certified_until": TODAY}, []),
        ({"experience_years": 0, "certificate_no": "BNSP-1", "certified_until": date(2026, 11, 15)}, ["instructors"]),
    ],
)
def test_a_teacher_is_certified_or_has_two_years(facts: dict[str, object], missing: list[str]) -> None:
    institute = complete_institute()
    institute.instructors.update(**facts)
    assert parts(institute) == missing


def test_what_ends_within_sixty_days_is_said_and_nobody_is_suspended() -> None:
    institute = complete_institute(
        partner=True, licence_until=TODAY + timedelta(days=60), accredited_until=TODAY - timedelta(days=1)
    )
    assert [(str(end.what), end.is_over) for end in endings(institute, None, TODAY)] == [
        ("Akreditasi", True),
        ("Izin atau tanda daftar", False),
    ]
    assert len(endings(institute, None, TODAY - timedelta(days=1))) == 1
    assert institute.state == "listed"


# --- proposing ---------------------------------------------------------------------------------------------------


def test_a_proposal_is_begun_once_and_sent_with_the_verifiers_last_day() -> None:
    made = proposal("draft")
    assert operations.begin_proposal(made.institute, actor=made.head, at=MORNING) == made.row
    sent = operations.submit_proposal(made.row, actor=made.head, at=MORNING)
    assert (sent.state, sent.due_on, sent.checklist) == ("submitted", date(2026, 11, 30), newest_checklist())
    again = operations.submit_proposal(made.row, actor=made.head, at=MORNING + timedelta(days=1))
    assert again.submitted_at == MORNING
    assert list(made.row.log.values_list("move", "actor_name")) == [
        ("begin", "Retno Palupi"),
        ("submit", "Retno Palupi"),
    ]


def test_what_is_incomplete_is_not_sent() -> None:
    made = proposal("draft")
    made.institute.facilities.update(ended_on=TODAY)
    with pytest.raises(Invalid, match="incomplete") as caught:
        operations.submit_proposal(made.row, actor=made.head, at=MORNING)
    assert caught.value.facts["missing"] == ["facilities"]
    made.row.refresh_from_db()
    assert made.row.state == "draft"


def test_only_the_head_proposes_and_signs() -> None:
    made = proposal("verified")
    staff = InstituteStaffFactory(institute=made.institute).user
    former = InstituteStaffFactory(institute=made.institute, head=True, until=TODAY).user
    for user in (staff, former, UserFactory()):
        with pytest.raises(NotAllowed):
            operations.begin_proposal(made.institute, actor=user, at=MORNING)
        with pytest.raises(NotAllowed):
            operations.sign_agreement(made.row, typed_name=user.full_name, actor=user, at=MORNING)


@pytest.mark.parametrize("trait", ["suspended", "ended"])
def test_who_is_out_does_not_propose(trait: str) -> None:
    institute = InstituteFactory(**{trait: True})
    head = InstituteStaffFactory(institute=institute, head=True).user
    with pytest.raises(Conflict, match="institute_out"):
        operations.begin_proposal(institute, actor=head, at=MORNING)


# --- verifying ---------------------------------------------------------------------------------------------------


def test_a_proposal_is_returned_with_remarks_put_right_and_sent_again() -> None:
    made = proposal()
    answers = all_met(made.row) | {"izin": Answer(met=False, remark="Unggah\nizin   baru.")}
    how = {"answers": answers, "seen": made.seen, "actor": made.verifier, "at": MORNING}
    with pytest.raises(Invalid, match="reason_missing"):
        operations.return_proposal(made.row, remark="  ", **how)
    back = operations.return_proposal(made.row, remark="Nomor izin keliru.", **how)
    assert (back.state, back.remark) == ("returned", "Nomor izin keliru.")
    assert back.answers["izin"] == {"met": False, "remark": "Unggah izin baru."}
    told = Notice.objects.get(channel="inbox", user=made.head)
    assert (told.event, told.link) == ("partnership_returned", "/mitra/profil/pengajuan/")
    assert "Nomor izin keliru." in told.body
    with pytest.raises(Conflict, match="changed"):
        operations.return_proposal(made.row, remark="Sekali lagi.", **how)
    assert operations.submit_proposal(back, actor=made.head, at=MORNING).state == "submitted"


def test_verified_only_when_every_item_is_met() -> None:
    made = proposal()
    how = {"seen": made.seen, "actor": made.verifier, "at": MORNING}
    with pytest.raises(Invalid, match="not_all_met") as caught:
        operations.verify_proposal(made.row, answers=all_met(made.row) | {"vin": Answer(met=None)}, **how)
    assert caught.value.facts["items"] == ["vin"]
    done = operations.verify_proposal(made.row, answers=all_met(made.row) | {"lain": Answer(met=True)}, **how)
    assert (done.state, done.verified_by) == ("verified", made.verifier)
    assert set(done.answers) == {item.code for item in checklist(done.checklist)}


def test_a_page_of_another_version_decides_nothing() -> None:
    made = proposal()
    seen = made.seen
    operations.save_answers(made.row, answers={}, seen=seen, actor=made.verifier, at=MORNING)
    with pytest.raises(Conflict, match="changed"):
        operations.verify_proposal(made.row, answers=all_met(made.row), seen=seen, actor=made.verifier, at=MORNING)
    with pytest.raises(Conflict, match="changed"):
        operations.verify_proposal(made.row, answers=all_met(made.row), seen="", actor=made.verifier, at=MORNING)
    made.row.refresh_from_db()
    assert made.row.state == "submitted"


def test_a_change_of_the_profile_is_another_version() -> None:
    made = proposal()
    before = made.seen
    AuditEvent.objects.create(
        at=MORNING, action="training.institute.profile.licence", actor_name="x",
        object_kind="training.institute", object_id=str(made.institute.pk), facts={},
    )  # fmt: skip
    assert version_of(made.row) != before


def test_who_is_tied_to_the_institute_verifies_nothing() -> None:
    made = proposal()
    Interest.objects.create(
        officer=made.verifier, institute=made.institute, reason="Saudara pimpinan.", since=TODAY,
        declared_by=made.verifier, declared_at=MORNING,
    )  # fmt: skip
    own = InstituteStaffFactory(institute=made.institute, user=officer(Role.INSTITUTE_VERIFIER)).user
    how = {"answers": all_met(made.row), "seen": made.seen, "at": MORNING}
    for user in (made.verifier, own, made.signer, made.head):
        with pytest.raises(NotAllowed):
            operations.verify_proposal(made.row, actor=user, **how)
    Interest.objects.update(until=TODAY)
    assert operations.verify_proposal(made.row, actor=made.verifier, **how).state == "verified"


def test_a_refused_institute_may_propose_anew() -> None:
    made = proposal()
    refused = operations.refuse_proposal(
        made.row, reason="Tidak terakreditasi.", seen=made.seen, actor=made.verifier, at=MORNING
    )
    assert (refused.state, made.institute.state) == ("refused", "prospect")
    assert Notice.objects.filter(user=made.head, event="partnership_refused", channel="inbox").count() == 1
    assert operations.begin_proposal(made.institute, actor=made.head, at=MORNING) != refused


# --- both sign ---------------------------------------------------------------------------------------------------


def test_the_head_types_their_own_name() -> None:
    made = proposal("verified")
    with pytest.raises(Invalid, match="name_differs"):
        operations.sign_agreement(made.row, typed_name="Orang Lain", actor=made.head, at=MORNING)
    signed = operations.sign_agreement(made.row, typed_name=" retno  palupi ", actor=made.head, at=MORNING)
    assert (signed.state, signed.signed_name, signed.signed_by) == ("signed", "retno palupi", made.head)
    later = MORNING + timedelta(hours=1)
    again = operations.sign_agreement(made.row, typed_name="Retno Palupi", actor=made.head, at=later)
    assert again.signed_at == MORNING


def test_agreed_the_institute_joins_with_its_code_and_its_letter() -> None:
    made = proposal("agreed")
    assert (made.row.state, made.row.valid_until) == ("agreed", date(2027, 11, 15))
    assert (made.institute.state, made.institute.training_code) == ("listed", "JKP-3372-0001")
    letter = Letter.objects.get(kind="pks")
    assert (letter.user, letter.facts["training_code"]) == (made.head, "JKP-3372-0001")
    assert "Yoga Pradana" in str(letter.content)
    again = operations.agree(made.row, actor=made.signer, at=MORNING + timedelta(days=1))
    assert again.valid_until == date(2027, 11, 15)
    assert Letter.objects.count() == 1
    second = proposal("agreed")
    assert second.institute.training_code == "JKP-3372-0002"


def test_a_renewal_does_not_join_twice_and_keeps_the_code() -> None:
    made = proposal("agreed", institute=complete_institute(partner=True, training_code="JKP-3372-0009"))
    assert (made.institute.state, made.institute.training_code) == ("listed", "JKP-3372-0009")
    assert not made.institute.log.filter(move="join").exists()


def test_the_verifier_does_not_sign_for_the_ministry() -> None:
    made = proposal("signed")
    RoleAssignmentFactory(user=made.verifier, role=Role.STANDARDS)
    for user in (made.verifier, made.head, officer(Role.APPROVER)):
        with pytest.raises(NotAllowed):
            operations.agree(made.row, actor=user, at=MORNING)
    done = {"agreed_by": made.verifier, "agreed_at": MORNING, "valid_until": TODAY}
    with pytest.raises(IntegrityError, match="verifier_does_not_agree"), transaction.atomic():
        Partnership.workflow.move(made.row, "agree", actor=made.verifier, at=MORNING, **done)


def test_who_was_suspended_meanwhile_gets_no_agreement() -> None:
    made = proposal("signed", institute=complete_institute(partner=True))
    Institute.workflow.move(made.institute, "suspend", actor=None, at=MORNING)
    with pytest.raises(Conflict, match="institute_out"):
        operations.agree(made.row, actor=made.signer, at=MORNING)


def test_the_ministry_may_say_no_before_it_signs() -> None:
    made = proposal("signed")
    refused = operations.refuse_signature(made.row, reason="Nama pimpinan keliru.", actor=made.signer, at=MORNING)
    assert (refused.state, refused.remark) == ("refused", "Nama pimpinan keliru.")
    with pytest.raises(Conflict, match="wrong_state"):
        operations.refuse_signature(made.row, reason="Lagi.", actor=made.signer, at=MORNING)
