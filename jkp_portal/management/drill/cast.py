"""People for the drills: participants on the way to a claim or in the middle of their months, brought there by the
operations that bring people there in life. Only what must have happened is done here; the rest waits for workers."""

import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count
from typing import cast

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.enums import Role
from accounts.models import OneTimeCode, RoleAssignment, User
from accounts.operations.users import create_user
from claims.models import Assessment, Claim
from claims.operations import claims, monthly_cycle, review
from core import clock, jobs
from core.clock import JAKARTA
from core.models import DemoClock, Job
from files.models import StoredFile
from files.operations import store_upload
from integrations.bpjs import bpjs_client
from integrations.sandbox import people
from integrations.sandbox.control import Control
from integrations.sandbox.stories import BUSANA
from jkp_portal.demo_clock import tell_partners
from participants.enums import Contract, PhkReason, ProofKind, Side
from participants.models import Employer, EmployerStaff, Person, PhkEvent
from participants.operations.employers import look_up_employer
from participants.operations.identity import start_identity_check
from participants.operations.phk_mediation import accept_proof
from participants.operations.phk_reports import report_by_employer
from participants.said import ProofGiven, Said, Worker
from rules.calendar import add_months

MORNING = 10  # o'clock in Jakarta, when every drill begins: nobody is asleep, no day ends meanwhile
PHK_DAYS_AGO = 12
WAGE = 4_500_000
BANKS = {"002": "BRI", "008": "Bank Mandiri", "009": "BNI", "014": "BCA", "200": "BTN", "451": "BSI"}
_seeds, _phones = count(1), count(1)


def set_clock(moment: datetime) -> None:
    """Make it `moment` now, for every process and the partners."""
    clock.forget_shift()
    shift = DemoClock.objects.filter(pk=1).values_list("shift", flat=True).first() or timedelta()
    DemoClock.objects.update_or_create(pk=1, defaults={"shift": shift + (moment - clock.now())})
    clock.forget_shift()
    tell_partners()


def begin_in_the_morning() -> None:
    """Ten o'clock of the present day, or of the next one when it is later already."""
    now = clock.now().astimezone(JAKARTA)
    set_clock(_morning_of(now.date() if now.hour < MORNING else now.date() + timedelta(days=1)))


