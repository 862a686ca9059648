"""What public pages do in a browser. How they look to everybody: tests/e2e/test_axe.py."""

import pytest

PAGES = ("/", "/en/", "/bantuan/", "/privasi/", "/aksesibilitas/", "/halaman-tanpa-kuki/", "/pola/", "/pola/petugas/")

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PAGES)
def test_the_page_asks_only_this_server_and_breaks_no_rule_of_its_own(open_page, live_server, path):
    page = open_page("/halaman-tanpa-kuki/")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(live_server.url + path)
    assert {url.startswith(live_server.url) for url in asked} == {True}
    assert said == []


def test_the_first_tab_stop_leads_past_the_head(open_page):
    page = open_page("/bantuan/", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Lewati ke isi utama"
    page.keyboard.press("Enter")
    assert page.url.endswith("#isi")


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("/pola/")
    assert page.evaluate("document.activeElement.className") == "errs"
    page.click(".errs a >> nth=3")
    assert page.evaluate("document.activeElement.id") == "id_b-phk_on_day"


def test_help_opens_without_a_script(open_page):
    page = open_page("/bantuan/", java_script_enabled=False)
    page.click("summary >> nth=0")
    assert page.is_visible("details[open] p")


def test_a_chosen_file_says_its_size(open_page):
    page = open_page("/pola/")
    page.set_input_files("#id_a-evidence", {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 2_000_000})
    assert page.inner_text("#id_a-evidence_size") == "bukti.jpg, 1,9 MB"
