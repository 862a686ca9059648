"""A number that somebody registered wrongly is freed by two officers, so that its owner can register."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from core.errors import Conflict, NotAllowed
from core.models import AuditEvent
from notices.models import Notice
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_partners import proposal
from tests.html import soup, words
from training.models import Institute, InstituteInvitation, InstituteStaff, Measure
from training.operations import measures, staff
from training.operations.institutes import InstituteSaid
from training.operations.profile import register_institute
from training.selectors.staff import institutes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
VIN = "3372010099"
WHY = "VIN ini milik LPK Jahit Nusantara Contoh, sesuai surat kepemilikannya."


@pytest.fixture
def wrong() -> InstituteStaff:
    """Who registered an institute under the number of another one."""
    return InstituteStaffFactory(
        institute=InstituteFactory(prospect=True, vin=VIN, name="LPK Keliru Contoh"), head=True
    )


@pytest.fixture
def verifier() -> Any:
    return officer(Role.INSTITUTE_VERIFIER)


def propose(institute: Institute, verifier: Any) -> Measure:
    return measures.propose_measure(institute, kind="free_vin", reason=WHY, actor=verifier, at=MORNING)


def decide(measure: Measure, actor: Any, *, apply: bool = True) -> Measure:
    return measures.decide_measure(measure, apply=apply, answer="Sudah dicocokkan.", actor=actor, at=MORNING)


def register(user: Any) -> Institute:
    said = InstituteSaid("LPK Jahit Nusantara Contoh", VIN, "swasta", "3372", "Jalan Contoh 1")
    return register_institute(said=said, head_name="Retno Palupi", user=user, at=MORNING)


def test_the_owner_registers_after_two_officers_have_freed_it(wrong, verifier):
    owner = UserFactory()
    with pytest.raises(Conflict, match="vin_taken"):
        register(owner)
    measure = propose(wrong.institute, verifier)
    with pytest.raises(Conflict, match="vin_taken"):
        register(owner)
    with pytest.raises(NotAllowed, match="second_officer"):
        decide(measure, verifier)
    decide(measure, officer(Role.INSTITUTE_VERIFIER))
    made = register(owner)
    freed = Institute.objects.get(pk=wrong.institute_id)
    assert (made.vin, made.state, freed.state) == (VIN, "prospect", "ended")
    assert freed.vin.startswith("LEPAS")
    assert VIN in freed.log.order_by("pk").last().note
    assert AuditEvent.objects.filter(action="training.institute.vin_freed").count() == 1


def test_who_registered_wrongly_hears_why_and_may_register_again(wrong, verifier):
    staff.invite_colleague(wrong.institute, email="a@contoh.invalid", part="staf", actor=wrong.user, at=MORNING)
    decide(propose(wrong.institute, verifier), officer(Role.STANDARDS))
    notice = Notice.objects.get(user=wrong.user, event="institute_measure", channel="inbox")
    assert WHY in notice.body
    assert "mendaftar lagi dengan VIN yang benar" in notice.body
    assert notice.link == "/mitra/daftar/"
    assert institutes_of(wrong.user, TODAY) == []
    assert not InstituteInvitation.objects.open(MORNING).exists()


def test_two_freed_numbers_are_different(verifier):
    for vin in ("3372010001", "3372010002"):
        decide(propose(InstituteFactory(prospect=True, vin=vin), verifier), officer(Role.STANDARDS))
    assert len(set(Institute.objects.filter(state="ended").values_list("vin", flat=True))) == 2


def test_a_second_officer_who_disagrees_leaves_it(wrong, verifier):
    decide(propose(wrong.institute, verifier), officer(Role.STANDARDS), apply=False)
    wrong.institute.refresh_from_db()
    assert (wrong.institute.vin, wrong.institute.state) == (VIN, "prospect")


@pytest.mark.parametrize("trait", [{}, {"suspended": True}, {"ended": True}])
def test_the_number_of_a_partner_is_not_freed(verifier, trait):
    with pytest.raises(Conflict, match="wrong_state"):
        propose(InstituteFactory(**trait), verifier)


@pytest.mark.parametrize("step", ["submitted", "verified", "signed"])
def test_a_proposal_that_runs_is_decided_first(step):
    made = proposal(step)
    with pytest.raises(Conflict, match="proposal_runs"):
        propose(made.institute, officer(Role.INSTITUTE_VERIFIER))


def test_a_proposal_that_came_meanwhile_stops_the_second_officer(verifier):
    made = proposal("draft")
    measure = propose(made.institute, verifier)
    made.row.__class__.objects.filter(pk=made.row.pk).update(state="submitted", submitted_at=MORNING, due_on=TODAY)
    with pytest.raises(Conflict, match="proposal_runs"):
        decide(measure, officer(Role.STANDARDS))
    assert Measure.objects.get().state == "proposed"


def test_the_desk_leads_through_both_officers(client: Client, wrong, verifier):
    path = f"/reviu/lpk/{wrong.institute_id}/tindakan/"
    sign_in(client, verifier)
    page = soup(client.get(path))
    assert [one["value"] for one in page.select("input[name=kind]")] == ["free_vin"]
    assert client.post(path, {"kind": "free_vin", "reason": WHY}).status_code == 302
    assert "Petugas lain yang memutuskan" in words(soup(client.get(path)).select_one("main"))
    sign_in(client, officer(Role.STANDARDS))
    assert VIN in words(soup(client.get(path)).select_one("main"))
    form = {"apply": "ya", "answer": "Sudah dicocokkan."}
    assert client.post(path, form).status_code == 302
    assert client.post(path, form).status_code == 409
    assert Institute.objects.get(pk=wrong.institute_id).state == "ended"
