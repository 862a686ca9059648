"""From a confirmed PHK to the money and its letters, over HTTP, with the partners as a process of their own."""

import re
from dataclasses import replace

import pytest
from django.db.models import F

from accounts.enums import Role
from claims.models import Assessment, Claim, ClaimMonth
from core import clock
from core.jobs import run_due
from core.models import Job
from integrations.sandbox.stories import EMPLOYERS, Story, story
from notices.models import Letter
from participants.enums import ProofKind, Side
from participants.models import PhkEvent
from participants.operations.phk_mediation import accept_proof
from payments.invariants import broken_rules
from payments.operations.batches import approve_batch, build_batch, freeze_batch
from tests.factories import participants
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.html import soup, words

pytestmark = pytest.mark.django_db


class Journey:
    """One person, the desk and the payers, with the partners between them."""

    def __init__(self, client, partners, told: Story) -> None:
        self.client, self.partners, self.told = client, partners, told
        partners.configure(settle_seconds=600)
        partners.load(people=[told.person], employers=EMPLOYERS)
        user = UserFactory(full_name=told.person.full_name, phone=told.person.phone, email=told.person.email)
        self.person = participants.PersonFactory(
            user=user, full_name=user.full_name, nik=told.person.nik, born_on=told.person.born_on
        )
        self.verifier = officer(Role.BPJS_VERIFIER, phone="+6281399000001")

    # --- people ---------------------------------------------------------------------------------------------------

    def confirm_phk(self) -> PhkEvent:
        npp, name = self.told.employer.npp, self.told.employer.name
        employer = participants.EmployerFactory(npp=npp, name=name)
        event = participants.report_phk(
            person=self.person, employer=employer, at=clock.now(), opened_by=Side.EMPLOYER,
            phk_on=self.told.phk.on, reason=self.told.phk.reason, wage=self.told.wage,
        )  # fmt: skip
        mediator = participants.officer(Role.MEDIATOR, phone="+6281399000002")
        accept_proof(event=event, kind=ProofKind.RECEIPT, side=Side.EMPLOYER, actor=mediator, at=clock.now())
        run_due()
        return event

    def as_person(self):
        return sign_in(self.client, self.person.user)

    def now(self) -> str:
        """The heading of the one thing to do."""
        return words(soup(self.as_person().get("/dasbor/")).select_one("main .now h2, main .calm h2"))

    def apply(self, event: PhkEvent) -> Claim:
        """The four tasks and the sending, as the pages do them."""
        me, account = self.as_person(), self.told.person.accounts[0]
        tasks = me.post(f"/kelayakan/{event.pk}/ajukan/").url
        base = tasks.removesuffix("tugas/")
        me.post(f"{base}data/", {"correct": "on"})
        me.post(f"{base}rekening/", {"bank": account.bank, "number": account.number, "holder": self.person.full_name})
        me.post(f"{base}kapk/kode/", {"channel": "sms"})
        run_due()
        me.post(f"{base}kapk/", {"name": self.person.full_name, "code": self.code_by_sms(), "agree": "on"})
        receipt = me.post(f"{base}bulan/1/periksa/", {"truthful": "on"}, follow=True)
        assert "Klaim bulan ke-1 terkirim" in words(soup(receipt).h1)
        run_due()
        return Claim.objects.get(person=self.person)

    def code_by_sms(self) -> str:
        texts = [message["text"] for message in self.partners.messages(self.told.person.phone, "sms")]
        return next(found[1] for text in texts if (found := re.search(r"\b(\d{6})\b", text)))

    # --- the office -----------------------------------------------------------------------------------------------

    def approve(self, claim: Claim, note: str = "") -> None:
        page = f"/bpjs/verval/{claim.pk}/"
        desk = sign_in(self.client, self.verifier)
        seen = soup(desk.get(page)).select_one("input[name=assessment]")["value"]
        assert desk.post(page, {"assessment": seen, "verdict": "approve", "note": note}).url == "/bpjs/verval/"
        run_due()

    def pay(self) -> None:
        """A batch by two officers, sent, settled by the bank, and heard of by its callback."""
        number = Job.objects.count()
        maker = officer(Role.BPJS_PAYMENT_MAKER, phone=f"+62813991{number:05d}")
        checker = officer(Role.BPJS_PAYMENT_CHECKER, phone=f"+62813992{number:05d}")
        batch = freeze_batch(build_batch(maker=maker, at=clock.now()), actor=maker, at=clock.now())
        approve_batch(batch, actor=checker, shown_sha256=batch.sha256, at=clock.now())
        run_due()
        self.partners.settle_now()
        self.hear_the_bank()

    def hear_the_bank(self) -> None:
        for callback in self.partners.take_callbacks():
            response = self.client.post(
                "/api/v1/bank/callbacks/",
                data=callback["body"],
                content_type="application/json",
                headers=callback["headers"],
            )
            assert response.status_code == 200, response.content
        run_due()


