"""The match of a vacancy: each part, what is unknown, and that it adds up to what is published."""

from datetime import date

import pytest

from ipk.matching import WEIGHTS, Offer, Wants, match, weights_on

TODAY = date(2026, 11, 16)
OFFER = Offer(group="75", region="3372", wage_best=3_000_000, schooling="3", skills=("menjahit", "pola"))
PARTS = ("experience", "interest", "place", "skills", "wage", "schooling")


def part(name: str, wants: Wants, offer: Offer = OFFER) -> tuple[int, str] | None:
    known = Wants(**{f: getattr(wants, f) for f in wants.__slots__})
    found = match(known, offer, on=TODAY)
    parts = {p.name: (p.points, p.why) for p in found.parts} if found else {}
    return parts.get(name)


@pytest.mark.parametrize(
    ("wants", "name", "expected"),
    [
        (Wants(former=frozenset({"7531"}), home="3372"), "experience", (100, "same")),
        (Wants(wished=frozenset({"75"}), home="3372"), "experience", (100, "wished")),
        (Wants(former=frozenset({"72"}), home="3372"), "experience", (50, "near")),
        (Wants(former=frozenset({"24"}), home="3372"), "experience", (0, "none")),
        (Wants(interests={"75": 81}, home="3372"), "interest", (81, "high")),
        (Wants(interests={"75": 40}, home="3372"), "interest", (40, "some")),
        (Wants(interests={"75": 39}, home="3372"), "interest", (39, "low")),
        (Wants(home="3372", wage=1), "place", (100, "same")),
        (Wants(home="3313", wage=1), "place", (60, "near")),
        (Wants(home="3578", wage=1), "place", (0, "far")),
        (Wants(home="3578", places=frozenset({"33"}), wage=1), "place", (100, "chosen_near")),
        (Wants(home="3578", places=frozenset({"3372"}), wage=1), "place", (100, "chosen")),
        (Wants(home="3313", places=frozenset({"33"}), wage=1), "place", (100, "near")),
        (Wants(places=frozenset({"3313"}), wage=1), "place", (60, "chosen_near")),
        (Wants(home="3578", anywhere=True, wage=1), "place", (50, "moving")),
        (Wants(skills=frozenset({"menjahit"}), home="3372"), "skills", (50, "some")),
        (Wants(skills=frozenset({"las"}), home="3372"), "skills", (0, "none")),
        (Wants(wage=3_000_000, home="3372"), "wage", (100, "enough")),
        (Wants(wage=3_300_000, home="3372"), "wage", (64, "below")),
        (Wants(wage=9_000_000, home="3372"), "wage", (0, "below")),
        (Wants(schooling="3", home="3372"), "schooling", (100, "enough")),
        (Wants(schooling="2", home="3372"), "schooling", (0, "below")),
    ],
)
def test_a_part(wants: Wants, name: str, expected: tuple[int, str]) -> None:
    assert part(name, wants) == expected


def test_a_vacancy_abroad_is_not_near() -> None:
    abroad = Offer("75", "", None, "0", ())
    assert match(Wants(home="3372", former=frozenset({"75"})), abroad, on=TODAY).percent == 60


def test_all_parts_at_their_best_make_a_hundred() -> None:
    wants = Wants(
        former=frozenset({"75"}), interests={"75": 100}, home="3372", skills=frozenset({"menjahit", "pola"}),
        wage=3_000_000, schooling="5",
    )  # fmt: skip
    found = match(wants, OFFER, on=TODAY)
    assert found.percent == 100
    assert tuple(p.name for p in found.parts) == PARTS


def test_the_percentage_is_the_weighted_mean_of_what_is_known() -> None:
    found = match(Wants(former=frozenset({"72"}), home="3313"), OFFER, on=TODAY)
    # (50 x 30 + 60 x 20) / 50
    assert found.percent == 54


@pytest.mark.parametrize("wants", [Wants(), Wants(home="3372"), Wants(wage=1)])
def test_with_less_than_two_known_parts_there_is_no_number(wants: Wants) -> None:
    assert match(wants, OFFER, on=TODAY) is None


def test_weights_add_up_and_have_a_first_day() -> None:
    for weights in WEIGHTS:
        assert sum(getattr(weights, name) for name in PARTS) == 100
    with pytest.raises(LookupError):
        weights_on(date(2025, 12, 31))
