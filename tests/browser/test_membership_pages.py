"""One's own months, an employer's workers and BPJS's desk of reports in a browser: on a cheap phone and wide."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from participants.enums import EmployerFact
from participants.operations.employer_reports import confirm_employer_report, return_employer_report
from participants.operations.membership import return_report
from participants.operations.worker_import import import_workers
from participants.operations.workplaces import close_workplace
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories.accounts import officer, sign_in
from tests.factories.claims import bpjs_knows
from tests.factories.membership import changed, confirmed_employment, staff_user, waiting_report
from tests.factories.participants import MORNING, TODAY, EmployerFactory, PersonFactory, StaffFactory
from tests.factories.register import in_register
from tests.factories.workplaces import employer_report, workplace
from tests.participants import test_worker_csv as files
from tests.participants.test_bpjs import member, row
from tests.participants.test_own_contributions import KPJ, told

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (390, 1280)


@pytest.fixture
def visit(open_page, live_server):
    """What is wrong with each page, read by this person."""

    def look(user, paths):
        client, page = sign_in(Client(), user), open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, client, live_server.url)
        found = {}
        for path in paths:
            answer = page.goto(live_server.url + path)
            wrong = [] if answer.status == 200 else [f"answers {answer.status}"]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                wrong += [*violations(page), *small_targets(page)]
            page.set_viewport_size({"width": 320, "height": 640})
            wrong += ["wider than 320"] if sideways(page) > 0 else []
            page.add_style_tag(content=TEXT_SPACING)
            found[path] = wrong + (["wider with wide text"] if sideways(page) > 0 else [])
        return {path: wrong for path, wrong in found.items() if wrong}

    return look


def test_ones_own_months_with_every_state(visit):
    person = told(
        row("2025-12"),
        row("2026-05", paid_on=date(2026, 6, 15)),
        row("2026-06", paid_on=date(2026, 7, 16)),
        row("2026-07", paid_on=None),
        memberships=[
            member(since=date(2025, 12, 1), employer_name="PT Tekstil Nusantara Sejahtera Abadi"),
            member(kpj="99000000012", npp="99000002", since=date(2020, 1, 1), until=date(2022, 1, 31)),
        ],
    )
    in_register(KPJ, "2026-05", paid_on=date(2026, 6, 15), npp=99000001, wage=3_000_000)
    confirmed_employment(person=person)
    assert visit(person.user, ["/iuran-saya/", "/iuran-saya/?tahun=2025"]) == {}


def test_ones_own_months_when_nobody_was_asked_and_when_bpjs_knows_nothing(visit):
    assert visit(PersonFactory().user, ["/iuran-saya/"]) == {}
    assert visit(told(known=False, memberships=[]).user, ["/iuran-saya/"]) == {}


def test_an_employers_workers_with_every_state(visit):
    employer = EmployerFactory(name="PT Tekstil Nusantara Sejahtera Abadi")
    StaffFactory(employer=employer, is_admin=True)
    lacking = confirmed_employment(employer, PersonFactory(full_name="Rina Kusuma"), programmes=("JKK", "JKM", "JHT"))
    changed(lacking)
    whole = confirmed_employment(employer, PersonFactory(full_name="Maria Yosephina Wulandari Kusumaningtyas"))
    back = waiting_report(employer, started_on=date(2026, 9, 1))
    return_report(back, reply="Tanggal mulai keliru.", actor=officer(Role.BPJS_VERIFIER), at=MORNING)
    waiting_report(employer)
    home = "/perusahaan/pekerja/"
    own = [f"{home}{row.pk}/" for row in (lacking, whole, back.employment)]
    changes = [f"{home}{whole.pk}/ubah/?jenis={kind}" for kind in ("wage", "programmes", "leave")]
    paths = [home, f"{home}?q=zzz", f"{home}baru/", *own, *changes]
    assert visit(staff_user(employer), paths) == {}
    assert visit(StaffFactory(employer__scale="").user, [home, f"{home}baru/"]) == {}


def test_bpjs_desk_of_reports_with_every_state(visit):
    known = PersonFactory(full_name="Rina Kusuma")
    late = waiting_report(person=known, started_on=date(2026, 9, 1), programmes=("JKK", "JKM"))
    bpjs_knows(known, late.employment.employer.npp, jkn="pbi")
    fresh = waiting_report(kpj="12345678901")
    done = confirmed_employment().reports.get()
    desk = "/bpjs/kepesertaan/"
    paths = [desk, f"{desk}?keadaan=confirmed", f"{desk}?q=zzz", *(f"{desk}{row.pk}/" for row in (late, fresh, done))]
    assert visit(officer(Role.BPJS_VERIFIER), paths) == {}


def test_an_employers_own_data_with_every_state(visit):
    employer = EmployerFactory(name="PT Tekstil Nusantara Sejahtera Abadi", risk_class="IV")
    StaffFactory(employer=employer, is_admin=True)
    place = workplace(employer)
    gone = workplace(employer, name="Gudang dan Kantor Pemasaran Wilayah Timur Karanganyar")
    employment = waiting_report(employer, workplace=place).employment
    actor = staff_user(employer)
    close_workplace(gone, until=TODAY, move_to=None, actor=actor, at=MORNING)
    employer_report(employer)
    back = employer_report(employer, fact=EmployerFact.RISK_CLASS, wanted="II")
    return_employer_report(back, reply="Kelas belum sesuai.", actor=officer(Role.BPJS_VERIFIER), at=MORNING)
    bad = {"employer": employer, "actor": actor, "at": MORNING, "file_name": "pekerja-november.csv"}
    checked = import_workers(
        content=files.file_of(files.row(nik="12"), files.row(nama="=1+1"), *files.people(3)), **bad
    )
    home, places = "/perusahaan/data/", "/perusahaan/tempat/"
    paths = [
        home, f"{home}?tutup=ya", f"{home}?q=zzz", f"{home}ubah/", f"{home}ubah/?data=risk_class", f"{places}baru/",
        f"{places}{place.pk}/", f"{places}{place.pk}/tutup/", f"{places}{gone.pk}/",
        f"/perusahaan/pekerja/{employment.pk}/tempat/", "/perusahaan/pekerja/csv/",
        f"/perusahaan/pekerja/csv/{checked.pk}/",
    ]  # fmt: skip
    assert visit(actor, paths) == {}
    assert visit(StaffFactory(employer__scale="").user, [home]) == {}


def test_bpjs_desk_of_employers_data_with_every_state(visit):
    waiting = employer_report()
    done = employer_report(fact=EmployerFact.RISK_CLASS, wanted="V")
    confirm_employer_report(done, actor=officer(Role.BPJS_VERIFIER), at=MORNING)
    desk = "/bpjs/kepesertaan/perusahaan/"
    paths = [desk, f"{desk}?keadaan=confirmed", f"{desk}?q=zzz", f"{desk}{waiting.pk}/", f"{desk}{done.pk}/"]
    assert visit(officer(Role.BPJS_VERIFIER), paths) == {}
