"""The session page and its worksheet in a real browser: saved by its script, kept in two tabs, without scripts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from counseling.models import Worksheet
from counseling.selectors.worksheets import notes_of
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import TOMORROW_AT_TEN, agreed_session, counsellor, held_session, open_session
from tests.factories.counseling_worksheets import (
    agreed_worksheet,
    commented_worksheet,
    report,
    sent_worksheet,
    write,
)
from tests.factories.ipk import assessed
from tests.factories.ipk_profile import jobseeker, profile
from tests.factories.participants import PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEN_SECONDS = 10_500


@pytest.fixture
def person() -> Iterator[object]:
    with time_machine.travel(TOMORROW_AT_TEN + timedelta(minutes=12), tick=True):
        yield PersonFactory(full_name="Siti Rahmawati")


def address(session, name="session"):
    return reverse(f"counseling:{name}", args=[session.pk])


def test_every_state_can_be_used(open_page, client, live_server, person):
    profile(person, full=True)
    assessed(person)
    jobseeker(person)
    by = counsellor()
    before = agreed_session(by=by, starts_at=TOMORROW_AT_TEN + timedelta(hours=3))
    over = held_session(PersonFactory(), by=by, starts_at=TOMORROW_AT_TEN - timedelta(hours=1))
    back = commented_worksheet(PersonFactory(), by=by, starts_at=TOMORROW_AT_TEN - timedelta(hours=2)).session
    sent = sent_worksheet(PersonFactory(), by=by, starts_at=TOMORROW_AT_TEN - timedelta(hours=3)).session
    done = agreed_worksheet(PersonFactory(), by=by, starts_at=TOMORROW_AT_TEN - timedelta(hours=4)).session
    now = open_session(person, by=by)
    write(now)
    elsewhere = counsellor("3374", full_name="Dewi Anggraini")
    late = agreed_session(PersonFactory(), by=elsewhere, starts_at=TOMORROW_AT_TEN - timedelta(minutes=10))
    case = report(now)
    verifier = officer()
    seen = [
        *((by.user, address(session)) for session in (before, over, back, sent, done, now)),
        (by.user, address(now, "worksheet_sign")),
        (by.user, address(now, "report")),
        (late.counsellor.user, address(late, "absent")),
        (sent.person.user, address(sent, "worksheet")),
        (done.person.user, address(done, "worksheet")),
        (person.user, address(now, "told")),
        (verifier, reverse("counseling:reports")),
        (verifier, reverse("counseling:report_case", args=[case.pk])),
    ]
    for user, path in seen:
        page = show(open_page, sign_in(client, user), live_server, path, bypass_csp=True)
        assert (path, wrong_with(page)) == (path, [])


def test_what_is_typed_is_saved_by_itself(open_page, client, live_server, person):
    session = open_session(person)
    page = show(
        open_page, sign_in(client, session.counsellor.user), live_server, address(session), width=1280, bypass_csp=True
    )
    page.clock.install()
    page.locator("#kk textarea").first.fill("Lelah, tetapi semangat.")
    page.clock.run_for(TEN_SECONDS)
    page.locator("#tersimpan").wait_for()
    assert page.locator("#tersimpan").inner_text().startswith("Tersimpan 10.")
    assert list(notes_of(Worksheet.objects.get()).values()) == ["Lelah, tetapi semangat."]
    page.locator("#id_agreement").fill("Melamar.")
    page.clock.run_for(TEN_SECONDS)
    page.wait_for_function("document.querySelector('[name=version]').value === '3'")
    assert Worksheet.objects.get().agreement == "Melamar."


def test_two_tabs_end_with_a_choice_and_lose_nothing(open_page, client, live_server, person):
    """B27, with the script in both."""
    session = open_session(person)
    first, second = (
        show(open_page, sign_in(client, session.counsellor.user), live_server, address(session), width=1280)
        for _tab in range(2)
    )
    second.locator("#id_agreement").fill("Dari tab kedua.")
    second.get_by_role("button", name="Simpan", exact=True).click()
    second.locator("#tersimpan").wait_for()
    first.clock.install()
    first.locator("#id_agreement").fill("Dari tab pertama.")
    first.clock.run_for(TEN_SECONDS)
    first.locator("#kk-pesan:not([hidden])").wait_for()
    assert "disimpan dari halaman lain" in first.locator("#kk-pesan").inner_text()
    first.get_by_role("button", name="Simpan", exact=True).click()
    assert "Ada dua tulisan" in first.locator("h1").inner_text()
    first.get_by_text("Keduanya, berurutan").click()
    first.get_by_role("button", name="Simpan pilihan ini").click()
    first.locator("#kk").wait_for()
    assert first.locator("#id_agreement").input_value() == "Dari tab kedua.\n\nDari tab pertama."


def test_without_a_connection_the_text_stays_and_is_saved_when_it_is_back(open_page, client, live_server, person):
    session = open_session(person)
    page = show(
        open_page, sign_in(client, session.counsellor.user), live_server, address(session), width=1280, bypass_csp=True
    )
    page.clock.install()
    page.context.set_offline(True)
    page.locator("#id_next_steps").fill("Jumat.")
    page.clock.run_for(TEN_SECONDS)
    page.locator("#kk-pesan:not([hidden])").wait_for()
    assert "Sambungan terputus" in page.locator("#kk-pesan").inner_text()
    page.context.set_offline(False)
    page.wait_for_function("document.querySelector('[name=version]').value === '2'")
    assert Worksheet.objects.get().next_steps == "Jumat."


def test_without_scripts_it_is_written_signed_and_agreed(open_page, client, live_server, person):
    session = open_session(person)
    by = sign_in(client, session.counsellor.user)
    page = show(open_page, by, live_server, address(session), width=1280, java_script_enabled=False)
    page.locator("#id_agreement").fill("Melamar lima lowongan.")
    page.get_by_role("button", name="Selesaikan dan tandatangani").click()
    page.get_by_label("Nama lengkap Anda").fill("Maya Lestari")
    page.get_by_role("button", name="Tanda tangani dan kirim").click()
    page.get_by_text("Menunggu jawaban peserta").wait_for()
    theirs = show(
        open_page, sign_in(client, person.user), live_server, address(session, "worksheet"), java_script_enabled=False
    )
    theirs.get_by_label("Nama lengkap Anda").fill("Siti Rahmawati")
    theirs.get_by_role("button", name="Setujui dan tanda tangani").click()
    theirs.get_by_text("Segel cocok").wait_for()
