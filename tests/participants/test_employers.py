"""Who may act for an employer: by the employer's own mailbox, an officer, or a colleague; and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from core import clock, jobs
from core.errors import Conflict, Invalid, TooMany
from integrations.bpjs import Employer as Answer
from integrations.bpjs import EmployerStatus, Scale
from notices.models import Notice
from participants.enums import JoinState
from participants.models import Employer, EmployerInvitation, EmployerJoin, EmployerStaff, PhkEvent
from participants.operations import employers
from tests.factories.participants import (
    MORNING,
    TODAY,
    EmployerFactory,
    StaffFactory,
    UserFactory,
    at_mediator,
    officer,
)

pytestmark = pytest.mark.django_db


def ask(employer=None, user=None, at=MORNING) -> EmployerJoin:
    return employers.ask_to_join(
        employer=employer or EmployerFactory(), user=user or UserFactory(), position="Staf HRD", at=at
    )


def answer(**more) -> Answer:
    facts = {"npp": "99000001", "name": "PT. Busana Lestari, Tbk", "scale": Scale.LARGE, "address": "Jalan 1"}
    rest = {"region_code": "3372", "email": "sdm@busana.invalid", "status": EmployerStatus.ACTIVE, "status_since": None}
    return Answer(**{**facts, **rest, **more})


# --- as BPJS knows them ------------------------------------------------------------------------------------------


def test_an_employer_is_remembered_once_and_follows_bpjs():
    first = employers.remember_employer(answer(), at=MORNING)
    again = employers.remember_employer(
        answer(name="PT Busana Baru", status=EmployerStatus.BANKRUPT, status_since=TODAY), at=MORNING
    )
    assert (first.pk, first.name_key) == (again.pk, "busanalestari")
    assert (again.name, again.bankrupt_or_closed_on) == ("PT Busana Baru", TODAY)


def test_an_unknown_regency_falls_back_to_its_province():
    assert employers.remember_employer(answer(region_code="3399"), at=MORNING).region_id == "33"
    assert employers.remember_employer(answer(region_code="9999"), at=MORNING).region_id is None


# --- the first user ----------------------------------------------------------------------------------------------


def test_the_code_goes_to_the_address_of_bpjs_and_makes_an_admin(mailoutbox):
    join = ask(at=clock.now())
    jobs.run_due()
    letter = mailoutbox[-1]
    assert letter.to == [join.employer.contact_email]
    assert join.code in letter.body
    employers.confirm_join(join=join, code=join.code, at=clock.now())
    staff = EmployerStaff.objects.get()
    assert (staff.user, staff.is_admin, staff.employer.verified_at is not None) == (join.user, True, True)
    assert Notice.objects.filter(user=join.user, event="employer_join_accepted", channel="inbox").count() == 1


def test_the_code_is_sealed_and_wiped():
    join = ask()
    assert join.code.encode() not in bytes(join.code_sealed)
    employers.confirm_join(join=join, code=join.code, at=MORNING)
    join.refresh_from_db()
    assert (join.state, bytes(join.code_sealed)) == (JoinState.ACCEPTED, b"")


def test_asking_twice_is_one_request():
    employer, user = EmployerFactory(), UserFactory()
    assert ask(employer, user).pk == ask(employer, user).pk


def test_five_wrong_codes_close_the_door():
    join = ask()
    wrong = "000000" if join.code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Invalid, match="code_wrong"):
            employers.confirm_join(join=join, code=wrong, at=MORNING)
    with pytest.raises(TooMany):
        employers.confirm_join(join=join, code=join.code, at=MORNING)
    assert not EmployerStaff.objects.exists()


def test_a_code_for_an_employer_works_for_a_day():
    join = ask()
    with pytest.raises(Invalid, match="code_expired"):
        employers.confirm_join(join=join, code=join.code, at=MORNING + timedelta(hours=24))


def test_without_an_address_an_officer_decides():
    join = ask(EmployerFactory(without_address=True))
    assert join.state == JoinState.NEEDS_OFFICER
    by = officer(Role.BPJS_VERIFIER)
    employers.decide_join(join=join, accept=True, reason="Surat tugas sudah dilihat.", actor=by, at=MORNING)
    assert EmployerStaff.objects.get().user == join.user


def test_an_officers_no_has_a_reason_and_leaves_nothing_open():
    join = employers.hand_join_to_officer(join=ask(), at=MORNING)
    by = officer(Role.BPJS_VERIFIER)
    with pytest.raises(Invalid, match="reason_missing"):
        employers.decide_join(join=join, accept=False, reason="tidak", actor=by, at=MORNING)
    employers.decide_join(join=join, accept=False, reason="Surat tugas tidak ada.", actor=by, at=MORNING)
    with pytest.raises(Conflict, match="wrong_state"):
        employers.decide_join(join=join, accept=True, reason="Surat tugas sudah ada.", actor=by, at=MORNING)
    assert not EmployerStaff.objects.exists()


def test_an_employer_with_an_admin_is_joined_by_invitation():
    staff = StaffFactory(admin=True)
    with pytest.raises(Conflict, match="has_admin"):
        ask(staff.employer)
    with pytest.raises(Conflict, match="already_staff"):
        ask(staff.employer, staff.user)


# --- colleagues --------------------------------------------------------------------------------------------------


def invite(staff, email="rekan@contoh.invalid", at=MORNING) -> EmployerInvitation:
    return employers.invite_colleague(employer=staff.employer, email=email, is_admin=False, actor=staff.user, at=at)


def colleague(email="rekan@contoh.invalid"):
    return UserFactory(email=email)


def test_an_invitation_is_sent_without_a_secret(mailoutbox):
    staff = StaffFactory(admin=True)
    invitation = invite(staff, at=clock.now())
    assert invite(staff, "Rekan@contoh.invalid", at=clock.now()).pk == invitation.pk
    jobs.run_due()
    assert [mail.to for mail in mailoutbox] == [["rekan@contoh.invalid"]]
    assert f"/perusahaan/undangan/{invitation.pk}/" in mailoutbox[0].body


def test_who_proved_the_address_may_accept_once():
    staff = StaffFactory(admin=True)
    invitation, user = invite(staff), colleague()
    first = employers.accept_invitation(invitation=invitation, user=user, at=MORNING)
    assert employers.accept_invitation(invitation=invitation, user=user, at=MORNING) == first
    with pytest.raises(Conflict, match="invitation_over"):
        employers.accept_invitation(invitation=invitation, user=UserFactory(), at=MORNING)


def test_an_invitation_ends_after_two_weeks():
    invitation = invite(StaffFactory(admin=True))
    with pytest.raises(Conflict, match="invitation_over"):
        employers.accept_invitation(invitation=invitation, user=colleague(), at=MORNING + timedelta(days=14))


@pytest.mark.parametrize("fields", [{}, {"email": None}])
def test_for_anybody_else_there_is_no_invitation(client, fields):
    invitation = invite(StaffFactory(admin=True), at=clock.now())
    client.force_login(UserFactory(**fields))
    response = client.post(reverse("participants:employer_invitation", args=[invitation.pk]))
    assert response.status_code == 404
    assert EmployerStaff.objects.count() == 1


def test_the_invited_colleague_accepts_on_the_page(client):
    invitation = invite(StaffFactory(admin=True), at=clock.now())
    user = colleague()
    client.force_login(user)
    address = reverse("participants:employer_invitation", args=[invitation.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).url == reverse("jkp_portal:employer_home")
    assert Employer.objects.of_staff(user, clock.today()).get() == invitation.employer


# --- the end -----------------------------------------------------------------------------------------------------


def test_a_membership_ends_at_once():
    admin = StaffFactory(admin=True)
    staff = StaffFactory(employer=admin.employer)
    event = at_mediator(employer=admin.employer)
    assert PhkEvent.objects.visible_to(staff.user, TODAY).get() == event
    employers.end_membership(staff=staff, actor=admin.user, at=MORNING)
    assert not PhkEvent.objects.visible_to(staff.user, TODAY).exists()
    assert Notice.objects.filter(user=staff.user, event="employer_staff_ended", channel="inbox").count() == 1


def test_ending_twice_is_once():
    admin = StaffFactory(admin=True)
    staff = StaffFactory(employer=admin.employer)
    for _ in range(2):
        employers.end_membership(staff=staff, actor=admin.user, at=MORNING)
    assert Notice.objects.filter(event="employer_staff_ended", channel="inbox").count() == 1


def test_the_last_admin_stays_until_there_is_another():
    admin = StaffFactory(admin=True)
    with pytest.raises(Conflict, match="last_admin"):
        employers.end_membership(staff=admin, actor=admin.user, at=MORNING)
    StaffFactory(employer=admin.employer, admin=True)
    assert employers.end_membership(staff=admin, actor=admin.user, at=MORNING).until == TODAY


def test_who_ended_may_be_taken_on_again():
    admin = StaffFactory(admin=True)
    former = StaffFactory(employer=admin.employer, former=True)
    again = employers.accept_invitation(invitation=invite(admin, former.user.email), user=former.user, at=MORNING)
    assert again.pk != former.pk
    assert Employer.objects.of_staff(former.user, TODAY).get() == admin.employer