@pytest.fixture
def travels(client, partners):
    """`travels("siti")`: the journey of that person of the stories."""
    return lambda name: Journey(client, partners, story(name, today=clock.today()))


def try_again() -> None:
    """What waits for a partner is due now."""
    Job.objects.filter(state="open").update(due_at=F("created_at"))
    run_due()


def test_from_a_confirmed_phk_to_the_letter_of_payment(travels):
    siti = travels("siti")
    event = siti.confirm_phk()
    assert siti.now() == "Ajukan klaim JKP"
    claim = siti.apply(event)
    assert (claim.state, claim.account_check) == ("in_review", "matches")
    siti.approve(claim)
    assert siti.now() == "Klaim disetujui, uang sedang disiapkan"
    handed = siti.partners.outbox()["verifications"]
    assert [(v["doc"]["claim_no"], v["doc"]["wage_base"]) for v in handed] == [(claim.number, 5_000_000)]
    siti.pay()
    assert siti.now() == "Tidak ada. Semua beres hari ini."
    month = ClaimMonth.objects.get(claim=claim, n=1)
    assert (month.state, month.amount) == ("paid", 3_000_000)
    kinds = set(Letter.objects.filter(user=siti.person.user).values_list("kind", flat=True))
    assert kinds >= {"claim_receipt", "kapk", "approval", "payment_proof"}
    proof = Letter.objects.get(kind="payment_proof")
    assert siti.as_person().get(f"/surat/{proof.pk}/pdf/").content.startswith(b"%PDF")
    checked = siti.client.get(f"/verifikasi/{proof.code}/")
    assert proof.number in words(soup(checked).select_one("main"))
    audit = siti.partners.audit()
    assert (audit["transfers"], audit["total"], audit["duplicates"]) == (1, 3_000_000, [])
    assert broken_rules() == []


def test_money_that_came_back_is_paid_once_to_the_corrected_account(travels):
    agus = travels("agus")
    claim = agus.apply(agus.confirm_phk())
    agus.approve(claim)
    agus.pay()
    agus.partners.settle_now()
    agus.hear_the_bank()
    assert agus.now() == "Perbaiki rekening Anda"
    page = words(soup(agus.as_person().get(f"/klaim/{claim.pk}/rekening/")).select_one("main"))
    assert "Menurut bank, rekening tidak aktif (•••• 6601). Uang itu tetap milik Anda." in page
    second = agus.told.person.accounts[1]
    agus.as_person().post(
        f"/klaim/{claim.pk}/rekening/", {"bank": second.bank, "number": second.number, "holder": second.name}
    )
    run_due()
    assert agus.now() == "Klaim disetujui, uang sedang disiapkan"
    agus.pay()
    assert ClaimMonth.objects.get(claim=claim, n=1).state == "paid"
    audit = agus.partners.audit()
    assert (audit["transfers"], audit["returned"], audit["duplicates"]) == (2, 1, [])
    assert Letter.objects.filter(kind="payment_proof", revoked_at=None).count() == 1
    assert broken_rules() == []


