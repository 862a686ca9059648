"""Claims in every state, each reached by the operations that reach it in life.

claim("draft")                        just opened, for a confirmed PHK
claim("in_review", wage=6_000_000)    waits for a verifier; facts of the PHK and of BPJS may be given
claim("paid")                         month 1 arrived
assessed_phk(paid_months=11)          a PHK with the rules' answer and no claim
"""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import OneTimeCode, User
from claims.enums import DecisionKind
from claims.models import Assessment, Claim, ClaimMonth, Decision, Objection
from claims.operations import assessments, claims, corrections, monthly_cycle, months, objections, review, work
from claims.selectors import PAYOUT_SOURCE, assessment_of
from core.clock import JAKARTA
from integrations.bank import AccountAnswer, AccountStatus, TransferAnswer
from ipk.enums import ActivityKind
from ipk.models import Activity
from ipk.operations import accept_activity, add_activity
from ipk.operations.activities import Told
from participants.models import BpjsSnapshot, Employer, Person, PhkEvent
from payments.models import Payout
from payments.operations.sending import record_answer, reserve
from payments.selectors import last_payout
from tests.factories import accounts, ipk, participants
from tests.factories.participants import MORNING, PHK_ON
from tests.factories.payments import make_approved_batch, tell

WAGE = 4_500_000
_numbers = count(1)
_STAGES = ("draft", "ready_to_send", "submitted", "in_review", "needs_fix", "active", "paid", "bank_problem", "refused")


class KnowsTheOwner:
    """A bank that gives the same answer about every account."""

    def __init__(self, name: str, status: AccountStatus = AccountStatus.ACTIVE) -> None:
        self.answer = AccountAnswer(name=name, status=status)

    def inquire_account(self, bank: str, number: str) -> AccountAnswer:
        return self.answer


