"""Steps of two workers whose employers owe contributions: one four months, one bankrupt."""

from dataclasses import replace
from datetime import date, timedelta

from claims.models import Claim
from core import clock
from integrations.sandbox import people
from integrations.sandbox.people import Account, Bpjs, Employer, Membership
from integrations.sandbox.stories import Phk, Story
from jkp_portal.demo.cast import HumanResources
from jkp_portal.demo.people import hire_hr
from jkp_portal.demo.stories import page_photo
from rules.calendar import add_months
from tests.e2e import story
from tests.e2e.further import stage_of_the_demo
from tests.e2e.visitor import Visitor

OWES, BANKRUPT = 8701, 8702
NAMES = {OWES: "Flamboyan Lestari", BANKRUPT: "Cendana Puspita"}
UNPAID = {OWES: (1, 2, 3, 4), BANKRUPT: (1, 2, 3, 4, 5)}  # months before that of the PHK
FIRMS = {
    OWES: Employer(
        "99100092",
        "PT Angkut Jaya Contoh",
        address="Jalan Kaligawe 7, Semarang",
        region_code="3374",
        email="sdm@angkut-jaya.invalid",
    ),
    BANKRUPT: Employer(
        "99100093",
        "PT Kain Lawas Contoh",
        address="Jalan Industri 9, Semarang",
        region_code="3374",
        email="sdm@kain-lawas.invalid",
        status="bankrupt",
    ),
}
BANK, ACCOUNT = "014", "9900990092"  # of the employer that owes
STAFF = {
    OWES: HumanResources("hr.angkut@contoh.invalid", "Harjono Saputro", FIRMS[OWES].npp, "+6289700092001"),
    BANKRUPT: HumanResources("hr.lawas@contoh.invalid", "Hartini Dewi", FIRMS[BANKRUPT].npp, "+6289700093001"),
}


def phk_on(today: date) -> date:
    """The 25th of last month or of the one before: contributions of the month before it are due."""
    last = add_months(today.replace(day=25), -1)
    return last if last <= today - timedelta(days=9) else add_months(last, -1)


def person(serial: int, today: date) -> story.Worker:
    """30 months of contribution, the last of them unpaid."""
    ended, npp = phk_on(today), FIRMS[serial].npp
    since = people.months_before(ended, 31)[0]
    who = story.worker(serial, NAMES[serial], today=ended + timedelta(days=9))
    bpjs = Bpjs(
        registered_on=since,
        memberships=(Membership(npp, since, kpj=f"9911000{serial:04d}"),),
        contributions=people.contributions(
            npp, story.WAGE, phk_on=ended, months=30, today=today, unpaid=UNPAID[serial]
        ),
    )
    return replace(who, person=replace(who.person, bpjs=bpjs))


def begin() -> None:
    """Run beside the portal: both claims are filed and wait for the office."""
    today, stage = clock.today(), stage_of_the_demo()
    workers = {serial: person(serial, today) for serial in NAMES}
    bankrupt = replace(FIRMS[BANKRUPT], status_since=phk_on(today) - timedelta(days=30))
    account = Account(BANK, ACCOUNT, FIRMS[OWES].name.upper())
    stage.partners.load(
        people=[who.person for who in workers.values()], employers=[FIRMS[OWES], bankrupt], accounts=[account]
    )
    for serial, who in workers.items():
        stage.hr[FIRMS[serial].npp] = hire_hr(STAFF[serial], clock.now())
        name = who.email.partition("@")[0]
        stage.filed(Story(name, "", who.person, FIRMS[serial], Phk(who.phk_on), story.WAGE))
    if Claim.objects.filter(person__user__email__in=[who.email for who in workers.values()]).count() != len(NAMES):
        raise LookupError("a claim was not filed")


# --- the office --------------------------------------------------------------------------------------------------


def approves(she: Visitor, who: story.Worker, note: str) -> None:
    """B2, with the reason that an employer who pays first asks for."""
    she.open("/bpjs/verval/")
    row = she.page.locator("tbody tr", has_text=who.person.full_name.split()[0])
    she._leave(row.get_by_role("link").first)
    she.sees(who.person.full_name)
    she.choose("Setujui")
    she.write("Penjelasan", note)
    she.press("Simpan putusan")


def settles(she: Visitor, who: story.Worker, on: date) -> str:
    """The books say that the debts are paid. The address of the case."""
    she.open("/bpjs/tunggakan/")
    she._leave(she.page.locator("tbody tr", has_text=who.person.full_name).get_by_role("link").first)
    she.unfold("Tunggakan dan denda sudah lunas")
    she.date("Tanggal lunas menurut pembukuan BPJS", on)
    she.press("Catat lunas")
    she.sees("Tunggakan tercatat lunas.")
    return she.path


def recommends(she: Visitor, case: str) -> None:
    she.open(case)
    she.unfold("Rekomendasikan penggantian")
    she.page.locator("details[open] textarea").fill("Bukti bayar dan pelunasan sesuai.")
    she.press("Kirim kepada petugas kedua")
    she.sees("Direkomendasikan. Petugas lain memutus.")


def pays(maker: Visitor, checker: Visitor) -> None:
    """B3: the employer's transfer, with whatever else is ready."""
    maker.open("/bpjs/bayar/siap/")
    maker.wait_for(FIRMS[OWES].name.upper())
    maker.press("Susun batch")
    maker.press("Bekukan batch")
    maker.sees("Dibekukan")
    checker.open(maker.path)
    checker.press("Setujui dan kirim ke bank")
    checker.sees("Batch disetujui")


# --- the employer ------------------------------------------------------------------------------------------------


def opens_its_case(he: Visitor, who: story.Worker) -> None:
    he.open("/perusahaan/kepatuhan/")
    he.follow("Tunggakan dan manfaat pekerja")
    he._leave(he.page.locator("tbody tr", has_text=who.person.full_name).get_by_role("link").first)


def declares(he: Visitor, on: date) -> None:
    he.date("Tanggal Anda membayar pekerja", on)
    he.upload("Bukti pembayaran", "bukti transfer.jpg", page_photo(["BUKTI TRANSFER", f"{on:%d-%m-%Y}"], "JPEG"))
    he.press("Laporkan pembayaran")
    he.sees("Pembayaran tercatat. Pekerja diminta memastikan uangnya masuk.")


def asks(he: Visitor) -> None:
    he.select("Bank", "BCA")
    he.write("Nomor rekening", ACCOUNT)
    he.write("Nama pemilik rekening", FIRMS[OWES].name.upper())
    he.press("Minta penggantian")
    he.sees("Permintaan penggantian terkirim.", "Penggantian diminta")
