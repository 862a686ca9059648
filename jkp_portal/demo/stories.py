"""How far each person of the demo has come. Every step is an operation; jobs run here instead of in a worker."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import OneTimeCode, User
from claims.models import Assessment, Claim
from claims.operations import claims, review
from core import clock
from core.jobs import run_due
from files.operations import store_upload
from integrations.bank import bank_client
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story
from ipk import operations as search
from ipk.enums import ActivityKind
from ipk.operations.activities import PURPOSE, Told
from jkp_portal.demo.people import register
from participants.enums import Contract, PhkReason, ProofKind, Side
from participants.models import Employer, Person, PhkEvent
from participants.operations.phk_mediation import accept_proof
from participants.operations.phk_reports import report_by_employer, report_by_worker
from participants.said import ProofGiven, Said, Worker
from payments.models import Payout
from payments.operations.batches import approve_batch, build_batch, freeze_batch
from payments.operations.inquiry import inquire

BANKS = {"002": "BRI", "008": "Bank Mandiri", "009": "BNI", "014": "BCA", "200": "BTN", "451": "BSI"}
# Company, position, and how many days ago. The first and the third are one company.
APPLICATIONS = (
    ("PT Sumber Makmur Contoh", "Operator jahit", 0),
    ("CV Karya Abadi Contoh", "Admin gudang", 0),
    ("Sumber Makmur Contoh", "Pelipat kain", 0),
    ("UD Sinar Pagi Contoh", "Kasir", 0),
    ("PT Bina Tekstil Contoh", "Penjahit", 0),
)


class Stage:
    """What a story needs: the officers, the employers' HR, the partners, and the clock."""

    def __init__(
        self, officers: dict[str, User], hr: dict[str, User], partners: Control, now: Callable[[], datetime]
    ) -> None:
        self.officers, self.hr, self.partners, self.now = officers, hr, partners, now

    def at(self, moment: datetime) -> "Stage":
        """The same people at another moment: what is told there was done then."""
        return Stage(self.officers, self.hr, self.partners, lambda: moment)

    # --- the PHK --------------------------------------------------------------------------------------------------

    def said(self, story: Story) -> Said:
        return Said(
            phk_on=story.phk.on,
            reason=PhkReason(story.phk.reason),
            contract=Contract(story.phk.contract),
            contract_ends_on=story.phk.contract_ends_on,
            wage=story.wage,
            worker_name=story.person.full_name,
            proof_number=f"PHK/{story.name.upper()}/01",
            proof_dated_on=story.phk.on,
        )

    def proof(self, story: Story, owner: User) -> ProofGiven:
        upload = SimpleUploadedFile("surat-phk.jpg", _letter_photo(story), "image/jpeg")
        file = store_upload(upload, owner=owner, purpose="phk_proof", at=self.now())
        return ProofGiven(ProofKind.RECEIPT, file=file, number=f"PHK/{story.name.upper()}/01", dated_on=story.phk.on)

    def reported_by_employer(self, story: Story) -> PhkEvent:
        hr = self.hr[story.employer.npp]
        worker = Worker(story.person.nik, story.person.full_name, story.person.born_on)
        return report_by_employer(
            employer=Employer.objects.get(npp=story.employer.npp),
            worker=worker,
            said=self.said(story),
            proofs=[self.proof(story, hr)],
            actor=hr,
            at=self.now(),
        )

    def reported_by_worker(self, story: Story, person: Person, employer: Employer) -> PhkEvent:
        return report_by_worker(
            person=person,
            employer=employer,
            said=self.said(story),
            proofs=[self.proof(story, person.user)],
            actor=person.user,
            at=self.now(),
        )

    def confirmed(self, story: Story) -> tuple[Person, PhkEvent]:
        """Registered, reported by the employer, proof accepted, syarat checked."""
        person = register(story, self.now())
        event = self.reported_by_employer(story)
        event = accept_proof(
            event=event, kind=ProofKind.RECEIPT, side=Side.EMPLOYER, actor=self.officers["mediator"], at=self.now()
        )
        run_due()
        return person, event

    # --- looking for work -----------------------------------------------------------------------------------------

    def searched(self, story: Story) -> None:
        """Five applications: three accepted, two of them at one company, one asked for again, one being checked."""
        person, at = Person.objects.get(user__email=f"{story.name}@contoh.invalid"), self.now()
        rows = [
            search.add_activity(
                person,
                told=self.application(story, person.user, company, position, at - timedelta(days=ago)),
                actor=person.user,
                at=self.now(),
            )
            for company, position, ago in APPLICATIONS
        ]
        run_due()
        judge = {"actor": self.officers["konselor"], "at": at}
        for row in rows[:3]:
            search.accept_activity(row, seen=row.submitted_at, **judge)
        search.ask_activity(rows[3], seen=rows[3].submitted_at, reason="no_date", note="", **judge)
        run_due()

    def application(self, story: Story, owner: User, company: str, position: str, at: datetime) -> Told:
        lines = ["Lamaran terkirim", "", company, position, f"{at:%d-%m-%Y}", "", story.person.full_name]
        upload = SimpleUploadedFile("lamaran.png", page_photo(lines, "PNG"), "image/png")
        file = store_upload(upload, owner=owner, purpose=PURPOSE, at=self.now())
        return Told(ActivityKind.APPLICATION, company, position, clock.legal_date(at), file)

    # --- the claim ------------------------------------------------------------------------------------------------

    def filed(self, story: Story) -> Claim:
        """Four tasks done and the claim sent."""
        person, event = self.confirmed(story)
        user, account = person.user, story.account
        claim = claims.start_claim(event, actor=user, at=self.now())
        claim = claims.confirm_data(claim, actor=user, at=self.now())
        claims.set_account(
            claim,
            bank_code=account.bank,
            bank_name=BANKS[account.bank],
            number=account.number,
            holder=story.person.full_name,
            actor=user,
            at=self.now(),
        )
        claims.send_kapk_code(claim, actor=user, channel="sms", at=self.now())
        code = OneTimeCode.objects.filter(user=user, purpose="kapk").latest("created_at").digits
        claims.sign_kapk(claim, typed_name=story.person.full_name, code=code, actor=user, at=self.now())
        run_due()
        claim = claims.submit_claim(Claim.objects.get(pk=claim.pk), actor=user, at=self.now())
        run_due()
        return Claim.objects.get(pk=claim.pk)

    def approved(self, story: Story) -> Claim:
        claim = self.filed(story)
        assessment = Assessment.objects.filter(claim=claim).latest("assessed_at")
        review.approve_claim(
            claim,
            assessment=assessment,
            note="Syarat dan rekening diperiksa.",
            actor=self.officers["verifikator"],
            at=self.now(),
        )
        run_due()
        return claim

    def refused(self, story: Story, reason: str, note: str) -> Claim:
        claim = self.filed(story)
        assessment = Assessment.objects.filter(claim=claim).latest("assessed_at")
        review.refuse_claim(
            claim,
            assessment=assessment,
            reason_code=reason,
            note=note,
            actor=self.officers["verifikator"],
            at=self.now(),
        )
        run_due()
        return claim

    def released(self) -> None:
        """Everything that is ready goes to the bank in one batch, and the bank's answers are fetched."""
        batch = build_batch(maker=self.officers["pembayar"], at=self.now())
        batch = freeze_batch(batch, actor=self.officers["pembayar"], at=self.now())
        approve_batch(batch, actor=self.officers["pemeriksa"], shown_sha256=batch.sha256, at=self.now())
        run_due()
        self.partners.settle_now()
        for payout in Payout.objects.filter(batch=batch):
            inquire(payout, bank=bank_client(), now=self.now)
        run_due()


def _letter_photo(story: Story) -> bytes:
    """A letter of termination as a phone would photograph it."""
    return page_photo(
        [
            story.employer.name,
            "SURAT PEMUTUSAN HUBUNGAN KERJA",
            f"Nomor: PHK/{story.name.upper()}/01",
            "",
            f"Nama: {story.person.full_name}",
            f"Tanggal PHK: {story.phk.on:%d-%m-%Y}",
            "",
            "Hubungan kerja berakhir pada tanggal tersebut.",
        ],
        "JPEG",
    )


def page_photo(lines: list[str], kind: str) -> bytes:
    """A page with a few lines."""
    image = Image.new("RGB", (900, 1200), "#f7f4ec")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((80, 90 + row * 60), line, fill="#14282b", font_size=30)
    out = io.BytesIO()
    image.save(out, kind, quality=80)
    return out.getvalue()
