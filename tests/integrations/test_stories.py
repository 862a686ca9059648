"""The stories are told to the rules: what they promise is what the law says, on every day."""

from datetime import date, timedelta

import pytest

from core.nik import is_nik
from integrations.sandbox.people import Contribution, nik, person
from integrations.sandbox.stories import NAMES, Story, all_stories, story
from rules.calendar import month_of
from rules.deadlines import contribution_due
from rules.questions import answer

DAYS = [
    date(2025, 2, 7),
    date(2025, 3, 1),
    date(2026, 1, 9),
    date(2026, 2, 28),
    date(2026, 3, 10),
    date(2026, 8, 31),
    date(2026, 12, 31),
    date(2027, 6, 15),
]


def _row(row: Contribution) -> dict[str, object]:
    return {
        "month": row.month,
        "employer": row.npp,
        "wage": row.wage,
        "paid_on": row.paid_on and row.paid_on.isoformat(),
        "reported_on": row.reported_on.isoformat(),
    }


def question(told: Story, today: date) -> dict[str, object]:
    """The facts as the portal gathers them on `today`, for a claim filed that day."""
    person, phk, bpjs = told.person, told.phk, told.person.bpjs
    facts: dict[str, object] = {
        "id": told.name,
        "question": "eligibility",
        "filed_on": today.isoformat(),
        "decided_on": today.isoformat(),
        "phk": {
            "on": phk.on.isoformat(),
            "reason": phk.reason,
            "contract": phk.contract,
            "contract_ends_on": phk.contract_ends_on and phk.contract_ends_on.isoformat(),
            "proof": phk.proof,
            "disputed": phk.disputed,
        },
    }
    if bpjs is None:
        return facts | {"participant": {"willing_to_work": True}}
    here = next(m for m in bpjs.memberships if m.npp == told.employer.npp)
    return facts | {
        "participant": {
            "citizen": bpjs.citizen,
            "born_on": person.born_on.isoformat(),
            "registered_on": bpjs.registered_on.isoformat(),
            "scale": told.employer.scale,
            "programmes": list(here.programmes),
            "jkn": bpjs.jkn,
            "willing_to_work": True,
            "employed_elsewhere": any(m.until is None and m.npp != told.employer.npp for m in bpjs.memberships),
        },
        "contributions": [_row(row) for row in bpjs.contributions],
        "previous_benefits": [{"phk_on": benefit.phk_on.isoformat()} for benefit in bpjs.previous_benefits],
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_story_ends_as_it_says_on_every_day(name: str) -> None:
    for today in DAYS:
        told = story(name, today=today)
        decision = answer(question(told, today))
        failing = tuple(reason["code"] for reason in decision["reasons"] if reason["met"] is False)

        assert (today, decision["outcome"], failing) == (today, told.outcome, told.failing)


@pytest.mark.parametrize("name", NAMES)
def test_a_story_has_the_wage_it_names_unless_bpjs_holds_none(name: str) -> None:
    told = story(name, today=DAYS[3])

    expected = None if name in ("tono", "indra") else min(told.wage, 5_000_000)
    assert answer(question(told, DAYS[3]))["wage_base"] == expected


def test_dewi_has_exactly_twelve_months_and_budi_eleven() -> None:
    for name, months in (("dewi", 12), ("budi", 11)):
        for offset in range(0, 365, 7):
            today = date(2026, 1, 1) + timedelta(days=offset)
            paid = [row for row in story(name, today=today).person.bpjs.contributions if row.paid_on]
            assert (today, len(paid)) == (today, months)


def test_ratna_is_owed_four_months_at_the_phk_and_hendra_five() -> None:
    for name, months in (("ratna", 4), ("hendra", 5)):
        for offset in range(365):
            told = story(name, today=date(2026, 1, 1) + timedelta(days=offset))
            due = [
                row
                for row in told.person.bpjs.contributions
                if contribution_due(month_of(date.fromisoformat(f"{row.month}-01"))) < told.phk.on
            ]
            assert (told.phk.on, sum(row.paid_on is None for row in due)) == (told.phk.on, months)
            assert all(row.paid_on is None for row in due[-months:])


def test_nobody_shares_a_number(settings: object) -> None:
    settings.SYNTHETIC_NIK = True
    people = [told.person for told in all_stories(today=DAYS[0])]

    assert len({one.nik for one in people}) == len(people) == len(NAMES)
    assert len({one.phone for one in people}) == len(people)
    assert len({(a.bank, a.number) for one in people for a in one.accounts}) == sum(len(p.accounts) for p in people)
    assert all(is_nik(one.nik) for one in people)


def test_an_invented_nik_is_valid_outside_production_only(settings: object) -> None:
    woman, man = nik(date(1991, 3, 14), "P", 7), nik(date(1991, 3, 14), "L", 7)

    assert (woman, man) == ("9901015403910007", "9901011403910007")
    settings.SYNTHETIC_NIK = True
    assert is_nik(woman)
    assert is_nik(man)
    settings.SYNTHETIC_NIK = False
    assert not is_nik(woman)
    del settings.SYNTHETIC_NIK
    assert not is_nik(woman)


def test_invented_people_are_always_the_same_and_all_different(settings: object) -> None:
    settings.SYNTHETIC_NIK = True
    crowd = [person(seed, today=DAYS[0]) for seed in range(3000)]

    assert crowd[17] == person(17, today=DAYS[0])
    assert len({one.nik for one in crowd}) == 3000
    assert len({(a.bank, a.number) for one in crowd for a in one.accounts}) == 3000
    assert all(is_nik(one.nik) for one in crowd)


def test_a_name_nobody_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        story("nobody", today=DAYS[0])
