"""One person's story under a travelling clock, with views, jobs and beat's tasks as they run in life."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from claims import tasks as claim_tasks
from claims.models import Assessment, Claim, ClaimMonth
from claims.operations import claims, review
from core import clock
from core.invariants import look
from core.jobs import run_due
from files.models import StoredFile
from jkp_portal.invariants import INVARIANTS
from notices.models import Letter
from participants.enums import ProofKind, Side
from participants.models import Employer, Person, PhkEvent
from participants.operations import phk
from participants.said import ProofGiven, Worker
from payments.enums import NewsSource, PayoutState
from payments.invariants import broken_rules, ledger_sum
from payments.models import Payout
from payments.operations.batches import approve_batch, build_batch, freeze_batch
from payments.operations.news import News, hear
from tests.factories import claims as make
from tests.factories import participants
from tests.factories.accounts import sign_in
from tests.factories.claims import moment
from tests.factories.participants import PNG
from tests.stories.partners import Dukcapil

LAID_OFF = date(2026, 11, 10)
FILED = date(2026, 11, 16)
STATUS_FORM = {"working": "no", "looking": "yes", "business": "no", "can_start": "month"}


def proof(owner: User, kind: ProofKind, at: datetime) -> ProofGiven:
    """A document of a PHK whose file was received and checked."""
    digest = hashlib.sha256(PNG).hexdigest()
    file = StoredFile.objects.create(
        owner=owner,
        purpose="phk_proof",
        kind="png",
        name="surat-phk.png",
        size=len(PNG),
        sha256=digest,
        clean_sha256=digest,
        location=default_storage.save("uji/surat-phk.png", ContentFile(PNG)),
        created_at=at,
    )
    file = StoredFile.workflow.move(file, "pass", actor=None, at=at)
    return ProofGiven(kind, file, "PHK/88", clock.legal_date(at))


class Story:
    """Siti, her claim, and everybody who works on it. Each step happens at the moment to which the clock was moved."""

    claim: Claim
    event: PhkEvent

    def __init__(self, client: Client, travel: Callable[..., datetime], dukcapil: Dukcapil) -> None:
        self.client, self.travel, self.dukcapil = client, travel, dukcapil
        self.verifier = make.verifier()

    # --- the person ----------------------------------------------------------------------------------------------

    @property
    def person(self) -> Person:
        return Person.objects.select_related("user").get(pk=self.event.person_id)

    def laid_off(self, on: date = LAID_OFF, *, employer: Employer | None = None, **bpjs: Any) -> None:
        """The employer reports the PHK on its day; the mediator accepts the proof on the next."""
        at = self.travel(on)
        person = make.participant(pending=True, created_at=at)
        person = Person.workflow.move(person, "verify", actor=None, at=at, verified_at=at)
        staff = participants.StaffFactory(
            is_admin=True, since=date(2020, 1, 6), **({"employer": employer} if employer else {})
        )
        self.event = phk.report_by_employer(
            employer=staff.employer,
            worker=Worker(person.nik, person.full_name, person.born_on),
            said=participants.said(phk_on=on),
            proofs=[proof(staff.user, ProofKind.RECEIPT, at)],
            actor=staff.user,
            at=at,
        )
        make.bpjs_knows(person, self.event.employer.npp, phk_on=on, at=at, **bpjs)
        at = self.travel(on + timedelta(days=1))
        mediator = make.verifier(Role.MEDIATOR)
        self.event = phk.accept_proof(
            event=self.event, kind=ProofKind.RECEIPT, side=Side.EMPLOYER, actor=mediator, at=at
        )
        run_due()

    def files(self, on: date = FILED) -> None:
        at = self.travel(on)
        claim = claims.start_claim(self.event, actor=self.person.user, at=at)
        make.make_ready(claim, at)
        sign_in(self.client, self.person.user)
        path = f"/klaim/{claim.pk}/bulan/1/"
        assert self.client.post(f"{path}periksa/", {"truthful": "on"}).url == f"{path}terkirim/"
        run_due()
        self.claim = Claim.objects.get(pk=claim.pk)

    def sends(self, n: int, *, applications: int = 5) -> ClaimMonth:
        """Look for work, have it accepted by the evidence desk, and send month n on the first day of its window."""
        opens_on = self.month(n).opens_on
        self.travel(moment(opens_on - timedelta(days=3), 12))
        if n == 2:
            make.assessed(self.claim, clock.now())
        make.evidence(self.claim, applications, on=opens_on - timedelta(days=3))
        self.beat(opens_on)
        sign_in(self.client, self.person.user)
        path = f"/klaim/{self.claim.pk}/bulan/{n}/"
        form = STATUS_FORM if n == 6 else {}
        assert self.client.post(f"{path}periksa/", {"truthful": "on", **form}).url == f"{path}terkirim/"
        run_due()
        return self.month(n)

    def lives_through(self, *numbers: int) -> None:
        """Months sent on their day, granted by the portal and paid on the next."""
        for n in numbers:
            assert self.sends(n).state == "approved"
            self.is_paid(self.month(n))

    # --- the office ----------------------------------------------------------------------------------------------

    def beat(self, on: date | datetime) -> datetime:
        """What beat asks on a day, and every job that it makes."""
        at = self.travel(on)
        claim_tasks.run_months()
        claim_tasks.grant_by_silence()
        claim_tasks.remind()
        run_due()
        return at

    def approved(self, on: date | None = None, note: str = "") -> None:
        at = self.travel(on) if on else clock.now()
        review.approve_claim(self.claim, assessment=self.latest(), note=note, actor=self.verifier, at=at)
        run_due()
        self.claim.refresh_from_db()

    def latest(self) -> Assessment:
        return make.latest(self.claim)

    def transferred(self, on: date | None = None) -> list[Payout]:
        """A batch by two officers, sent; the bank has it."""
        at = self.travel(on) if on else clock.now()
        maker = make.verifier(Role.BPJS_PAYMENT_MAKER)
        batch = freeze_batch(build_batch(maker=maker, at=at), actor=maker, at=at)
        for _ in range(1 + batch.needs_second_check):
            checker = make.verifier(Role.BPJS_PAYMENT_CHECKER)
            batch = approve_batch(batch, actor=checker, shown_sha256=batch.sha256, at=at)
        run_due()
        return list(Payout.objects.filter(state=PayoutState.ACCEPTED).order_by("pk"))

    def bank_says(self, payout: Payout, kind: str, code: str = "") -> None:
        at = clock.now()
        hear(
            News(
                kind, payout.key, payout.bank_reference, payout.amount, code, clock.legal_date(at), NewsSource.CALLBACK
            ),
            at=at,
        )
        run_due()

    def is_paid(self, month: ClaimMonth, on: date | None = None) -> None:
        [payout] = self.transferred(on or clock.today() + timedelta(days=1))
        self.bank_says(payout, "settled")
        assert self.month(month.n).state == "paid"

    def first_month_paid(self, note: str = "") -> None:
        self.approved(FILED + timedelta(days=1), note)
        self.is_paid(self.month(1))

    # --- how it ends ---------------------------------------------------------------------------------------------

    def month(self, n: int) -> ClaimMonth:
        return self.claim.months.get(n=n)

    def is_over(self) -> str:
        """The night after; why the benefit ended."""
        self.beat(clock.today() + timedelta(days=1))
        self.claim.refresh_from_db()
        assert self.claim.state == "ended"
        return self.claim.end_reason

    def states(self) -> list[str]:
        return list(self.claim.months.order_by("n").values_list("state", flat=True))

    def paid(self) -> list[int | None]:
        """What arrived for month 1 to 6, by the settled transfers."""
        arrived = Payout.objects.filter(state=PayoutState.PAID, source_kind="claim_month")
        by_month = {payout.source_id: payout.amount for payout in arrived}
        assert len(by_month) == arrived.count()
        return [by_month.get(month.pk) for month in self.claim.months.order_by("n")]

    def letters(self) -> dict[str, int]:
        return dict(Counter(Letter.objects.filter(user=self.person.user).order_by("pk").values_list("kind", flat=True)))

    def everything_holds(self) -> bool:
        """The books are balanced and every invariant of the portal is green; what breaks one is shown."""
        broken = [(found.invariant.code, found.offenders) for found in look(INVARIANTS, at=clock.now())]
        assert [one for one in broken if one[1]] == []
        assert (broken_rules(), ledger_sum()) == ([], 0)
        return True
