"""The QR of a voucher leads the institute to a page with the code filled in; on paper and on the screen."""

import pytest
import segno
from django.test import Client

from accounts.models import User
from core.codes import shown
from notices.letters.pdf import printed, scan_svg
from notices.letters.pdf import render as render_pdf
from notices.models import Letter
from tests import pdf
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.notices import make_letter
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import TrainingClassFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_places import entitled, staff_of, with_voucher
from tests.html import soup, words
from training.models import Enrolment, TrainingClass, Voucher
from training.operations import issue_voucher
from training.presentation.voucher import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PAGE = "/mitra/voucher/"


@pytest.fixture
def voucher() -> Voucher:
    return with_voucher()


@pytest.fixture
def held(voucher) -> TrainingClass:
    return TrainingClassFactory(programme=voucher.recommendation.programme)


@pytest.fixture
def staff(client: Client, held) -> User:
    user = staff_of(held.programme.institute)
    sign_in(client, user)
    return user


def path_of(address: str) -> str:
    """The drawing of a QR code that holds this address: a line for each row of modules."""
    svg = segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2)
    return soup_path(svg)


def soup_path(svg: str) -> str:
    return svg.split(' d="')[1].split('"')[0]


def test_the_letter_has_a_second_code_that_leads_to_the_page(settings):
    settings.PORTAL_BASE_URL = "https://jkp.contoh/"
    row = issue_voucher(entitled(PersonFactory()), actor=None, at=MORNING)
    letter = Letter.objects.get(kind="voucher")
    address = f"https://jkp.contoh/mitra/voucher/?kode={shown(row.code)}"
    assert soup_path(scan_svg(letter)) == path_of(address)
    assert "pindai untuk mendaftarkan" in printed(letter)["scan_words"]
    assert "pindai untuk mendaftarkan" in pdf.words(render_pdf(letter))


def test_the_page_of_a_letter_shows_both_codes(client):
    letter = make_letter(kind="voucher")
    page = soup(sign_in(client, letter.user).get(f"/surat/{letter.pk}/"))
    assert len(page.select(".qr svg")) == 2


def test_other_letters_have_one_code(client):
    letter = make_letter()
    assert scan_svg(letter) == ""
    assert len(soup(sign_in(client, letter.user).get(f"/surat/{letter.pk}/")).select(".qr svg")) == 1


def test_the_screen_shows_the_same_code(settings, voucher):
    settings.PORTAL_BASE_URL = "https://jkp.contoh"
    drawn = segno.make(f"https://jkp.contoh{PAGE}?kode={shown(voucher.code)}", error="m")
    assert soup_path(picture(voucher.code)) == soup_path(drawn.svg_inline(scale=5, border=2))


def test_the_code_is_filled_in_and_one_press_enrols(client, voucher, held, staff):
    page = soup(client.get(f"{PAGE}?kode={shown(voucher.code)}"))
    assert page.select_one("input[name=code]")["value"] == shown(voucher.code)
    assert [one["value"] for one in page.select("select[name=held] option")] == [str(held.pk)]
    assert not Enrolment.objects.exists()
    answer = client.post(PAGE, {"code": shown(voucher.code), "held": str(held.pk)})
    assert answer["Location"] == f"/mitra/kelas/{held.pk}/"
    assert Enrolment.objects.get().voucher == voucher
    again = client.post(PAGE, {"code": shown(voucher.code), "held": str(held.pk)})
    assert (again.status_code, Enrolment.objects.count()) == (302, 1)


def test_reading_the_page_tries_no_code(client, staff):
    for n in range(7):
        assert client.get(f"{PAGE}?kode=AAAA-AAAA-AAA{n}").status_code == 200
    assert "terkunci" not in words(soup(client.get(PAGE)).select_one("main"))


def test_wrong_codes_are_counted_here_too(client, held, staff):
    answers = [client.post(PAGE, {"code": "AAAA-AAAA-AAAA", "held": str(held.pk)}).status_code for _n in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_class_is_chosen_out_of_those_that_take_people(client, voucher, held, staff):
    other = TrainingClassFactory(programme=held.programme, schedule="Sabtu, 08.00–15.00")
    TrainingClassFactory(programme=held.programme, begun=True)
    TrainingClassFactory(programme=held.programme, closed=True, schedule="Minggu")
    TrainingClassFactory()
    options = [one["value"] for one in soup(client.get(PAGE)).select("select[name=held] option")]
    assert set(options) == {"", str(held.pk), str(other.pk)}
    assert client.post(PAGE, {"code": shown(voucher.code), "held": ""}).status_code == 422
    stranger = TrainingClassFactory()
    assert client.post(PAGE, {"code": shown(voucher.code), "held": str(stranger.pk)}).status_code == 422


def test_a_voucher_of_another_institute_is_refused(client, held, staff):
    other = with_voucher()
    answer = client.post(PAGE, {"code": shown(other.code), "held": str(held.pk)})
    assert (answer.status_code, Enrolment.objects.count()) == (409, 0)
    assert "Voucher ini untuk lembaga lain." in words(soup(answer))


def test_without_an_open_class_the_page_says_what_to_do(client):
    sign_in(client, InstituteStaffFactory().user)
    assert "Belum ada kelas yang menerima peserta" in words(soup(client.get(PAGE)))


def test_who_acts_for_no_institute_finds_nothing(client, voucher):
    for stranger in (UserFactory(), voucher.person.user):
        assert sign_in(client, stranger).get(f"{PAGE}?kode={shown(voucher.code)}").status_code == 404


def test_who_is_not_signed_in_comes_back_with_the_code(client, voucher):
    answer = client.get(f"{PAGE}?kode={shown(voucher.code)}")
    assert answer.status_code == 302
    assert shown(voucher.code) in answer["Location"]
