"""P4 and P5 in the browser's eyes: the catalogue in its states, an institute, a programme, the file."""

import csv
import gzip
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory, sign_in
from tests.factories.participants import TODAY, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory, RecommendationFactory, TrainingClassFactory
from tests.html import soup, words
from tests.queries import most_queries
from training.models import Institute, Programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/lpk/"
HOSTILE = '<script>alert(1)</script> <a href="javascript:alert(1)">klik</a> \'"&'


def page_of(programme: Programme) -> str:
    return f"/lpk/{programme.institute.slug}/{programme.slug}/"


def main(client: Client, path: str, data: dict[str, str] | None = None) -> str:
    return words(soup(client.get(path, data or {})).select_one("main"))


def test_without_a_question_there_is_what_begins_soon_the_fields_and_every_province(client: Client) -> None:
    sewing = TrainingClassFactory(programme__title="Operator jahit garmen").programme
    page = soup(client.get(LIST))
    row = words(page.select_one(".vac li"))
    assert row.startswith("7Des 26Operator jahit garmen")
    assert f"{sewing.institute.name} · Kota Surakarta" in row
    assert "Tatap muka160 jam, 20 hari · Rp1.850.000" in row
    assert "Mulai 7 Desember 2026 · sisa 15 kursi" in row
    assert [words(chip) for chip in page.select("#bidang + .chips a")] == ["Pekerja pengolahan dan kerajinan 1"]
    table = {words(r.th): [words(cell) for cell in r.select("td")] for r in page.select("tbody tr")}
    assert len(table) == 38
    assert table["Jawa Tengah"] == ["1", "1", "7 Des 2026"]
    assert table["Papua"] == ["0", "0", "Belum ada lembaga"]
    tile = next(g for g in page.select("svg.chart g") if words(g.title) == "Jawa Tengah: 1 lembaga")
    assert "f3" in tile.rect["class"]
    assert words(page.select_one(".chips a[href='/lpk/?di=Jawa+Tengah']")) == "Jawa Tengah 1"
    assert page.select_one("a[href='/lpk/?di=Papua']") is not None


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Belum ada kelas yang dibuka" in main(client, LIST)


def test_a_search_says_what_it_found_and_corrected(client: Client) -> None:
    ProgrammeFactory(title="Barista", group="51")
    page = soup(client.get(LIST, {"q": "barsta"}))
    assert words(page.select_one("h2.m0")) == "1 program, 1 lembaga"
    assert "Yang tampil: “barista”" in words(page.main)
    assert words(page.select_one(".vac h3")) == "Barista"
    assert "Belum ada jadwal" in words(page.select_one(".vac li"))


def test_filters_narrow_and_each_is_a_chip_that_takes_it_away(client: Client) -> None:
    TrainingClassFactory(programme__title="Cepat", programme__online=True, starts_on=TODAY + timedelta(days=10))
    TrainingClassFactory(programme__title="Lambat", programme__online=True)
    ProgrammeFactory(title="Mahal", online=True, cost=2_400_000)
    ProgrammeFactory(title="Di kelas")
    asked = {"bidang": "7", "cara": "daring", "mulai": "14", "biaya": "2000000"}
    page = soup(client.get(LIST, asked))
    assert [words(title) for title in page.select(".vac h3")] == ["Cepat"]
    chips = page.select("[aria-label='Saringan aktif'] a")
    assert [words(chip) for chip in chips] == [
        "Pekerja pengolahan dan kerajinan hapus",
        "Daring hapus",
        "Dalam 14 hari hapus",
        "Paling banyak Rp2.000.000 hapus",
    ]
    assert chips[0]["href"] == "/lpk/?cara=daring&mulai=14&biaya=2000000"
    assert page.select_one("#id_cara option[selected]")["value"] == "daring"


@pytest.mark.parametrize(
    "broken", ["?bidang=x&cara=kuda&mulai=13&biaya=-1&page=-1", "?page=9e99&q=%00%27+OR+1%3D1--", "?q=" + "x" * 9_000]
)
def test_a_broken_address_is_harmless(client: Client, broken: str) -> None:
    assert client.get(LIST + broken).status_code == 200