def moment(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """A moment of a legal day, in Jakarta."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=JAKARTA)


def participant(**fields: Any) -> Person:
    """A verified person whose user has a password and a mobile number."""
    name = fields.pop("full_name", "Siti Rahmawati")
    user = accounts.UserFactory(full_name=name, phone=_phone())
    return participants.PersonFactory(user=user, full_name=name, **fields)


def verifier(role: Role = Role.BPJS_VERIFIER, **fields: Any) -> User:
    """Somebody at the desk, with a second factor."""
    return accounts.officer(role, phone=_phone(), **fields)


def _phone() -> str:
    return f"+62813{next(_numbers):08d}"


def bpjs_knows(
    person: Person,
    npp: str,
    *,
    phk_on: date = PHK_ON,
    wage: int | None = WAGE,
    paid_months: int = 24,
    unpaid: tuple[int, ...] = (),
    jkn: str = "ppu",
    elsewhere: bool = False,
    previous: tuple[date, ...] = (),
    at: datetime = MORNING,
) -> BpjsSnapshot:
    """What BPJS holds: `paid_months` before the month of the PHK, less those of `unpaid` (1 is the month before)."""
    rows = [_row(phk_on, back, npp, wage, paid=back not in unpaid and back > 0) for back in range(paid_months, -1, -1)]
    here = {"npp": npp, "employer": "PT", "scale": "menengah", "since": "2019-03-01", "until": None}
    memberships = [here | {"programmes": ["JHT", "JKK", "JKM", "JP"]}]
    if elsewhere:
        memberships.append(memberships[0] | {"npp": "98000001"})
    return BpjsSnapshot.objects.create(
        person=person,
        as_of=at,
        fetched_at=at,
        payload={
            "membership": {
                "known": True,
                "citizen": True,
                "born_on": person.born_on.isoformat(),
                "registered_on": "2019-03-01",
                "jkn": jkn,
                "memberships": memberships,
            },
            "contributions": rows,
            "previous_benefits": [{"phk_on": day.isoformat(), "months_paid": 6} for day in previous],
        },
    )


def _row(phk_on: date, back: int, npp: str, wage: int | None, *, paid: bool) -> dict[str, Any]:
    month = date((phk_on.year * 12 + phk_on.month - 1 - back) // 12, (phk_on.month - 1 - back) % 12 + 1, 1)
    next_month = (month + timedelta(days=31)).replace(day=10)
    return {
        "month": f"{month:%Y-%m}",
        "npp": npp,
        "wage": wage,
        "paid_on": next_month.isoformat() if paid else None,
        "reported_on": min(month.replace(day=5), phk_on).isoformat(),
    }


def phk(
    *,
    person: Person | None = None,
    employer: Employer | None = None,
    reason: str = "b",
    phk_on: date = PHK_ON,
    **bpjs: Any,
) -> PhkEvent:
    """A confirmed PHK of somebody whom BPJS knows. Not assessed."""
    event = participants.confirmed_phk(person=person or participant(), employer=employer, reason=reason, phk_on=phk_on)
    bpjs_knows(event.person, event.employer.npp, phk_on=phk_on, **bpjs)
    return event


def assessed_phk(*, at: datetime = MORNING, **facts: Any) -> PhkEvent:
    event = phk(**facts)
    assessments.record_assessment(event, claim=None, filed_at=at, at=at)
    return event


def claim(
    stage: str = "draft",
    *,
    event: PhkEvent | None = None,
    at: datetime = MORNING,
    officer: User | None = None,
    **facts: Any,
) -> Claim:
    """A claim at one of its stages; every step happens at `at`. `facts` are those of `phk`."""
    event = event or assessed_phk(at=at, **facts)
    found = claims.start_claim(event, actor=event.person.user, at=at)
    for step in _path(stage):
        _STEPS[step](found, at, officer)
        found = Claim.objects.get(pk=found.pk)
    return found


def _path(stage: str) -> list[str]:
    """The steps after the draft. Refused and needs_fix branch off from in_review."""
    if stage in ("needs_fix", "refused"):
        return ["ready_to_send", "submitted", "in_review", stage]
    line = [name for name in _STAGES if name not in ("needs_fix", "refused")]
    return line[1 : line.index(stage) + 1]


def make_ready(found: Claim, at: datetime, officer: User | None = None) -> None:
    """The three tasks: data confirmed, an account that the bank knows, KAPK signed."""
    user = found.person.user
    claims.confirm_data(found, actor=user, at=at)
    give_account(found, at)
    sign_kapk(found, at)


def give_account(
    found: Claim, at: datetime, *, number: str = "", owner: str = "", status: AccountStatus = AccountStatus.ACTIVE
) -> Claim:
    """An account at BRI that belongs to `owner`, the person themselves unless given."""
    found = claims.set_account(found, **account(found, number), actor=found.person.user, at=at)
    bank = KnowsTheOwner(owner or found.person.full_name.upper(), status)
    return claims.check_account(found, set_at=found.account_set_at, bank=bank, at=at)


def account(found: Claim, number: str = "") -> dict[str, str]:
    """Fields of an account at BRI."""
    number = number or f"{next(_numbers):011d}4471"
    return {"bank_code": "002", "bank_name": "BRI", "number": number, "holder": found.person.full_name}


def kapk_code(found: Claim, at: datetime) -> str:
    """Have a code sent, and read it."""
    claims.send_kapk_code(found, actor=found.person.user, channel="sms", at=at)
    return OneTimeCode.objects.filter(user=found.person.user, purpose="kapk").latest("created_at").digits


def sign_kapk(found: Claim, at: datetime) -> None:
    code = kapk_code(found, at)
    claims.sign_kapk(found, typed_name=found.person.full_name, code=code, actor=found.person.user, at=at)


def _submit(found: Claim, at: datetime, officer: User | None) -> None:
    claims.submit_claim(found, actor=found.person.user, at=at)


def _take_up(found: Claim, at: datetime, officer: User | None) -> None:
    assessments.run_again(found, actor=None, at=at)


def _ask(found: Claim, at: datetime, officer: User | None) -> None:
    review.ask_to_fix(
        found,
        document="phk_proof",
        reason="not_readable",
        note="Foto buram di bagian tanggal.",
        actor=officer or verifier(),
        at=at,
    )


def _approve(found: Claim, at: datetime, officer: User | None) -> None:
    review.approve_claim(found, assessment=latest(found), note="Sudah diperiksa.", actor=officer or verifier(), at=at)


def _refuse(found: Claim, at: datetime, officer: User | None) -> None:
    review.refuse_claim(
        found,
        assessment=latest(found),
        reason_code="R02",
        note="Kami menemukan 11 bulan.",
        actor=officer or verifier(),
        at=at,
    )


def _pay(found: Claim, at: datetime, officer: User | None) -> None:
    tell_bank(first_month(found), "settled", at=at)


def _return(found: Claim, at: datetime, officer: User | None) -> None:
    tell_bank(first_month(found), "returned", code="account_dormant", at=at + timedelta(minutes=1))


_STEPS = {
    "ready_to_send": make_ready,
    "submitted": _submit,
    "in_review": _take_up,
    "needs_fix": _ask,
    "active": _approve,
    "refused": _refuse,
    "paid": _pay,
    "bank_problem": _return,
}


def latest(found: Claim) -> Assessment:
    assessment = assessment_of(found)
    assert assessment is not None
    return assessment


def first_month(found: Claim) -> ClaimMonth:
    return found.months.get(n=1)


def payout_of(month: ClaimMonth) -> Payout:
    payout = last_payout(PAYOUT_SOURCE, month.pk)
    assert payout is not None
    return payout


def tell_bank(month: ClaimMonth, *kinds: str, at: datetime = MORNING, **news: Any) -> ClaimMonth:
    """Send the month's payout when it was not, let the bank say so, and let claims hear of it."""
    payout = payout_of(month)
    if payout.state == "ready":
        make_approved_batch(0)
        reserve(payout.pk, at=at)
        payout.refresh_from_db()
        answer = TransferAnswer(accepted=True, code="", bank_reference=f"BR{next(_numbers):010d}")
        record_answer(payout, answer, at=at)
        payout.refresh_from_db()
    tell(payout, *kinds, **news)
    return months.hear_of_payout(month.pk, at=at)


def correct_account(
    found: Claim, at: datetime, *, owner: str = "", number: str = "", status: AccountStatus = AccountStatus.ACTIVE
) -> Claim:
    """Another account after money came back, and the bank's word about it."""
    found = corrections.correct_account(found, **account(found, number), actor=found.person.user, at=at)
    bank = KnowsTheOwner(owner or found.person.full_name, status)
    return claims.check_account(found, set_at=found.account_set_at, bank=bank, at=at)


# --- months 2 to 6 -----------------------------------------------------------------------------------------------


def evidence(found: Claim, count: int, *, on: date | None = None, accepted: bool = True) -> list[Activity]:
    """`count` applications to companies of their own, dated three days before month 2 opens unless said otherwise."""
    on = on or found.months.get(n=2).opens_on - timedelta(days=3)
    at = moment(on, 12)
    sent = [add_activity(found.person, told=_application(on), actor=found.person.user, at=at) for _ in range(count)]
    return [accept(activity, at) for activity in sent] if accepted else sent


def _application(on: date) -> Told:
    number = next(_numbers)
    return Told(
        kind=ActivityKind.APPLICATION,
        company=f"PT Lowongan {number}",
        position="Operator",
        on=on,
        link=f"https://karier.contoh.invalid/{number}",
    )


def accept(activity: Activity, at: datetime) -> Activity:
    counsellor = accounts.officer(Role.COUNSELLOR, phone=_phone())
    return accept_activity(activity, seen=activity.submitted_at, actor=counsellor, at=at)


def assessed(found: Claim, at: datetime = MORNING) -> None:
    """The self-assessment of the person is complete."""
    ipk.assessed(found.person, at=at)


# --- objections --------------------------------------------------------------------------------------------------

WHY = "Iuran bulan Juli dibayar tunai. Saya lampirkan buktinya."


def refusal(found: Claim) -> Decision:
    return found.decisions.get(kind=DecisionKind.REFUSAL)


def objection(decision: Decision, *, at: datetime = MORNING, sent: bool = True) -> Objection:
    """An objection to a decision with its answers, sent unless said otherwise."""
    owner = decision.claim.person.user
    begun = objections.start_objection(decision, actor=owner, at=at)
    begun = objections.answer_objection(begun, ground="new_proof", text=WHY)
    return objections.submit_objection(begun, actor=owner, at=at) if sent else begun


def forfeited(found: Claim, n: int = 2) -> ClaimMonth:
    """A month that was not sent in its window. The clock must have been moved to the day after it closed."""
    month = found.months.get(n=n)
    monthly_cycle.open_months(at=moment(month.opens_on))
    monthly_cycle.forfeit_months(at=moment(month.closes_on + timedelta(days=1)))
    return found.months.get(n=n)


def stopped(found: Claim, travel: Any, *, started_on: date = date(2026, 11, 20)) -> Decision:
    """The benefit stopped because the person reported work from this day. `travel` moves the clock."""
    at = travel(moment(started_on))
    told = {"employer": "PT Baru", "accepted_on": started_on, "started_on": started_on}
    report = work.report_work(found, **told, actor=found.person.user, at=at)
    work.take_effect(report, at=travel(report.effective_at))
    return found.decisions.get(kind=DecisionKind.STOP)
