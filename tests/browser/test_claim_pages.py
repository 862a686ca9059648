"""Pages of claims in states that no story is in (the others: tests/e2e/test_axe.py): axe, 320 pixels, targets."""

from datetime import timedelta

import pytest
from django.test import Client

from claims.operations import assessments
from core import clock
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories import participants
from tests.factories.accounts import sign_in
from tests.factories.claims import assessed_phk, bpjs_knows, claim, correct_account, moment, participant, phk, verifier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWERS = "alasan=b&kontrak=PKWTT&tanggal_day=10&tanggal_month=11&tanggal_year=2026&iuran=24&bekerja=no&upah=4.200.000"


def _facts(stage):
    return {"paid_months": 11} if stage == "refused" else {}


def _of(stage, path, **facts):
    def make(at):
        found = claim(stage, at=at, **_facts(stage) | facts)
        return found.person.user, f"/klaim/{found.pk}/{path}"

    return make


def _eligibility(**facts):
    def make(at):
        event = assessed_phk(at=at, **facts)
        return event.person.user, f"/kelayakan/{event.pk}/"

    return make


def _silent(at):
    event = phk()
    return event.person.user, f"/kelayakan/{event.pk}/"


def _pending(at):
    event = participants.at_mediator(person=participant(), phk_on=(at - timedelta(days=170)).date())
    return event.person.user, f"/kelayakan/{event.pk}/"


def _desk(stage, **facts):
    def make(at):
        found = claim(stage, at=at, **_facts(stage) | facts)
        return verifier(full_name="Rina Puspitasari"), f"/bpjs/verval/{found.pk}/"

    return make


def _doubtful(at):
    found = correct_account(claim("bank_problem", at=at), at + timedelta(hours=1), owner="BAMBANG PRASETYO")
    return verifier(full_name="Rina Puspitasari"), f"/bpjs/verval/{found.pk}/"


def _queue(at):
    names = ("Agus Pratama", "Nur Aisyah", "Budi Hartono", "Lestari Wulandari", "Made Wirawan")
    for days, name in enumerate(names):
        claim("in_review", at=at - timedelta(days=days), person=participant(full_name=name))
    claim("submitted", at=at, person=participant(full_name="Ruli Setiadi"))
    claim("in_review", at=at, paid_months=11, person=participant(full_name="Yohana Kurnia"))
    claim("in_review", at=at, reason="m", person=participant(full_name="Dewi Sartika"))
    claim("needs_fix", at=at, person=participant(full_name="Tono Wijaya"))
    return verifier(full_name="Rina Puspitasari"), "/bpjs/verval/"


def _empty_queue(at):
    return verifier(full_name="Rina Puspitasari"), "/bpjs/verval/"


def _public(path):
    return lambda at: (None, path)


def _may_apply_again(at):
    found = claim("refused", at=at - timedelta(days=3), paid_months=11)
    bpjs_knows(found.person, found.phk.employer.npp, paid_months=14, at=at)
    assessments.record_assessment(found.phk, claim=None, filed_at=at, at=at)
    return found.person.user, "/dasbor/"


PAGES = {
    "check-date-error": _public(
        "/cek-kelayakan/?alasan=b&kontrak=PKWTT&tanggal_day=31&tanggal_month=2&tanggal_year=2026"
    ),
    "check-result-no": _public(f"/cek-kelayakan/hasil/?{ANSWERS}".replace("alasan=b", "alasan=i")),
    "check-result-unknown": _public(f"/cek-kelayakan/hasil/?{ANSWERS}".replace("iuran=24", "iuran=tidak_tahu")),
    "dashboard-apply-again": _may_apply_again,
    "eligibility-officer": _eligibility(reason="m"),
    "eligibility-silent": _silent,
    "eligibility-pending": _pending,
    "tasks-done": _of("ready_to_send", "tugas/"),
    "send": _of("ready_to_send", "bulan/1/periksa/"),
    "queue": _queue,
    "queue-empty": _empty_queue,
    "review-uncertain": _desk("in_review", reason="m", unpaid=(1, 2, 3, 4, 5)),
    "review-no-data": _desk("submitted"),
    "review-asked": _desk("needs_fix"),
    "review-account": _doubtful,
}


@pytest.fixture
def at():
    """The present moment at 09.00 WIB: the browser's sessions know no other day."""
    return moment(clock.today()) if clock.now() > moment(clock.today()) else clock.now()


@pytest.fixture
def look(open_page, live_server, at):
    """`look("tasks", width=320)`: that page in a browser, signed in as whoever it belongs to."""

    def looker(name, **options):
        user, path = PAGES[name](at)
        return visit(user, path, **options)

    def visit(user, path, **options):
        page = open_page("/bantuan/", **options)
        if user is not None:
            session = sign_in(Client(), user)
            let_in(page, session, live_server.url)
        page.goto(live_server.url + path)
        return page

    looker.visit = visit
    return looker


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(look, name):
    page = look(name, bypass_csp=True)
    assert violations(page) == []
    assert small_targets(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert sideways(page) == 0
    page.add_style_tag(content=TEXT_SPACING)
    assert sideways(page) == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    assert violations(page) == []
    assert sideways(page) == 0
