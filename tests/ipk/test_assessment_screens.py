"""W11, the short form: page by page, kept on the way, complete once."""

import pytest
from django.urls import reverse

from ipk import operations
from ipk.models import SelfAssessment
from ipk.selectors import has_assessed
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.ipk import assessed
from tests.factories.participants import MORNING
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME = reverse("ipk:assessment")
FORMER = {"one": "Operator jahit", "two": "", "three": ""}
WANTED = {"one": "Penjahit sampel", "two": "Kepala regu", "three": "Penjahit rumahan"}
WILLING = {"may_move": "province", "may_train": "yes"}


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def step(name: str) -> str:
    return reverse("ipk:assessment_step", args=[name])


def test_from_the_first_page_to_the_end(me, person):
    assert words(soup(me.get(HOME)).select_one("main a.btn")) == "Mulai asesmen"
    assert me.post(step("pernah"), FORMER).url == step("ingin")
    assert me.post(step("ingin"), WANTED).url == step("bersedia")
    assert me.post(step("bersedia"), WILLING).url == step("periksa")
    facts = words(soup(me.get(step("periksa"))).select_one("dl.facts"))
    for part in ("Operator jahit", "Penjahit sampel, Kepala regu, Penjahit rumahan", "Di provinsi saya"):
        assert part in facts
    assert has_assessed(person) is False
    assert [me.post(step("periksa")).url for _ in range(2)] == [HOME, HOME]
    assert has_assessed(person) is True
    assert SelfAssessment.objects.get().log.count() == 1
    assert "Asesmen Anda sudah selesai" in words(soup(me.get(HOME)).main)


def test_it_goes_on_where_it_stopped(me, person):
    operations.keep_answers(person, at=MORNING, former_jobs=["Operator jahit", "Kasir"])
    link = soup(me.get(HOME)).select_one("main a.btn")
    assert (words(link), link["href"]) == ("Lanjutkan asesmen", step("ingin"))
    typed = [box["value"] for box in soup(me.get(step("pernah"))).select("main input[type=text]") if box.get("value")]
    assert typed == ["Operator jahit", "Kasir"]
    assert me.get(step("periksa")).url == step("ingin")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("pernah", {"one": " "}, "Isi pekerjaan terakhir."),
        ("pernah", {"one": "x" * 81}, "80"),
        ("ingin", {"one": "Kasir", "two": "Satpam"}, "Isi pilihan ketiga."),
        ("ingin", {"one": "Kasir", "two": "Satpam", "three": "KASIR"}, "Tulis tiga pekerjaan yang berbeda."),
        ("bersedia", {"may_move": "province"}, "Pilih satu jawaban."),
        ("bersedia", {"may_move": "bulan", "may_train": "yes"}, ""),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(me, name, data, sentence):
    response = me.post(step(name), data)
    assert response.status_code == 422
    assert sentence in words(soup(response).select_one(".errs"))
    assert not SelfAssessment.objects.exists()


def test_a_job_named_twice_is_kept_once(me):
    me.post(step("pernah"), {"one": "Kasir", "two": "Kasir", "three": "Satpam"})
    assert SelfAssessment.objects.get().former_jobs == ["Kasir", "Satpam"]


def test_once_complete_no_page_changes_it(me, person):
    assessed(person)
    for name in ("pernah", "ingin", "bersedia", "periksa"):
        assert me.get(step(name)).url == HOME
    assert me.post(step("pernah"), {"one": "Lain"}).url == HOME
    assert SelfAssessment.objects.get().former_jobs == ["Operator jahit"]


def test_a_page_that_does_not_exist(me):
    assert me.get(step("lain")).status_code == 404


def test_officers_and_unknown_people_go_elsewhere(client):
    assert sign_in(client, officer()).get(HOME).status_code == 403
    assert sign_in(client, UserFactory()).get(HOME).url == reverse("participants:register_identity")