def test_nearest_first_shows_the_nation_and_says_what_the_order_means(client: Client) -> None:
    ProgrammeFactory(title="Di Jayapura", institute__region_id="9471")
    ProgrammeFactory(title="Di Surakarta")
    page = soup(client.get(LIST, {"di": "Surakarta"}))
    chips = page.select("[aria-label=Urutan] a")
    assert [words(chip) for chip in chips] == ["Hanya di Kota Surakarta", "Terdekat dari Kota Surakarta dulu"]
    assert [words(title) for title in page.select(".vac h3")] == ["Di Surakarta"]
    near = soup(client.get(chips[1]["href"]))
    assert [words(title) for title in near.select(".vac h3")] == ["Di Surakarta", "Di Jayapura"]
    assert words(near.select_one("[aria-label=Urutan] [aria-current]")) == "Terdekat dari Kota Surakarta dulu"
    said = "Urutan: Kota Surakarta, provinsi yang sama, daring, lalu provinsi lain menurut jarak lurus antar-ibu kota"
    assert said in words(near.main)
    assert near.select_one("input[name=urut]")["value"] == "dekat"


def test_of_a_province_there_is_no_same_province(client: Client) -> None:
    ProgrammeFactory()
    page = soup(client.get(LIST, {"di": "Jawa Timur", "urut": "dekat"}))
    assert "Urutan: Jawa Timur, daring, lalu provinsi lain" in words(page.main)


def test_what_is_not_in_a_place_is_offered_nearest_first(client: Client) -> None:
    ProgrammeFactory(title="Barista", institute__region_id="3578")
    ProgrammeFactory(title="Menjahit")
    nowhere = soup(client.get(LIST, {"q": "astronaut", "di": "Atlantis"}))
    assert "Semua tempat" not in words(nowhere.main)
    page = soup(client.get(LIST, {"q": "barista", "di": "Surakarta"}))
    wider = page.select("[aria-label='Perluas pencarian'] a")
    assert [words(one) for one in wider] == ["Semua tempat, terdekat dulu"]
    assert [words(title) for title in soup(client.get(wider[0]["href"])).select(".vac h3")] == ["Barista"]


def test_whole_institutes_are_listed_with_what_they_are(client: Client) -> None:
    house = InstituteFactory(name="LPK Bina Las Contoh", accredited_until=date(2026, 11, 15))
    ProgrammeFactory(institute=house)
    InstituteFactory(name="LPK Lain Contoh", region_id="3578")
    page = soup(client.get(LIST, {"lihat": "lembaga", "di": "Surakarta"}))
    row = words(page.select_one(".vac li"))
    assert row == "LPK Bina Las ContohKota Surakarta · Swasta1 program Akreditasi berakhir 15 November 2026"
    assert len(page.select(".vac li")) == 1
    assert page.select_one("input[name=lihat]")["value"] == "lembaga"
    current = page.select_one("[aria-label='Yang ditampilkan'] [aria-current]")
    assert words(current) == "Lembaga 1"


def test_an_institute_without_a_programme_is_found_by_its_name(client: Client) -> None:
    InstituteFactory(name="LPK Bina Las Contoh")
    page = soup(client.get(LIST, {"lihat": "lembaga", "q": "bina las"}))
    assert "0 program" in words(page.select_one(".vac li"))


def test_a_province_without_an_institute_gets_what_is_online_and_near(client: Client) -> None:
    ProgrammeFactory(title="Belajar di rumah", online=True)
    ProgrammeFactory(title="Di Maluku", institute__region_id="8171")
    ProgrammeFactory(title="Di Surakarta")
    page = soup(client.get(LIST, {"di": "Papua"}))
    assert "Belum ada LPK mitra di Papua. Anda dapat belajar daring, atau di tempat yang terdekat." in words(page.main)
    assert [words(t) for t in page.select("[aria-labelledby=daring] .vac h3")] == ["Belajar di rumah"]
    assert [words(t) for t in page.select("[aria-labelledby=dekat] .vac h3")] == ["Di Maluku", "Di Surakarta"]


