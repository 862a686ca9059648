"""Letters on a page, as a file, and P7: the check that anybody may make."""

import hashlib

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.codes import shown
from notices.enums import LetterKind
from notices.letters import revoke_letter, store_pdf
from notices.letters.pdf import printed
from tests.factories.notices import NOON, make_letter, make_reader
from tests.html import soup, words

pytestmark = pytest.mark.django_db
FORM = reverse("notices:verification_form")


@pytest.fixture(autouse=True)
def nobody_asked_yet():
    cache.clear()


@pytest.fixture
def mine(client: Client):
    letter = make_letter(nik="3311 •••• •••• 0007")
    client.force_login(letter.user)
    return letter


def check(client: Client, code: str):
    return client.get(reverse("notices:verification", args=[code]))


# --- the page and the file ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(LetterKind))
def test_the_page_says_every_word_of_the_letter(client, kind):
    letter = make_letter(kind)
    client.force_login(letter.user)
    sheet = words(soup(client.get(reverse("notices:letter", args=[letter.pk]))).select_one("article.sheet"))
    said = printed(letter)
    for text in (said["number"], said["title"], said["signed_note"], said["code"], said["help"]):
        assert text in sheet
    for section in said["sections"]:
        assert section["heading"] in sheet
        for runs in [*section["paragraphs"], *section["points"], *(cell for row in section["rows"] for cell in row)]:
            assert " ".join("".join(text for text, _ in runs).split()) in sheet


def test_a_letter_on_a_page_is_indonesian_and_has_a_named_code(client, mine):
    html = soup(client.get(f"/en{reverse('notices:letter', args=[mine.pk])}"))
    assert html.select_one("article.sheet")["lang"] == "id"
    assert html.select_one(".qr")["role"] == "img"
    assert mine.number in html.select_one(".qr")["aria-label"]
    assert html.select_one(".qr svg path")
    assert not html.select("[style]")
    assert words(html.select_one("a.btn")) == "Download PDF"


def test_the_file_is_the_one_that_was_issued(client, mine):
    response = client.get(reverse("notices:letter_pdf", args=[mine.pk]))
    mine.refresh_from_db()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{mine.number}.pdf"'
    assert "no-store" in response["Cache-Control"]
    assert hashlib.sha256(response.content).hexdigest() == mine.sha256


@pytest.mark.parametrize("name", ["notices:letter", "notices:letter_pdf"])
def test_somebody_else_s_letter_does_not_exist(client, name):
    letter = make_letter()
    client.force_login(make_reader())
    assert client.get(reverse(name, args=[letter.pk])).status_code == 404


@pytest.mark.parametrize("name", ["notices:letter", "notices:letter_pdf"])
def test_a_letter_needs_a_session(client, name):
    assert client.get(reverse(name, args=[make_letter().pk])).status_code == 302


def test_a_revoked_letter_says_so_on_its_page(client, mine):
    revoke_letter(mine, reason="Nama keliru.", actor=None, at=NOON)
    text = words(soup(client.get(reverse("notices:letter", args=[mine.pk]))).select_one("main"))
    assert "Surat ini sudah dicabut" in text
    assert "Nama keliru." in text


# --- P7 ----------------------------------------------------------------------------------------------------------


def test_a_genuine_letter_is_confirmed_without_a_word_about_anybody(client):
    letter = store_pdf(str(make_letter(nik="3311 •••• •••• 0007", place="Kabupaten Sukoharjo").pk))
    response = check(client, shown(letter.code))
    text = words(soup(response).select_one("main"))
    assert response.status_code == 200
    assert "Surat ini asli" in text
    assert letter.number in text
    assert "Senin, 14 Desember 2026" in text
    assert "Surat penolakan klaim" in text
    assert letter.sha256 in text
    html = response.content.decode()
    assert all(secret not in html for secret in ("Siti", "3311", "Sukoharjo", "JKP-2026-0012345", "Kurang 3"))


def test_the_code_works_as_people_type_it(client):
    letter = make_letter()
    assert check(client, letter.code.lower()).status_code == 200


def test_a_revoked_letter_is_named_so_and_its_reason_is_not_told(client):
    letter = revoke_letter(make_letter(), reason="Nama keliru: Rudi", actor=None, at=NOON)
    response = check(client, shown(letter.code))
    assert words(soup(response).select_one("h1")) == "Surat ini sudah dicabut"
    assert words(soup(response).select_one(".tag")) == "Dicabut"
    assert "Rudi" not in response.content.decode()


@pytest.mark.parametrize("code", ["0000-0000-0000", "abc", "' OR 1=1--", "%00", "x" * 500])
def test_an_unknown_code_is_answered_calmly(client, code):
    response = check(client, code)
    assert response.status_code == 404
    assert words(soup(response).select_one("h1")) == "Kode tidak dikenal"


def test_the_form_leads_to_the_address_of_the_code(client):
    letter = make_letter()
    response = client.get(FORM, {"kode": f" {shown(letter.code).lower()} "})
    assert response["Location"] == reverse("notices:verification", args=[shown(letter.code)])


@pytest.mark.parametrize("code", ["", "123", "x" * 100])
def test_a_wrong_form_is_explained_and_kept(client, code):
    response = client.get(FORM, {"kode": code})
    assert response.status_code == 422
    assert soup(response).select(".errs a")
    assert words(soup(response).select_one("title")).startswith("Galat:")


def test_the_empty_form_is_open_to_everybody(client):
    response = client.get(FORM)
    assert response.status_code == 200
    assert soup(response).select_one("form")["method"] == "get"


def test_thirty_checks_a_minute_from_one_address(client):
    for _ in range(30):
        assert check(client, "0000-0000-0000").status_code == 404
    refused = check(client, "0000-0000-0000")
    assert refused.status_code == 429
    assert "Coba lagi dalam 1 menit." in words(soup(refused).select_one("main"))
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert check(elsewhere, "0000-0000-0000").status_code == 404


def test_asking_twice_tells_no_more_than_once(client, django_assert_max_num_queries):
    letter = make_letter()
    check(client, shown(letter.code))
    with django_assert_max_num_queries(3):
        check(client, shown(letter.code))
