"""Complaints in a browser: the form, the code, both sides' pages and the desks, each in its states."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.operations import complaints, filing, serving
from core import clock
from tests.browser.looking import let_in, wrong_pages
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.compliance import complaint, inspector, served
from tests.factories.files import StoredFileFactory
from tests.factories.participants import EmployerFactory, StaffFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def reference():
    cache.clear()


@pytest.fixture
def visit(open_page, live_server):
    """What is wrong with each page, read in this browser."""

    def look(client: Client, paths: list[str]) -> dict[str, list[str]]:
        page = open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, client, live_server.url)
        return wrong_pages(page, live_server.url, paths)

    return look


def browser_of(user: User) -> Client:
    return sign_in(Client(), user)


def test_the_form_and_the_page_of_a_code_are_sound(visit):
    made = complaint("asked", anonymous=True, at=clock.now())
    stored = StoredFileFactory(owner=None, purpose=filing.FILE_PURPOSE)
    filing.add_file(made, file=stored, actor=None, at=clock.now())
    client = Client()
    client.post("/pengaduan/lacak/", {"code": made.tracking_code})
    form = {"kind": "phk", "employer": "CV Roti", "region": "3372", "text": made.text}
    client.post("/pengaduan/", {**form, "submission": "6f1f3f0e-6a0e-4f8b-9f3a-2f0f6a1c9b11"})
    assert visit(client, ["/pengaduan/terkirim/", "/pengaduan/lacak/isi/"]) == {}


def test_ones_own_complaints_are_sound_in_every_state(visit):
    author = UserFactory()
    states = ("asked", "referred", "answered", "withdrawn")
    made = [complaint(state, author=author, at=clock.now()) for state in states]
    paths = ["/pengaduan/", "/pengaduan/saya/", *(f"/pengaduan/saya/{row.pk}/" for row in made)]
    assert visit(browser_of(author), paths) == {}


def test_the_inspectors_desk_is_sound(visit):
    now, pgw = clock.now(), inspector()
    pgk = officer(Role.INSPECTION_COORDINATOR, region="33")
    firm = StaffFactory(employer=EmployerFactory()).employer
    asked = served(complaint(employer=firm, at=now), by=pgw, at=now)
    serving.reply_to_allegation(asked, text="Upah dilaporkan menurut daftar gaji.", actor=firm.staff.get().user, at=now)
    complaints.add_note(asked.complaint, text="Periksa bersama BPJS.", actor=pgw, at=now)
    fresh, typed = complaint(anonymous=True, contact="081355550101", at=now), complaint("taken", by=pgw, at=now)
    answered = complaint("answered", by=pgw, at=now)
    cases = [f"/pengawasan/pengaduan/{row.pk}/" for row in (asked.complaint, fresh, typed, answered)]
    assert visit(browser_of(pgw), cases) == {}
    assert visit(browser_of(pgk), cases) == {}
    assert visit(browser_of(inspector("35")), ["/pengawasan/", "/pengawasan/pengaduan/"]) == {}


def test_the_employers_pages_and_the_help_desk_are_sound(visit):
    now = clock.now()
    waiting = served(complaint(employer=StaffFactory(employer=EmployerFactory()).employer, at=now), at=now)
    staff = waiting.employer.staff.get().user
    done = served(complaint(employer=waiting.employer, at=now), text="Jelaskan PHK bulan Oktober 2026.", at=now)
    serving.reply_to_allegation(done, text="Tidak ada PHK pada bulan itu.", actor=staff, at=now)
    assert visit(browser_of(staff), [f"/perusahaan/kepatuhan/{done.pk}/"]) == {}
    desk = browser_of(officer(Role.HELP_DESK))
    form = {"kind": "phk", "employer": "CV Roti", "region": "3372", "text": waiting.complaint.text}
    desk.post("/halo-jkp/pengaduan/", {**form, "submission": "6f1f3f0e-6a0e-4f8b-9f3a-2f0f6a1c9b12"})
    number = waiting.complaint.number
    assert visit(desk, ["/halo-jkp/pengaduan/terkirim/", f"/halo-jkp/pengaduan/?nomor={number}"]) == {}
