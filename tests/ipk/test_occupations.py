"""The classification of occupations, what people call their jobs, and how a job is found."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.enums import Role
from ipk.models import JobTitle, Occupation
from ipk.selectors import find_occupations, job_groups, job_titles
from ipk.titles import job_key
from tests.factories.accounts import officer, sign_in

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[2] / "ipk" / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first(text: str) -> tuple[str, str]:
    found = find_occupations(text)[0]
    return found.title, found.occupation_id


class TestTheData:
    def test_all_civil_groups_of_the_classification_are_there(self):
        assert Counter(map(len, Occupation.objects.values_list("code", flat=True))) == {1: 9, 2: 40, 3: 127, 4: 433}

    def test_each_group_lies_in_the_one_above_it(self):
        for code, parent in Occupation.objects.values_list("code", "parent"):
            assert parent == (code[:-1] or None)

    def test_exactly_the_forty_groups_have_letters_of_interest(self):
        assert [group.code for group in job_groups()] == sorted(
            row["code"] for row in rows("occupations.csv") if len(row["code"]) == 2
        )

    def test_names_of_a_level_differ_in_both_languages(self):
        for name in ("name", "name_en"):
            for length in (1, 2, 3, 4):
                names = [row[name] for row in rows("occupations.csv") if len(row["code"]) == length]
                assert len(set(names)) == len(names)

    def test_everyday_titles_are_each_named_once_and_lie_in_a_unit_group(self):
        titles = rows("job_titles.csv")
        keys = [job_key(row["title"]) for row in titles]
        assert len(titles) >= 500
        assert all(keys)
        assert len(set(keys)) == len(keys)
        assert JobTitle.objects.filter(key__in=keys).count() == len(keys)

    def test_every_unit_group_can_be_found_by_a_title(self):
        without = [o.code for o in Occupation.objects.filter(titles=None) if len(o.code) == 4]
        assert without == []


class TestFinding:
    @pytest.mark.parametrize(
        ("text", "title", "code"),
        [
            ("kasir", "Kasir", "5230"),
            ("KASIR ", "Kasir", "5230"),
            ("operator jahit", "Operator jahit", "8153"),
            ("oprator jahit", "Operator jahit", "8153"),
            ("oprator jahet", "Operator jahit", "8153"),
            ("satpan", "Satpam", "5414"),
            ("kasirr", "Kasir", "5230"),
            ("kuri", "Kurir", "9621"),
            ("tukang las", "Tukang las", "7212"),
            ("welder", "Welder", "7212"),
            ("admin gudang", "Admin gudang", "4321"),
            ("admn gudang", "Admin gudang", "4321"),
            ("teknisi ac", "Teknisi AC", "7127"),
            ("guru tk", "Guru TK", "2342"),
            ("perawat", "Perawat", "2221"),
            ("barista", "Barista", "5132"),
            ("spg", "SPG", "5223"),
            ("supir", "Supir", "8322"),
            ("sekuriti", "Sekuriti", "5414"),
            ("securiti", "Security", "5414"),
            ("menjahit", "Penjahit", "7531"),
            ("las listrik", "Tukang las listrik", "7212"),
            ("cleaning servis", "Cleaning service", "9112"),
        ],
    )
    def test_what_people_type_is_found_also_when_misspelt(self, text, title, code):
        assert first(text) == (title, code)

    def test_a_part_of_a_title_finds_it(self):
        assert "Operator mesin jahit" in [found.title for found in find_occupations("jahit", 30)]

    def test_who_reads_english_finds_groups_by_their_english_names(self):
        with translation.override("en"):
            assert find_occupations("security guards")[0].occupation_id == "5414"
            assert str(find_occupations("cashiers and ticket clerks")[0].occupation) == "Cashiers and ticket clerks"
            assert first("nursing") == ("Perawat profesional", "2221")
        assert find_occupations("electrotechnology") == []

    def test_letters_in_the_middle_of_a_word_are_no_find(self):
        assert {found.title for found in find_occupations("it", 30)} <= {"IT manager", "IT support"}

    def test_no_more_than_asked_for(self):
        assert len(find_occupations("operator", 5)) == 5

    @pytest.mark.parametrize("text", ["", " ", "a", "!!", "%", "'; DROP TABLE ipk_jobtitle; --", "\x00", "x" * 20_000])
    def test_hostile_or_empty_words_are_harmless(self, text):
        assert isinstance(find_occupations(text), list)
        assert JobTitle.objects.exists()

    def test_what_nobody_does_is_not_found(self):
        assert find_occupations("zzzzqqqq") == []

    def test_the_group_comes_with_the_title(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert [found.occupation.name for found in find_occupations("satpam", 1)] == ["Petugas keamanan"]

    def test_chosen_titles_by_number(self):
        cashier = JobTitle.objects.get(key="kasir")
        assert job_titles([cashier.pk, 0]) == {cashier.pk: cashier}


class TestTheKey:
    @pytest.mark.parametrize(
        ("title", "key"),
        [("  Operator  Jahit (Garmen)", "operator jahit garmen"), ("Café_Barista", "cafe barista"), ("--", "")],
    )
    def test_it_forgets_how_a_title_is_written(self, title, key):
        assert job_key(title) == key

    def test_two_titles_with_one_key_do_not_exist(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            JobTitle.objects.create(title="KASIR", key="kasir", occupation_id="5230")

    def test_a_title_lies_in_a_unit_group_only(self):
        with pytest.raises(IntegrityError, match="job_title_has_a_unit_group"), transaction.atomic():
            JobTitle.objects.create(title="Pengecat gunung", key="pengecat gunung", occupation_id="71")


class TestTheAdmin:
    @pytest.fixture
    def boss(self, client):
        return sign_in(client, officer(Role.ADMINISTRATOR))

    def test_an_administrator_adds_a_title_and_it_is_found(self, boss):
        made = boss.post("/admin/ipk/jobtitle/add/", {"title": " Tukang  Sumur Bor ", "occupation": "8113"})
        assert made.status_code == 302
        assert first("tukang sumur bor") == ("Tukang Sumur Bor", "8113")

    @pytest.mark.parametrize(
        ("title", "occupation"), [("kasir!", "5230"), ("...", "5230"), ("Pengecat gunung", "71"), ("", "5230")]
    )
    def test_a_title_that_exists_or_lies_nowhere_is_refused(self, boss, title, occupation):
        before = JobTitle.objects.count()
        assert boss.post("/admin/ipk/jobtitle/add/", {"title": title, "occupation": occupation}).status_code == 200
        assert JobTitle.objects.count() == before

    def test_names_of_groups_are_put_right_and_their_letters_are_not(self, boss):
        boss.post("/admin/ipk/occupation/5230/change/", {"name": "Kasir toko", "name_en": "Cashiers", "holland": "RIA"})
        group = Occupation.objects.get(code="5230")
        assert (group.name, group.name_en, group.holland) == ("Kasir toko", "Cashiers", "")
        assert boss.get("/admin/ipk/occupation/add/").status_code == 403