def test_nothing_found_leads_to_asking_for_less(client: Client) -> None:
    ProgrammeFactory(title="Barista")
    page = soup(client.get(LIST, {"q": "barista", "di": "Surakarta", "cara": "daring"}))
    assert "Belum ada yang cocok" in words(page.main)
    links = page.select("[aria-label='Perluas pencarian'] a")
    assert [(words(a), a["href"]) for a in links] == [
        ("Semua cara belajar", "/lpk/?q=barista&di=Surakarta"),
        ("Semua tempat, terdekat dulu", "/lpk/?q=barista&di=Surakarta&cara=daring&urut=dekat"),
    ]


def test_an_unknown_place_is_said(client: Client) -> None:
    assert "Kami tidak mengenal tempat “Atlantis”" in main(client, LIST, {"di": "Atlantis"})


def test_twenty_a_page_in_few_queries_and_bytes(client: Client) -> None:
    for number in range(25):
        TrainingClassFactory(programme__title=f"Operator jahit bagian {number}")
    sign_in(client, PersonFactory().user)
    client.get(LIST)
    with most_queries(12):
        first = client.get(LIST, {"q": "operator jahit", "di": "Surakarta"})
    page = soup(first)
    assert len(page.select(".vac li")) == 20
    assert len(gzip.compress(first.content, 6)) < 14 * 1024
    assert page.select_one("[rel=next]")["href"] == "?q=operator+jahit&di=Surakarta&page=2"
    assert len(soup(client.get(LIST, {"q": "operator jahit", "page": "2"})).select(".vac li")) == 5
    with most_queries(12):
        client.get(LIST, {"q": "jahid", "lihat": "lembaga"})


def test_the_front_asks_little_once_it_was_counted(client: Client) -> None:
    for number in range(8):
        TrainingClassFactory(programme__title=f"Program {number}")
    client.get(LIST)
    with most_queries(4):
        response = client.get(LIST)
    assert len(soup(response).select(".vac li")) == 6
    assert len(gzip.compress(response.content, 6)) < 14 * 1024