class Cast:
    """Makes people. `partners` are told of each before anybody asks about them."""

    def __init__(self, partners: Control) -> None:
        self._partners = partners
        at = clock.now()
        self._partners.load(employers=[BUSANA])
        self.employer = cast(Employer, look_up_employer(BUSANA.npp, bpjs=bpjs_client(), at=at))
        self.hr = _user("Hana Pertiwi", at)
        EmployerStaff.objects.get_or_create(
            employer=self.employer, user=self.hr, defaults={"is_admin": True, "since": date(2020, 1, 6)}
        )
        self.mediator, self.verifier = (officer(role, at) for role in (Role.MEDIATOR, Role.BPJS_VERIFIER))
        self.proof = _photo_of_the_letter(self.hr, at)

    # --- to a claim --------------------------------------------------------------------------------------------------

    def registered(self) -> tuple[Person, people.Person]:
        """An account and a NIK. The registry has not been asked yet."""
        today = clock.today()
        known = people.person(next(_seeds), today=today - timedelta(days=PHK_DAYS_AGO), npp=BUSANA.npp, wage=WAGE)
        self._partners.load(people=[known])
        at = clock.now()
        user = _user(known.full_name, at)
        check = start_identity_check(
            user=user,
            nik=known.nik,
            full_name=known.full_name,
            mother_name=known.mother_name,
            born_on=known.born_on,
            at=at,
        )
        return check.person, known

    def laid_off(self) -> tuple[Person, people.Person, PhkEvent]:
        """The identity holds and the employer has reported; the mediator has not looked. The rest waits in jobs."""
        person, known = self.registered()
        work(["participants.check_identity"])
        said = Said(
            phk_on=clock.today() - timedelta(days=PHK_DAYS_AGO),
            reason=PhkReason.B,
            contract=Contract.PKWTT,
            wage=WAGE,
            worker_name=known.full_name,
        )
        event = report_by_employer(
            employer=self.employer,
            worker=Worker(known.nik, known.full_name, known.born_on),
            said=said,
            proofs=[ProofGiven(ProofKind.RECEIPT, file=self.proof, number="PHK/1", dated_on=said.phk_on)],
            actor=self.hr,
            at=clock.now(),
            acknowledge=False,
        )
        return Person.objects.get(pk=person.pk), known, event

    def confirm(self, event: PhkEvent) -> PhkEvent:
        return accept_proof(
            event=event, kind=ProofKind.RECEIPT, side=Side.EMPLOYER, actor=self.mediator, at=clock.now()
        )

    def draft(self) -> Claim:
        """A claim with all its tasks done, that nobody has sent yet."""
        person, known, event = self.laid_off()
        event = self.confirm(event)
        work(["claims.follow_phk", "claims.assess_phk"])
        user, account = cast(User, person.user), known.accounts[0]
        claim = claims.start_claim(event, actor=user, at=clock.now())
        claim = claims.confirm_data(claim, actor=user, at=clock.now())
        claim = claims.set_account(
            claim,
            bank_code=account.bank,
            bank_name=BANKS[account.bank],
            number=account.number,
            holder=known.full_name,
            actor=user,
            at=clock.now(),
        )
        work(["claims.check_account"])
        claims.send_kapk_code(claim, actor=user, channel="sms", at=clock.now())
        code = OneTimeCode.objects.filter(user=user, purpose="kapk").latest("created_at").digits
        claims.sign_kapk(claim, typed_name=known.full_name, code=code, actor=user, at=clock.now())
        return Claim.objects.select_related("person__user").get(pk=claim.pk)

    def drafts(self, number: int) -> list[Claim]:
        return [self.draft() for _place in range(number)]

    # --- and through the months --------------------------------------------------------------------------------------

    def approved(self) -> Claim:
        claim = self.draft()
        claims.submit_claim(claim, actor=claim.person.user, at=clock.now())
        work(["claims.assess_claim"])
        claim = Claim.objects.get(pk=claim.pk)
        assessment = Assessment.objects.filter(claim=claim).latest("assessed_at")
        review.approve_claim(claim, assessment=assessment, note="Diperiksa.", actor=self.verifier, at=clock.now())
        return Claim.objects.select_related("person__user").get(pk=claim.pk)

    def with_month_2_opening(self, *days: date) -> list[Claim]:
        """Running claims whose second window opens on each of these days, told from the day they were filed.

        Windows that have opened by now were opened on their day, as beat would have done.
        """
        now = clock.now().astimezone(JAKARTA)
        told = []
        try:
            for day in days:
                set_clock(_morning_of(add_months(day, -1)))
                told.append(self.approved())
            for day in sorted({day for day in days if day <= now.date()}):
                set_clock(_morning_of(day))
                while monthly_cycle.open_months(at=clock.now()):
                    pass
        finally:
            set_clock(now)
        return told


def _morning_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, MORNING, tzinfo=JAKARTA)


def work(names: Iterable[str]) -> None:
    """Run what waits under these names here and now; everything else waits for a worker."""
    for name in names:
        waiting = Job.objects.claimable(clock.now()).filter(name=name).order_by("created_at")
        for pk in list(waiting.values_list("pk", flat=True)):
            jobs.run(str(pk))


def officer(role: Role, at: datetime) -> User:
    user = _user(f"Petugas {role.label}", at)
    RoleAssignment.objects.create(user=user, role=role, starts_on=date(2020, 1, 1))
    return user


def _user(name: str, at: datetime) -> User:
    number = next(_phones)
    return create_user(
        full_name=name, email=f"latihan{number}@contoh.invalid", phone=f"+62897{number:07d}", phone_verified=True, at=at
    )


def _photo_of_the_letter(owner: User, at: datetime) -> StoredFile:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "#f7f4ec").save(out, "JPEG", quality=70)
    return store_upload(
        SimpleUploadedFile("surat-phk.jpg", out.getvalue(), "image/jpeg"), owner=owner, purpose="phk_proof", at=at
    )
