"""Every page of claims in a real browser: axe, 320 pixels, wide text, targets; the way through without scripts."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from claims.operations import assessments
from core import clock
from tests.browser.looking import TEXT_SPACING, sideways, small_targets, violations
from tests.factories import participants
from tests.factories.accounts import sign_in
from tests.factories.claims import assessed_phk, bpjs_knows, claim, correct_account, moment, participant, phk, verifier
from tests.reference import load_reference_data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWERS = "alasan=b&kontrak=PKWTT&tanggal_day=10&tanggal_month=11&tanggal_year=2026&iuran=24&bekerja=no&upah=4.200.000"


def _dashboard(stage):
    return lambda at: (found := claim(stage, at=at, **_facts(stage))).person.user and (found.person.user, "/dasbor/")


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


def _nothing(at):
    return participant().user, "/dasbor/"


def _waiting(at):
    return participants.report_phk(person=participant()).person.user, "/dasbor/"


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
    "check-question": _public("/cek-kelayakan/"),
    "check-date": _public("/cek-kelayakan/?alasan=b&kontrak=PKWTT"),
    "check-date-error": _public(
        "/cek-kelayakan/?alasan=b&kontrak=PKWTT&tanggal_day=31&tanggal_month=2&tanggal_year=2026"
    ),
    "check-result": _public(f"/cek-kelayakan/hasil/?{ANSWERS}"),
    "check-result-no": _public(f"/cek-kelayakan/hasil/?{ANSWERS}".replace("alasan=b", "alasan=i")),
    "check-result-unknown": _public(f"/cek-kelayakan/hasil/?{ANSWERS}".replace("iuran=24", "iuran=tidak_tahu")),
    "dashboard-nothing": _nothing,
    "dashboard-waiting": _waiting,
    "dashboard-draft": _dashboard("draft"),
    "dashboard-in-review": _dashboard("in_review"),
    "dashboard-needs-fix": _dashboard("needs_fix"),
    "dashboard-active": _dashboard("active"),
    "dashboard-paid": _dashboard("paid"),
    "dashboard-bank-problem": _dashboard("bank_problem"),
    "dashboard-refused": _dashboard("refused"),
    "dashboard-apply-again": _may_apply_again,
    "payments": lambda at: (_dashboard("paid")(at)[0], "/pembayaran/"),
    "payments-empty": lambda at: (participant().user, "/pembayaran/"),
    "eligibility": _eligibility(),
    "eligibility-no": _eligibility(paid_months=7),
    "eligibility-officer": _eligibility(reason="m"),
    "eligibility-silent": _silent,
    "eligibility-pending": _pending,
    "tasks": _of("draft", "tugas/"),
    "tasks-done": _of("ready_to_send", "tugas/"),
    "data": _of("draft", "data/"),
    "account": _of("draft", "rekening/"),
    "account-returned": _of("bank_problem", "rekening/"),
    "kapk": _of("draft", "kapk/"),
    "kapk-signed": _of("ready_to_send", "kapk/"),
    "send": _of("ready_to_send", "bulan/1/periksa/"),
    "sent": _of("in_review", "bulan/1/terkirim/"),
    "withdraw": _of("in_review", "tarik/"),
    "fix": _of("needs_fix", "perbaiki/"),
    "claim-in-review": _of("in_review", ""),
    "claim-needs-fix": _of("needs_fix", ""),
    "claim-paid": _of("paid", ""),
    "claim-refused": _of("refused", ""),
    "decision-refusal": _of("refused", "keputusan/"),
    "decision-approval": _of("active", "keputusan/"),
    "queue": _queue,
    "queue-empty": _empty_queue,
    "review": _desk("in_review", wage=4_200_000, unpaid=(14, 21, 22)),
    "review-uncertain": _desk("in_review", reason="m", unpaid=(1, 2, 3, 4, 5)),
    "review-no": _desk("in_review", paid_months=11),
    "review-no-data": _desk("submitted"),
    "review-asked": _desk("needs_fix"),
    "review-account": _doubtful,
}


@pytest.fixture(autouse=True)
def _reference_data(transactional_db):
    load_reference_data()


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
            value = session.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
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
