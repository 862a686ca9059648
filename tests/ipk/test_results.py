"""What the page of a result says: reasons, ties, vacancies once there are any."""

import json
from pathlib import Path

import pytest
from django.utils import translation

from ipk import operations, selectors
from ipk.presentation import results
from ipk.presentation.results import ResultPage, best_names, vacancies_of
from tests.factories.ipk import assessed, assessed_in_short, liking
from tests.factories.participants import MORNING

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[2] / "ipk" / "data" / "instruments" / "riasec-1.json"
HEALTH = {"former": ["Dokter umum"], "wanted": ["Bidan", "Ners", "Perawat"]}
SERVICE = {"former": ["Kasir"], "wanted": ["Kasir", "Satpam", "Barista"]}
NURSE = liking(S=100, I=75, A=50, R=25, E=25, C=0)
RCE = ["61", "71", "75", "82", "83", "92", "93", "96"]


def page(person, openings=None, **how) -> ResultPage:
    return ResultPage(assessed(person, **how), {group.code: group for group in selectors.job_groups()}, openings)


def codes(shown: ResultPage) -> list[str]:
    return [group.code for group in shown.ordered()[:3]]


@pytest.fixture
def interest_only() -> None:
    """A version in which jobs weigh nothing."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    scoring = {**data["scoring"], "interest": 100, "experience": 0, "preference": 0}
    version = operations.take_in_version({**data, "number": 2, "scoring": scoring})
    operations.publish_version(version, actor=None, at=MORNING)


class TestTies:
    def test_groups_equal_in_everything_stand_by_code_and_it_is_said(self, person, interest_only):
        shown = page(person, answer=liking(R=100, C=75, E=50, I=25, A=25, S=25), **HEALTH)
        assert codes(shown) == RCE[:3]
        assert shown.tie() == (
            "5 golongan lain sama nilainya dengan Pengolah makanan, garmen, dan kayu. "
            "Yang ditampilkan dipilih menurut nomor golongannya."
        )

    def test_more_vacancies_go_first_among_equals_and_it_is_said(self, person, interest_only):
        openings = {"96": 3, "83": 40, "22": 900}
        shown = page(person, openings, answer=liking(R=100, C=75, E=50, I=25, A=25, S=25), **HEALTH)
        assert codes(shown) == ["83", "96", "61"]
        assert shown.tie().endswith("dipilih menurut banyaknya lowongan.")
        assert [card["openings"] for card in shown.best()] == [40, 3, 0]

    def test_vacancies_never_overtake_a_better_match(self, person):
        shown = page(person, {"96": 10_000})
        assert codes(shown)[0] == "81"

    def test_few_that_are_left_out_are_named(self, person, interest_only):
        shown = page(person, answer=liking(I=100, R=75, C=50, A=25, S=25, E=25), **SERVICE)
        assert codes(shown) == ["21", "25", "31"]
        assert shown.tie().startswith("Pekerja listrik dan elektronik sama nilainya dengan Teknisi sains dan teknik.")

    def test_without_a_tie_nothing_is_said(self, person):
        shown = page(person, former=["Perawat", "Guru SD"], wanted=["Perawat", "Barista", "Guru SD"], answer=NURSE)
        assert len({card["match"] for card in shown.best()}) == 3
        assert shown.ordered()[3].match < shown.ordered()[2].match
        assert shown.tie() == ""


class TestReasons:
    def test_strong_fair_and_no_interest(self, person):
        shown = page(person, answer=liking(R=100, C=75, E=50, S=25, I=0, A=0))
        sentences = {group.code: shown._interest(group) for group in shown.ordered()}
        assert sentences["82"] == "Minat Anda kuat di Praktis dan Teratur."
        assert sentences["53"] == "Minat Anda kuat di Praktis dan Teratur."
        assert sentences["26"] == "Bidang ini bukan minat Anda yang paling kuat."

    def test_equal_interests_are_said_to_be_equal(self, person):
        shown = page(person, answer=lambda item: (0, 25, 50, 75, 100, 50, 50, 50)[int(item.code[1]) - 1])
        assert shown.best()[0]["reasons"][0] == "Minat Anda sama kuat di semua bidang."

    def test_jobs_in_the_group_and_near_it(self, person):
        shown = page(person, former=["Operator jahit"], wanted=["Sopir truk", "Kasir", "Barista"])
        reasons = {card["name"]: card["reasons"][1:] for card in shown.best()}
        assert reasons["Operator mesin dan pabrik tetap"] == [
            "Anda pernah bekerja di golongan ini: Operator jahit.",
            "Dekat dengan keinginan: Sopir truk.",
        ]
        assert reasons["Pengemudi dan operator alat bergerak"] == [
            "Dekat dengan pekerjaan lama: Operator jahit.",
            "Anda menginginkan golongan ini: Sopir truk.",
        ]

    def test_names_follow_the_language(self, person):
        shown = page(person)
        with translation.override("en"):
            assert shown.best()[0]["name"] == "Stationary plant and machine operators"


class TestTheRest:
    def test_a_link_appears_with_the_page_of_vacancies(self, monkeypatch):
        monkeypatch.setattr(results, "reverse", lambda name: {"ipk:vacancies": "/ipk/lowongan/"}[name])
        assert vacancies_of("81") == "/ipk/lowongan/?golongan=81"

    def test_the_hexagon_fits_its_frame(self, person):
        picture = page(person, answer=liking(R=100, C=100, I=0)).picture()
        points = [tuple(map(int, point.split(","))) for point in picture["shape"].split()]
        assert points[0] == (190, 48)
        assert points[1] == (190, 160)
        assert all(0 <= x <= 380 and 0 <= y <= 320 for x, y in points)
        assert [dot["strong"] for dot in picture["dots"]] == [True, False, False, False, False, True]

    def test_an_attempt_without_a_score_names_no_group(self, person):
        assert best_names(assessed_in_short(person), {}) == []
