"""The search in the catalogue, and what leads to a group of work, the nearest first."""

from datetime import timedelta

import pytest

from core.places import Place
from ipk.models import Occupation
from tests.factories.participants import TODAY
from tests.factories.training import InstituteFactory, ProgrammeFactory, TrainingClassFactory
from training.asked import Asked, read_asked
from training.groups import fine_groups, full_name, group_name, groups
from training.models import Programme
from training.selectors.catalogue import (
    ONLINE,
    SAME_PROVINCE,
    SAME_REGENCY,
    elsewhere,
    find_programmes,
    look_up,
    programmes_for_groups,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SURAKARTA, SRAGEN, SURABAYA, JAYAPURA = "3372", "3314", "3578", "9471"


def titles(rows: object) -> list[str]:
    return [row.title for row in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize("typed", ["menjahit", "penjahit", "Jahitan", "pelatihan jahit", "mesin jahit"])
def test_a_word_finds_its_relatives(typed: str) -> None:
    ProgrammeFactory(title="Operator jahit garmen")
    ProgrammeFactory(title="Barista", learns="Menyeduh kopi.", skills=["kopi"])
    assert titles(find_programmes(typed, on=TODAY)) == ["Operator jahit garmen"]


def test_the_title_goes_before_skills_and_skills_before_what_one_learns() -> None:
    plain = {"learns": "Belajar.", "skills": ["lain"], "requirements": ""}
    ProgrammeFactory(title="Satu", **plain | {"learns": "Belajar mengelas las."})
    ProgrammeFactory(title="Dua", **plain | {"skills": ["las"]})
    ProgrammeFactory(title="Las", **plain)
    assert titles(find_programmes("las", on=TODAY)) == ["Las", "Dua", "Satu"]


def test_words_of_the_institute_count_too() -> None:
    ProgrammeFactory(title="Barista", institute__name="LPK Bina Kopi Contoh", learns="x", skills=[])
    ProgrammeFactory(title="Barista", learns="x", skills=[])
    assert find_programmes("barista bina", on=TODAY).count() == 1


def test_without_words_the_soonest_start_with_a_seat_comes_first() -> None:
    ProgrammeFactory(title="Tanpa jadwal")
    TrainingClassFactory(programme__title="Penuh", starts_on=TODAY, full=True)
    TrainingClassFactory(programme__title="Batal", starts_on=TODAY, cancelled=True)
    TrainingClassFactory(programme__title="Nanti")
    TrainingClassFactory(programme__title="Hari ini", starts_on=TODAY)
    TrainingClassFactory(programme__title="Kemarin", starts_on=TODAY - timedelta(days=1))
    rows = find_programmes(on=TODAY)
    assert titles(rows) == ["Hari ini", "Nanti", "Batal", "Kemarin", "Penuh", "Tanpa jadwal"]
    assert [row.next_start for row in rows][2:] == [None] * 4


def test_each_filter_narrows() -> None:
    TrainingClassFactory(programme__title="A", programme__group="7531", programme__cost=900_000)
    ProgrammeFactory(title="B", group="51", online=True, institute__region_id=SURABAYA)
    for asked, found in (
        ({"region": "33"}, ["A"]), ({"region": SRAGEN}, []), ({"region": SURABAYA}, ["B"]), ({"group": "7"}, ["A"]),
        ({"group": "75"}, ["A"]), ({"group": "51"}, ["B"]), ({"mode": "daring"}, ["B"]), ({"cost": 1_000_000}, ["A"]),
        ({"days": 20}, []), ({"days": 21}, ["A"]), ({}, ["A", "B"]),
    ):  # fmt: skip
        assert titles(find_programmes(on=TODAY, **asked)) == found, asked


@pytest.mark.parametrize("traits", [{"draft": True}, {"withdrawn": True}, {"institute__suspended": True}])
def test_what_cannot_be_recommended_is_not_found(traits: dict[str, bool]) -> None:
    ProgrammeFactory(**traits)
    assert not find_programmes(on=TODAY).exists()


def test_a_slip_of_the_pen_is_put_right_only_when_nothing_has_the_word() -> None:
    ProgrammeFactory(title="Barista", learns="x", skills=[])
    found = look_up(Asked("baristo"), on=TODAY)
    assert (titles(found.programmes), found.understood.corrected) == (["Barista"], {"baristo": "barista"})
    assert look_up(Asked("barista"), on=TODAY).understood.corrected == {}
    assert look_up(Asked("astronaut"), on=TODAY).total == 0


def test_some_of_the_words_are_enough_when_nothing_has_all() -> None:
    ProgrammeFactory(title="Barista", learns="x", skills=[])
    found = look_up(Asked("barista astronaut"), on=TODAY)
    assert (titles(found.programmes), found.understood.loose) == (["Barista"], True)


def test_a_place_may_stand_among_the_words() -> None:
    ProgrammeFactory(title="Barista", institute__region_id=SURABAYA)
    ProgrammeFactory(title="Barista")
    found = look_up(Asked("barista kota surakarta"), on=TODAY)
    assert (found.total, found.understood.place) == (1, Place(SURAKARTA, "Kota Surakarta"))
    assert look_up(Asked("barista", place="Atlantis"), on=TODAY).understood.unknown_place == "Atlantis"


def test_nearest_narrows_nothing_and_goes_outwards_from_the_place() -> None:
    for region, title in ((JAYAPURA, "Barista Jayapura"), (SURABAYA, "Barista Surabaya"), (SRAGEN, "Barista Sragen")):
        ProgrammeFactory(title=title, institute__region_id=region)
    ProgrammeFactory(title="Barista Surakarta", institute__region_id=SURAKARTA)
    ProgrammeFactory(title="Barista daring", institute__region_id=JAYAPURA, mode="daring")
    ProgrammeFactory(title="Menjahit", institute__region_id=SURAKARTA)
    outwards = ["Barista Surakarta", "Barista Sragen", "Barista daring", "Barista Surabaya", "Barista Jayapura"]
    for asked in (Asked("barista", place="Kota Surakarta", nearest=True), Asked("barista solo", nearest=True)):
        assert titles(look_up(asked, on=TODAY).programmes) == outwards
    assert titles(look_up(Asked("barista", place="Kota Surakarta"), on=TODAY).programmes) == ["Barista Surakarta"]
    only_province = look_up(Asked("barista", place="Jawa Timur", nearest=True), on=TODAY).programmes
    assert titles(only_province)[:2] == ["Barista Surabaya", "Barista daring"]


def test_nearest_without_a_known_place_is_the_usual_order() -> None:
    ProgrammeFactory(title="Barista", institute__region_id=SURAKARTA)
    assert titles(look_up(Asked("barista", place="Wakanda", nearest=True), on=TODAY).programmes) == ["Barista"]


def test_institutes_go_outwards_too() -> None:
    for region in (JAYAPURA, SURABAYA, SRAGEN, SURAKARTA):
        ProgrammeFactory(institute__region_id=region)
    found = look_up(Asked(place="Kota Surakarta", nearest=True, institutes=True), on=TODAY).institutes
    assert [house.region_id for house in found] == [SURAKARTA, SRAGEN, SURABAYA, JAYAPURA]


def test_institutes_are_those_of_the_programmes_and_those_of_the_name() -> None:
    first = InstituteFactory(name="LPK A Contoh")
    ProgrammeFactory(institute=first, title="Barista")
    ProgrammeFactory(institute=first, title="Barista lanjut")
    named = InstituteFactory(name="LPK Barista Contoh")
    InstituteFactory(name="LPK C Contoh")
    found = look_up(Asked("barista"), on=TODAY)
    assert [(row, row.teaches) for row in found.institutes] == [(first, 2), (named, 0)]
    assert list(look_up(Asked("barista", mode="luring"), on=TODAY).institutes) == [first]
    assert look_up(Asked(place="Papua"), on=TODAY).institutes.count() == 0


def test_the_address_of_a_question_is_canonical() -> None:
    asked = read_asked(
        {"biaya": "1500000", "q": "  las \u200b listrik ", "mulai": "30", "bidang": "72", "urut": "mulai"}
    )
    assert asked == Asked("las listrik", group="72", days=30, cost=1_500_000, soonest=True)
    assert asked.query_string() == "q=las+listrik&bidang=72&mulai=30&biaya=1500000&urut=mulai"
    near = read_asked({"di": "Surakarta", "urut": "dekat"})
    assert (near, near.query_string()) == (Asked(place="Surakarta", nearest=True), "di=Surakarta&urut=dekat")
    assert read_asked({"bidang": "0", "cara": "x", "mulai": "31", "lihat": "y"}) == Asked()
    assert not Asked().narrows


# --- for counsellors ----------------------------------------------------------------------------------------------


def test_the_nearest_comes_first_then_online_then_other_provinces_by_distance() -> None:
    ProgrammeFactory(title="Jayapura", institute__region_id=JAYAPURA)
    ProgrammeFactory(title="Surabaya", institute__region_id=SURABAYA)
    ProgrammeFactory(title="Daring", online=True, institute__region_id=SURAKARTA)
    ProgrammeFactory(title="Sragen", institute__region_id=SRAGEN)
    ProgrammeFactory(title="Surakarta")
    rows = list(programmes_for_groups(("75",), SURAKARTA, on=TODAY))
    assert titles(rows) == ["Surakarta", "Sragen", "Daring", "Surabaya", "Jayapura"]
    assert [row.nearness for row in rows][:3] == [SAME_REGENCY, SAME_PROVINCE, ONLINE]
    assert titles(programmes_for_groups((), "", on=TODAY))[0] == "Daring"


def test_within_the_same_distance_the_soonest_start_comes_first() -> None:
    ProgrammeFactory(title="A tanpa jadwal")
    TrainingClassFactory(programme__title="Z segera")
    assert titles(programmes_for_groups(("75",), SURAKARTA, on=TODAY)) == ["Z segera", "A tanpa jadwal"]


def test_groups_are_compared_by_two_digits() -> None:
    ProgrammeFactory(title="Unit", group="7531")
    ProgrammeFactory(title="Las", group="72")
    ProgrammeFactory(title="Barista", group="51")
    assert titles(programmes_for_groups(("7533",), SURAKARTA, on=TODAY)) == ["Unit"]
    assert titles(programmes_for_groups(("7",), SURAKARTA, on=TODAY)) == ["Las", "Unit"]
    assert titles(programmes_for_groups(("51", "72"), SURAKARTA, on=TODAY, words="barista")) == ["Barista"]


def test_an_area_without_an_institute_is_told_of_online_and_near_ones() -> None:
    ProgrammeFactory(title="Daring", online=True)
    ProgrammeFactory(title="Dekat", institute__region_id="8171")
    online, near = elsewhere(Place("94", "Papua"), on=TODAY)
    assert (titles(online), titles(near)) == (["Daring"], ["Dekat"])


def test_names_of_groups_are_those_of_the_classification() -> None:
    known = {row.code: (row.name, row.name_en) for row in Occupation.objects.all() if len(row.code) < 3}
    assert {code: (group.name, group.name_en) for code, group in groups().items()} == known
    finer = {row.code: (row.name, row.name_en) for row in Occupation.objects.all() if len(row.code) > 2}
    assert {code: (group.name, group.name_en) for code, group in fine_groups().items()} == finer
    assert (full_name("7531"), full_name("753"), full_name("75")) == (finer["7531"][0], finer["753"][0], known["75"][0])
    assert group_name("7531") == known["75"][0]
    assert group_name("0110") == "0110"


def test_the_database_refuses_what_is_no_group() -> None:
    programme = ProgrammeFactory()
    with pytest.raises(Exception, match="programme_group_is_an_occupation"):
        Programme.objects.filter(pk=programme.pk).update(group="x5")