def test_the_same_question_as_a_file(client: Client) -> None:
    TrainingClassFactory(programme__title="=HYPERLINK(1)", programme__institute__name="LPK Satu Contoh")
    ProgrammeFactory(title="Barista", group="51")
    response = client.get("/lpk/program.csv", {"bidang": "7"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 1
    assert (rows[0]["program"], rows[0]["lembaga"]) == ("'=HYPERLINK(1)", "LPK Satu Contoh")
    assert (rows[0]["provinsi"], rows[0]["kabupaten_kota"]) == ("Jawa Tengah", "Kota Surakarta")
    assert (rows[0]["biaya"], rows[0]["mulai_berikutnya"]) == ("1850000", "2026-12-07")
    assert rows[0]["nama_golongan"] == "Pengolah makanan, garmen, dan kayu"
    assert rows[0]["halaman"].endswith("/lpk/lpk-satu-contoh/hyperlink1/")


# --- P5 -----------------------------------------------------------------------------------------------------------


def test_an_institute_shows_programmes_schedule_seats_and_how_to_reach_it(client: Client) -> None:
    house = InstituteFactory(name="LPK Bina Las Contoh")
    programme = ProgrammeFactory(institute=house, title="Las listrik")
    TrainingClassFactory(programme=programme)
    TrainingClassFactory(programme=programme, starts_on=date(2027, 1, 4), full=True)
    TrainingClassFactory(programme=programme, starts_on=date(2027, 2, 1), closed=True)
    TrainingClassFactory(programme=programme, starts_on=date(2027, 3, 1), cancelled=True)
    TrainingClassFactory(programme=programme, begun=True)
    page = soup(client.get(f"/lpk/{house.slug}/"))
    rows = [[words(line) for line in row.select("p")] for row in page.select(".list li")]
    held = ["Las listrik", "Senin–Jumat, 08.00–15.00 · Jalan Contoh 12, Surakarta"]
    assert rows == [
        ["7 Desember 2026 – 1 Januari 2027Sisa 15 dari 20 kursi", *held],
        ["4–29 Januari 2027 Penuh", *held],
        ["1–26 Februari 2027 Pendaftaran ditutup", *held],
    ]
    aside = words(page.select_one("aside.stack"))
    assert "Jalan Contoh 12" in aside
    assert "Terakreditasi sampai 30 Juni 2028" in aside
    assert page.select_one("a[href='tel:+62271555012']") is not None
    assert page.select_one("a[href='https://lpk.contoh.invalid']")["rel"] == ["noopener", "noreferrer", "external"]


def test_the_page_of_an_institute_asks_the_same_for_one_programme_and_ten(client: Client) -> None:
    house = InstituteFactory()
    for number in range(10):
        TrainingClassFactory(programme__institute=house, programme__title=f"Program {number}")
    with most_queries(4):
        response = client.get(f"/lpk/{house.slug}/")
    assert len(soup(response).select(".vac li")) == 10


def test_a_suspended_institute_says_so_and_is_in_no_list(client: Client) -> None:
    programme = ProgrammeFactory(institute__suspended=True)
    for path in (f"/lpk/{programme.institute.slug}/", page_of(programme)):
        text = main(client, path)
        assert "Lembaga ini sedang ditangguhkan" in text
        assert "Cara ikut" not in text
    assert "Belum ada yang cocok" in main(client, LIST, {"q": "jahit"})


def test_an_institute_without_classes_or_programmes_says_so(client: Client) -> None:
    assert "Belum ada jadwal" in main(client, f"/lpk/{ProgrammeFactory().institute.slug}/")
    assert "Belum ada program" in main(client, f"/lpk/{InstituteFactory().slug}/")


@pytest.mark.parametrize("traits", [{"draft": True}, {"withdrawn": True}, {"institute__ended": True}])
def test_what_is_not_for_the_public_is_not_there(client: Client, traits: dict[str, bool]) -> None:
    programme = ProgrammeFactory(**traits)
    assert client.get(page_of(programme)).status_code == 404
    expected = 404 if programme.institute.state == "ended" else 200
    assert client.get(f"/lpk/{programme.institute.slug}/").status_code == expected
    assert client.get("/lpk/tidak-ada/").status_code == 404


def test_a_programme_says_what_one_learns_when_and_who_pays(client: Client) -> None:
    programme = TrainingClassFactory(programme__title="Las listrik", programme__group="7212").programme
    other = ProgrammeFactory(title="Las gas", group="72", institute__region_id="3311")
    page = soup(client.get(page_of(programme)))
    assert [words(item) for item in page.select("#belajar + ul li")] == [
        "Menjalankan mesin jahit.",
        "Memeriksa jahitan sendiri.",
    ]
    assert "Rp1.850.000dibayar JKP, bukan Anda" in words(page.select_one(".three"))
    assert "Pekerja logam dan mesin. Lihat lowongan di bidang ini" in words(page.main)
    assert page.select_one("a[href='/ipk/lowongan/?golongan=72']") is not None
    assert words(page.select_one("[aria-labelledby=serupa] h3")) == other.title
    assert "Cara ikut tanpa biaya" in words(page.select_one("aside.stack"))


def test_who_was_recommended_it_reads_that(client: Client) -> None:
    made = RecommendationFactory()
    sign_in(client, made.person.user)
    text = main(client, page_of(made.programme))
    assert "Direkomendasikan untuk Anda Berlaku sampai Sabtu, 13 Februari 2027." in text
    sign_in(client, UserFactory())
    assert "Direkomendasikan untuk Anda" not in main(client, page_of(made.programme))


def test_what_an_institute_writes_is_text(client: Client) -> None:
    house = InstituteFactory(name=HOSTILE, slug="jahat", address=HOSTILE)
    programme = ProgrammeFactory(
        institute=house, title=HOSTILE, slug="jahat", learns=HOSTILE, requirements=HOSTILE, skills=["<b>x</b>"]
    )
    TrainingClassFactory(programme=programme, place=HOSTILE, schedule=HOSTILE)
    for path in (LIST, "/lpk/?q=klik", "/lpk/?lihat=lembaga", "/lpk/jahat/", "/lpk/jahat/jahat/"):
        page = soup(client.get(path))
        assert "<script>alert(1)</script>" in page.main.get_text()
        assert page.select("main script, main a[href^=javascript], main b:-soup-contains('x')") == []


def test_both_languages_answer(client: Client) -> None:
    TrainingClassFactory()
    assert Institute.objects.count() == 1
    for path in ("/en/lpk/", "/en/pasar-kerja/pelatihan/"):
        assert soup(client.get(path)).html["lang"] == "en"
