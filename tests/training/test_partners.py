"""Who acts for an institute, its account, measures with a second officer, and officers' ties."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed, TooMany, Unavailable
from core.jobs import run_due
from integrations.bank import AccountAnswer, AccountStatus
from integrations.errors import PartnerRefused, PartnerUnavailable
from notices.models import Notice
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, TODAY
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_money import InstituteStaffFactory, VoucherFactory
from tests.factories.training_partners import complete_institute
from training import operations, policies
from training.enums import StaffPart
from training.models import Facility, Institute, Instructor, Interest, Measure, Site, Voucher
from training.operations import interests, measures, profile, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOUSE = operations.InstituteSaid("LPK Bina Las Contoh", "3372 000 999", "swasta", "3372", "Jalan 1")


class Bank:
    """A bank that always answers the same."""

    def __init__(self, answer: AccountAnswer | Exception) -> None:
        self.answer = answer

    def inquire_account(self, bank: str, number: str) -> AccountAnswer:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


# --- registering -------------------------------------------------------------------------------------------------


def test_who_registers_an_institute_is_its_head_and_it_is_no_partner_yet() -> None:
    user = UserFactory(full_name="Retno Palupi")
    made = profile.register_institute(said=HOUSE, head_name="Retno Palupi", user=user, at=MORNING)
    assert (made.state, made.vin, made.head_name) == ("prospect", "3372000999", "Retno Palupi")
    assert policies.is_head(user, made, TODAY)
    assert not Institute.objects.shown().exists()
    assert profile.register_institute(said=HOUSE, head_name="Retno Palupi", user=user, at=MORNING) == made
    with pytest.raises(Conflict, match="vin_taken"):
        profile.register_institute(said=HOUSE, head_name="Lain", user=UserFactory(), at=MORNING)


def test_nobody_registers_more_than_three_a_day() -> None:
    user = UserFactory()
    for number in range(3):
        profile.register_institute(said=replace(HOUSE, vin=f"337200090{number}"), head_name="A", user=user, at=MORNING)
    with pytest.raises(TooMany):
        profile.register_institute(said=replace(HOUSE, vin="3372000999"), head_name="A", user=user, at=MORNING)


# --- the profile -------------------------------------------------------------------------------------------------


def test_a_partners_name_is_not_changed_by_itself() -> None:
    head, said = UserFactory(), profile.DetailsSaid("Jalan 2", "+62271555099", "a@b.id", "", "Retno", name="LPK Baru")
    changed = profile.describe_institute(InstituteFactory(prospect=True), said=said, actor=head, at=MORNING)
    assert (changed.name, changed.address) == ("LPK Baru", "Jalan 2")
    with pytest.raises(Conflict, match="name_stays"):
        profile.describe_institute(InstituteFactory(), said=said, actor=head, at=MORNING)


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (AccountAnswer("", AccountStatus.NOT_FOUND), Invalid, "account_unknown"),
        (AccountAnswer("LPK KARYA CONTOH", AccountStatus.CLOSED), Invalid, "account_closed"),
        (AccountAnswer("RETNO PALUPI", AccountStatus.ACTIVE), Invalid, "account_of_another"),
        (PartnerRefused("bank", "unknown_bank"), Invalid, "account_unknown"),
        (PartnerUnavailable("bank", "timeout"), Unavailable, "bank_away"),
    ],
)
def test_an_account_that_is_not_the_institutes_is_refused(answer: Any, error: type, code: str) -> None:
    institute = InstituteFactory(name="LPK Karya Contoh")
    with pytest.raises(error, match=code) as caught:
        profile.verify_account(institute, bank_code="014", number="0123454471", bank=Bank(answer), at=MORNING)
    assert "RETNO" not in str(caught.value.message)


def test_an_account_of_the_institute_is_stored_and_a_change_is_told() -> None:
    institute = InstituteFactory(name="LPK Karya Contoh", prospect=True)
    head = InstituteStaffFactory(institute=institute, head=True).user
    bank = Bank(AccountAnswer("LPK KARYA CONTOH PT", AccountStatus.ACTIVE))
    owner = profile.verify_account(institute, bank_code="014", number="0123454471", bank=bank, at=MORNING)
    facts = {"bank_code": "014", "number": "0123454471", "owner": owner, "actor": head, "at": MORNING}
    saved = profile.set_account(institute, **facts)
    assert (saved.account, saved.account_tail, saved.account_name) == ("0123454471", "4471", "LPK KARYA CONTOH PT")
    profile.set_account(institute, **facts)
    assert not Notice.objects.exists()
    profile.set_account(institute, **facts | {"number": "0123454472"})
    assert Notice.objects.get(channel="inbox").event == "institute_account_changed"


@pytest.mark.parametrize(
    ("kind", "facts", "wrong"),
    [
        (Site, {"region_id": "3372", "address": "Jalan 9"}, {}),
        (Instructor, {"name": "Wahyu", "subject": "Las", "experience_years": 3}, {"experience_years": 61}),
        (Facility, {"kind": "ruang", "name": "Ruang 1", "capacity": 20}, {"capacity": 0}),
    ],
)
def test_a_part_of_the_profile_is_added_once_ended_and_used_again(kind: Any, facts: Any, wrong: Any) -> None:
    institute, head = InstituteFactory(), UserFactory()
    row = profile.add_part(institute, kind, facts=facts, actor=head, at=MORNING)
    assert profile.add_part(institute, kind, facts=facts, actor=head, at=MORNING) == row
    ended = profile.end_part(row, actor=head, at=MORNING)
    assert ended.ended_on == TODAY
    assert profile.end_part(row, actor=head, at=MORNING + timedelta(days=1)).ended_on == TODAY
    again = profile.add_part(institute, kind, facts=facts, actor=head, at=MORNING)
    assert (again, again.ended_on) == (row, None)
    if wrong:
        with pytest.raises(Invalid, match="impossible"):
            profile.add_part(institute, kind, facts=facts | wrong, actor=head, at=MORNING)


# --- who acts for it ---------------------------------------------------------------------------------------------


def test_a_colleague_is_invited_by_mail_and_accepts_once() -> None:
    institute = InstituteFactory()
    head = InstituteStaffFactory(institute=institute, head=True).user
    how = {"email": "Rekan@contoh.invalid", "part": StaffPart.STAFF, "actor": head, "at": MORNING}
    invitation = staff.invite_colleague(institute, **how)
    assert staff.invite_colleague(institute, **how) == invitation
    run_due()
    (sent,) = mail.outbox
    assert sent.to == ["rekan@contoh.invalid"]
    assert f"/mitra/staf/undangan/{invitation.pk}/" in sent.body
    colleague = UserFactory(email="rekan@contoh.invalid")
    row = staff.accept_invitation(invitation, user=colleague, at=MORNING)
    assert staff.accept_invitation(invitation, user=colleague, at=MORNING) == row
    with pytest.raises(Conflict, match="invitation_over"):
        staff.accept_invitation(invitation, user=UserFactory(), at=MORNING)
    with pytest.raises(Conflict, match="already_accepted"):
        staff.withdraw_invitation(invitation, actor=head, at=MORNING)
    assert policies.is_staff(colleague, institute, TODAY)
    assert not policies.is_head(colleague, institute, TODAY)


@pytest.mark.parametrize(("later", "over"), [(timedelta(days=14), True), (timedelta(days=14, seconds=-1), False)])
def test_an_invitation_is_over_after_fourteen_days(later: timedelta, over: bool) -> None:
    head = InstituteStaffFactory(head=True)
    invitation = staff.invite_colleague(
        head.institute, email="a@contoh.invalid", part=StaffPart.HEAD, actor=head.user, at=MORNING
    )
    if not over:
        assert staff.accept_invitation(invitation, user=UserFactory(), at=MORNING + later).part == "pimpinan"
        return
    with pytest.raises(Conflict, match="invitation_over"):
        staff.accept_invitation(invitation, user=UserFactory(), at=MORNING + later)


def test_access_ends_at_once_and_the_last_head_stays() -> None:
    head = InstituteStaffFactory(head=True)
    other = InstituteStaffFactory(institute=head.institute)
    staff.end_membership(other, actor=head.user, at=MORNING)
    assert not policies.is_staff(other.user, head.institute, TODAY)
    assert Notice.objects.get(channel="inbox").event == "institute_staff_ended"
    with pytest.raises(Conflict, match="last_head"):
        staff.end_membership(head, actor=head.user, at=MORNING)
    InstituteStaffFactory(institute=head.institute, head=True)
    assert staff.end_membership(head, actor=head.user, at=MORNING).until == TODAY


# --- measures ----------------------------------------------------------------------------------------------------


@pytest.fixture
def verifier() -> Any:
    return officer(Role.INSTITUTE_VERIFIER, full_name="Dimas Wibowo")


def propose(institute: Institute, verifier: Any, kind: str = "suspend", reason: str = "Peserta ditagih.") -> Measure:
    return measures.propose_measure(institute, kind=kind, reason=reason, actor=verifier, at=MORNING)


def test_a_measure_takes_effect_only_by_a_second_officer(verifier: Any) -> None:
    institute = complete_institute(partner=True)
    head = InstituteStaffFactory(institute=institute, head=True).user
    measure = propose(institute, verifier)
    assert propose(institute, verifier) == measure
    institute.refresh_from_db()
    assert institute.state == "listed"
    with pytest.raises(NotAllowed, match="second_officer"):
        measures.decide_measure(measure, apply=True, answer="Ya.", actor=verifier, at=MORNING)
    second = officer(Role.STANDARDS)
    with pytest.raises(Invalid, match="reason_missing"):
        measures.decide_measure(measure, apply=True, answer=" ", actor=second, at=MORNING)
    done = measures.decide_measure(measure, apply=True, answer="Benar.", actor=second, at=MORNING)
    institute.refresh_from_db()
    assert (done.state, done.decided_by, institute.state) == ("applied", second, "suspended")
    assert institute.log.last().note == "Peserta ditagih."
    assert "ditangguhkan" in Notice.objects.get(user=head, channel="inbox").body
    with pytest.raises(Conflict, match="wrong_state"):
        measures.decide_measure(measure, apply=False, answer="Tidak.", actor=second, at=MORNING)


@pytest.mark.parametrize(
    ("kind", "left", "told"),
    [
        ("suspend", "active", "ditangguhkan kementerian, jadi tidak menerima peserta"),
        ("restore", "active", "Penangguhan lembaganya berakhir. Pilih kelas paling lambat Kamis, 31 Desember 2026"),
        ("end", "cancelled", "dengan program JKP berakhir"),
    ],
)
def test_who_holds_a_voucher_hears_of_a_measure(verifier: Any, kind: str, left: str, told: str) -> None:
    institute = InstituteFactory(suspended=kind == "restore")
    programme = ProgrammeFactory(institute=institute)
    voucher = VoucherFactory(recommendation__programme=programme)
    used, other = VoucherFactory(recommendation__programme=programme, redeemed=True), VoucherFactory()
    measure = propose(institute, verifier, kind)
    assert not Notice.objects.filter(event="voucher_measure").exists()
    measures.decide_measure(measure, apply=True, answer="Benar.", actor=officer(Role.STANDARDS), at=MORNING)
    notice = Notice.objects.get(event="voucher_measure", channel="inbox")
    assert (notice.user, notice.link) == (voucher.person.user, f"/pelatihan/voucher/{voucher.pk}/")
    assert told in notice.body
    states = [Voucher.objects.get(pk=one.pk).state for one in (voucher, used, other)]
    assert states == [left, "redeemed", "active"]


def test_a_rejected_measure_changes_nothing_and_another_may_be_proposed(verifier: Any) -> None:
    institute = InstituteFactory()
    measure = propose(institute, verifier)
    with pytest.raises(Conflict, match="measure_waits"):
        propose(institute, verifier, "end")
    second = officer(Role.INSTITUTE_VERIFIER)
    measures.decide_measure(measure, apply=False, answer="Belum cukup bukti.", actor=second, at=MORNING)
    institute.refresh_from_db()
    assert institute.state == "listed"
    with pytest.raises(Conflict, match="wrong_state"):
        propose(institute, verifier, "restore")
    assert propose(institute, verifier, "end").kind == "end"


def test_the_database_refuses_one_officer_for_both(verifier: Any) -> None:
    measure = propose(InstituteFactory(), verifier)
    with pytest.raises(IntegrityError, match="measure_is_decided_by_another"), transaction.atomic():
        Measure.workflow.move(
            measure, "apply", actor=verifier, at=MORNING, decided_by=verifier, decided_at=MORNING, answer="Ya."
        )


@pytest.mark.parametrize("role", [Role.STANDARDS, Role.REVIEWER, Role.ADMINISTRATOR])
def test_only_a_verifier_proposes(role: Role) -> None:
    with pytest.raises(NotAllowed):
        propose(InstituteFactory(), officer(role))


# --- ties --------------------------------------------------------------------------------------------------------


def declare(institute: Institute, user: Any, **facts: Any) -> Interest:
    told = {"officer": user, "reason": "Pernah mengajar di sana.", "since": TODAY, "actor": user, "at": MORNING}
    return interests.declare_interest(institute, **told | facts)


def test_a_tie_binds_until_the_day_it_ends(verifier: Any) -> None:
    institute = InstituteFactory()
    row = declare(institute, verifier)
    assert declare(institute, verifier, reason="Lain.") == row
    assert policies.has_interest(verifier, institute, TODAY)
    with pytest.raises(NotAllowed):
        propose(institute, verifier)
    with pytest.raises(Invalid, match="until_earlier"):
        interests.end_interest(row, until=TODAY - timedelta(days=1), actor=verifier, at=MORNING)
    tomorrow = TODAY + timedelta(days=1)
    assert interests.end_interest(row, until=tomorrow, actor=verifier, at=MORNING).until == tomorrow
    assert interests.end_interest(row, until=tomorrow, actor=verifier, at=MORNING).until == tomorrow
    with pytest.raises(Conflict, match="ends_elsewise"):
        interests.end_interest(row, until=TODAY, actor=verifier, at=MORNING)
    assert policies.has_interest(verifier, institute, TODAY)
    assert not policies.has_interest(verifier, institute, tomorrow)


def test_a_tie_is_declared_by_oneself_or_by_an_administrator(verifier: Any) -> None:
    institute, admin = InstituteFactory(), officer(Role.ADMINISTRATOR)
    for actor in (officer(Role.REVIEWER), UserFactory()):
        with pytest.raises(NotAllowed):
            declare(institute, verifier, actor=actor)
    with pytest.raises(NotAllowed):
        declare(institute, UserFactory())
    with pytest.raises(Invalid, match="since_later"):
        declare(institute, verifier, since=TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="reason_missing"):
        declare(institute, verifier, reason=" ")
    row = declare(institute, verifier, actor=admin)
    with pytest.raises(NotAllowed):
        interests.end_interest(row, until=TODAY, actor=verifier, at=MORNING)
    assert interests.end_interest(row, until=TODAY, actor=admin, at=MORNING).until == TODAY