def test_a_spouses_account_goes_to_an_officer_with_the_reason_in_the_queue(travels):
    eko = travels("eko")
    claim = eko.apply(eko.confirm_phk())
    assert (claim.state, claim.account_check) == ("in_review", "differs")
    row = soup(sign_in(eko.client, eko.verifier).get("/bpjs/verval/")).select_one("tbody tr")
    assert "Nama rekening berbeda" in words(row)


def test_bpjs_down_delays_with_an_honest_page_and_loses_nothing(travels):
    siti = travels("siti")
    siti.partners.fault("bpjs", down=True)
    event = siti.confirm_phk()
    assert siti.now() == "Kami memeriksa syarat Anda"
    page = siti.as_person().get(f"/kelayakan/{event.pk}/")
    assert "Bila BPJS sedang tidak menjawab, kami mencoba lagi sendiri" in words(soup(page).select_one("main"))
    assert not Assessment.objects.exists()
    siti.partners.heal()
    try_again()
    assert Assessment.objects.get().outcome == "eligible"
    assert siti.now() == "Ajukan klaim JKP"


def test_a_claim_sent_while_bpjs_is_down_keeps_its_day_and_is_taken_up_later(travels):
    siti = travels("siti")
    event = siti.confirm_phk()
    siti.partners.fault("bpjs", error_500=-1)
    claim = siti.apply(event)
    assert (claim.state, claim.reference_date) == ("submitted", clock.today())
    assert siti.now() == "BPJS Ketenagakerjaan memeriksa klaim Anda"
    desk = sign_in(siti.client, siti.verifier).get(f"/bpjs/verval/{claim.pk}/")
    assert "Menunggu data BPJS" in words(soup(desk).select_one("main"))
    siti.partners.heal()
    try_again()
    claim.refresh_from_db()
    assert (claim.state, claim.reference_date) == ("in_review", clock.today())


def test_a_bank_that_is_down_delays_only_the_name(travels):
    siti = travels("siti")
    event = siti.confirm_phk()
    siti.partners.fault("bank", down=True)
    claim = siti.apply(event)
    assert (claim.state, claim.account_check) == ("in_review", "not_asked")
    siti.partners.heal()
    try_again()
    claim.refresh_from_db()
    assert claim.account_check == "matches"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("budi", "Ada syarat yang belum terpenuhi"),
        ("rudi", "Ada syarat yang belum terpenuhi"),
        ("joko", "Ada syarat yang belum terpenuhi"),
        ("dewi", "Ajukan klaim JKP"),
        ("tono", "Ajukan klaim JKP"),
    ],
)
def test_the_stories_read_on_the_dashboard_as_they_are_told(travels, name, heading):
    someone = travels(name)
    someone.confirm_phk()
    assert someone.now() == heading
    assert Assessment.objects.get().outcome == someone.told.outcome


def test_late_contributions_are_fetched_on_request_and_offered_after_a_refusal(travels):
    budi = travels("budi")
    event = budi.confirm_phk()
    claim = budi.apply(event)
    page = f"/bpjs/verval/{claim.pk}/"
    desk = sign_in(budi.client, budi.verifier)
    seen = soup(desk.get(page)).select_one("input[name=assessment]")["value"]
    desk.post(page, {"assessment": seen, "verdict": "refuse", "refusal": "R02", "note": "Kami menemukan 11 bulan."})
    run_due()
    longer = story("dewi", today=clock.today()).person.bpjs.contributions
    told = budi.told.person
    budi.partners.load(people=[replace(told, bpjs=replace(told.bpjs, contributions=longer))])
    budi.as_person().post(f"/kelayakan/{event.pk}/periksa-lagi/")
    run_due()
    assert budi.now() == "Data Anda berubah: Anda bisa mengajukan lagi"
    assert budi.as_person().post(f"/kelayakan/{event.pk}/ajukan/").url != f"/klaim/{claim.pk}/tugas/"
    claim.refresh_from_db()
    assert claim.state == "refused"
