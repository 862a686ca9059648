"""Arrears in a browser: two workers read the branch that is theirs, and every page of the case is sound."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from claims.models import Claim
from claims.operations import review
from compliance.operations import arrears
from tests.browser.looking import TEXT_SPACING, let_in, sideways, small_targets, violations
from tests.factories import claims as make
from tests.factories.accounts import sign_in
from tests.factories.arrears import FOUR_UNPAID, arrears_case, bank_says, declared, fresh, staff_of, worker_of
from tests.factories.compliance import inspector
from tests.factories.participants import MORNING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 30_000
DESK, FIRM = "/bpjs/tunggakan/", "/perusahaan/kepatuhan/tunggakan/"


@pytest.fixture(autouse=True)
def morning():
    cache.clear()
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def page_of(open_page, live_server):
    """A page in which this person is signed in."""

    def opened(user):
        client = sign_in(Client(), user)
        page = open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, client, live_server.url)
        return page

    return opened


@pytest.fixture
def faults(page_of, live_server):
    """What is wrong with each page of this person: axe, targets, 320 pixels."""

    def look(user, paths):
        page, found = page_of(user), {}
        for path in paths:
            page.set_viewport_size({"width": 390, "height": 844})
            answer = page.goto(live_server.url + path)
            found[path] = [] if answer.status == 200 else [f"answers {answer.status}"]
            found[path] += [*violations(page), *small_targets(page)]
            page.set_viewport_size({"width": 320, "height": 640})
            page.add_style_tag(content=TEXT_SPACING)
            if sideways(page) > 0:
                found[path].append(f"{sideways(page)} pixels are cut off")
        return {path: wrong for path, wrong in found.items() if wrong}

    return look


def bankrupt() -> Claim:
    found = make.claim("in_review", unpaid=FOUR_UNPAID)
    type(found.phk.employer).objects.filter(pk=found.phk.employer_id).update(bankrupt_or_closed_on=MORNING.date())
    review.approve_claim(found, assessment=make.latest(found), actor=make.verifier(), at=MORNING)
    return found


def test_four_months_in_arrears_and_a_bankrupt_employer_read_their_branch(page_of, live_server):
    case, other = arrears_case("declared"), bankrupt()
    page = page_of(worker_of(case))
    page.goto(f"{live_server.url}/klaim/{case.claim_id}/")
    expect(page.get_by_role("heading", name="Perusahaan membayar manfaat Anda lebih dahulu")).to_be_visible(
        timeout=PATIENCE
    )
    expect(page.get_by_text("menunggak iuran 4 bulan berturut-turut pada hari PHK")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Lihat pembayaran perusahaan").click()
    page.get_by_role("button", name="Ya, uangnya sudah masuk").click()
    expect(page.get_by_text("Terima kasih. Pembayaran dari perusahaan tercatat.")).to_be_visible(timeout=PATIENCE)
    page = page_of(other.person.user)
    page.goto(f"{live_server.url}/klaim/{other.pk}/")
    expect(page.get_by_role("heading", name="BPJS Ketenagakerjaan membayar manfaat Anda")).to_be_visible(
        timeout=PATIENCE
    )
    expect(page.get_by_text("PP 6/2025 Pasal 39A")).to_be_visible(timeout=PATIENCE)


def test_the_workers_pages_are_sound(faults):
    for case in (arrears_case("declared"), arrears_case("paid")):
        assert faults(worker_of(case), [f"/klaim/{case.claim_id}/tunggakan/"]) == {}


def test_the_employers_pages_are_sound_in_every_state(faults):
    for state in ("declared", "settled", "asked", "refused"):
        case = arrears_case(state)
        lists = [f"{FIRM}?keadaan=refused&q=zzz"] if state == "declared" else []
        assert faults(staff_of(case), [*lists, f"{FIRM}{case.pk}/"]) == {}
    back = bank_says(arrears_case("reimbursed"), "returned", code="account_closed")
    assert faults(staff_of(back), [f"{FIRM}{back.pk}/"]) == {}


def test_the_desk_is_sound_for_who_decides_and_who_reads(faults):
    officer = make.verifier()
    assert faults(officer, [DESK]) == {}
    cases = [arrears_case(state) for state in ("declared", "paid", "asked", "recommended", "reimbursed")]
    denied = declared(arrears_case())
    arrears.deny_payment(denied, note="Tidak ada uang masuk.", actor=worker_of(denied.case), at=MORNING)
    assert faults(officer, [f"{DESK}?q=zzz", *(f"{DESK}{case.pk}/" for case in (*cases, denied.case))]) == {}
    late = arrears_case()
    with time_machine.travel(make.moment(late.pay_by + timedelta(days=1)), tick=True):
        arrears.hand_over_unpaid(at=make.moment(late.pay_by + timedelta(days=1)))
        assert faults(inspector("33"), [DESK]) == {}
        assert fresh(late).state == "handed"
