"""One's own months: on time, late, missing, not known; both sources side by side; what the rules count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.calendar import working_calendar
from jkp_portal.my_data import export
from participants.models import ParticipantNumber
from participants.operations.contributions import refresh_from_bpjs
from participants.own_contributions import own_history
from rules.calendar import month_of
from tests.factories.membership import waiting_report
from tests.factories.participants import MORNING, TODAY, EmployerFactory, PersonFactory, confirmed_phk
from tests.factories.register import in_register
from tests.participants.test_bpjs import Bpjs, member, row
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
KPJ = 11_223_344_556


def told(*rows, person=None, **facts):
    """A person of whom BPJS answered this."""
    person = person or PersonFactory()
    facts.setdefault("memberships", [member()])
    refresh_from_bpjs(person, bpjs=Bpjs(*rows, **facts), at=MORNING)
    return person


def history(person, year=2026):
    return own_history(person, year=year, today=TODAY, calendar=working_calendar())


def states(person, year=2026) -> dict[int, str]:
    return {cell.month.month: cell.state for cell in history(person, year).months(year)}


def paid(month: str, on: date | None):
    return row(month, paid_on=on)


# --- a month -----------------------------------------------------------------------------------------------------


def test_the_due_day_itself_is_on_time_and_the_day_after_is_late():
    person = told(paid("2026-05", date(2026, 6, 15)), paid("2026-06", date(2026, 7, 16)), paid("2026-07", None))
    found = states(person)
    assert (found[5], found[6], found[7]) == ("on_time", "late", "unpaid")


def test_a_month_without_a_row_is_missing_until_bpjs_answered_and_not_due_afterwards():
    found = states(told(row("2026-08")))
    assert (found[8], found[9], found[10], found[11]) == ("on_time", "missing", "not_due", "not_due")


def test_an_unpaid_month_whose_day_has_not_come_is_not_due():
    assert states(told(row("2026-09"), paid("2026-10", None)))[10] == "not_due"


def test_months_after_the_answer_of_bpjs_are_not_known():
    person = told(row("2026-01"))
    later = own_history(person, year=2027, today=date(2027, 4, 20), calendar=working_calendar())
    assert later.months(2027)[0].state == "unknown"


def test_months_outside_every_membership_are_no_gap():
    person = told(
        row("2024-03"),
        row("2026-03"),
        memberships=[
            member(since=date(2024, 2, 1), until=date(2024, 6, 30)),
            member(npp="99000002", since=date(2026, 3, 1)),
        ],
    )
    assert states(person, 2024) == {1: "outside", 2: "missing", 3: "on_time", **dict.fromkeys((4, 5, 6), "missing"),
                                    **dict.fromkeys(range(7, 13), "outside")}  # fmt: skip
    assert states(person)[2] == "outside"


def test_of_two_employers_the_month_that_was_paid_counts():
    person = told(row("2026-05"), row("2026-05", npp="99000002", paid_on=None))
    cell = history(person).months(2026)[4]
    assert (cell.state, len(cell.entries)) == ("on_time", 2)


def test_a_year_ends_with_the_month_of_today():
    person = told(row("2024-03"))
    assert [len(history(person).months(year)) for year in (2024, 2026)] == [12, 11]
    assert history(person).years() == [2026, 2025, 2024, 2023, 2022, 2021, 2020, 2019]  # member since May 2019


def test_whom_nobody_knows_has_no_months():
    found = history(PersonFactory())
    assert (found.is_empty, found.is_known, found.years()) == (True, False, [2026])
    assert {cell.state for cell in found.months(2026)} == {"unknown"}
    assert [reason.met for reason in found.conditions().values()] == [None, True, None]


def test_whom_bpjs_does_not_know_is_not_known_rather_than_refused():
    found = history(told(known=False, memberships=[]))
    assert (found.is_known, found.conditions()["ELG-05"].met) == (False, None)


# --- the rules count ---------------------------------------------------------------------------------------------


def test_the_conditions_are_those_of_the_rules_on_today_when_work_goes_on():
    reasons = history(told(*(row(f"2026-{n:02d}") for n in range(1, 11)))).conditions()
    assert (reasons["ELG-05"].met, reasons["ELG-05"].facts["counted"], reasons["ELG-05"].facts["missing"]) == (
        False,
        10,
        2,
    )
    assert reasons["ELG-05"].facts["window_to"] == "2026-11"
    assert reasons["ELG-06"].facts == {"asked": False}
    assert (reasons["ELG-12"].met, reasons["ELG-05"].law.text) == (True, "PP 6/2025 Pasal 19")


def test_after_a_phk_the_months_are_counted_to_its_month():
    event = confirmed_phk(phk_on=date(2026, 9, 30))
    person = told(*(row(f"2026-{n:02d}") for n in range(1, 11)), person=event.person)
    assert history(person).conditions()["ELG-05"].facts["window_to"] == "2026-09"
    assert history(person).conditions()["ELG-05"].facts["counted"] == 9


def test_a_programme_that_is_missing_is_named():
    person = told(row("2026-01"), memberships=[replace(member(), programmes=("JKK", "JKM", "JHT"))])
    reason = history(person).conditions()["ELG-12"]
    assert (reason.met, reason.facts["missing"]) == (False, ["JP"])


# --- numbers and the register --------------------------------------------------------------------------------------


def test_several_numbers_of_one_person_each_name_their_employer_and_time():
    person = told(
        memberships=[
            member(kpj="99000000009", since=date(2020, 1, 1), until=date(2022, 1, 31)),
            member(kpj="99000000012", npp="99000002", since=date(2022, 3, 1)),
        ]
    )
    numbers = [(n.number, n.employer_npp, n.since, n.until) for n in history(person).numbers]
    assert numbers == [
        (99000000009, "99000001", date(2020, 1, 1), date(2022, 1, 31)),
        (99000000012, "99000002", date(2022, 3, 1), None),
    ]


def test_a_number_follows_what_bpjs_says_later_and_never_leaves_its_person():
    person = told(memberships=[member()])
    refresh_from_bpjs(person, bpjs=Bpjs(memberships=[member(until=date(2026, 10, 31))]), at=MORNING + timedelta(days=1))
    assert ParticipantNumber.objects.get().until == date(2026, 10, 31)
    told(memberships=[member(npp="99000009")])
    number = ParticipantNumber.objects.get()
    assert (number.person, number.employer_npp) == (person, "99000001")


def test_the_register_speaks_where_bpjs_was_not_asked():
    person = PersonFactory()
    ParticipantNumber.objects.create(number=KPJ, person=person, seen_at=MORNING)
    file = in_register(KPJ, "2026-08", paid_on=date(2026, 9, 10), npp=99000001)
    EmployerFactory(npp="99000001", name="PT Tenun")
    found = history(person)
    cell = found.months(2026)[7]
    assert (cell.state, cell.entries[0].file, cell.entries[0].wage) == ("on_time", file.number, 4_500_000)
    assert (found.names["99000001"], found.register_until, found.is_known) == ("PT Tenun", date(2026, 8, 1), False)
    assert found.months(2026)[8].state == "unknown"
    assert found.conditions()["ELG-05"].met is None  # a decision never rests on the register


@pytest.mark.parametrize(("wage", "differs"), [(4_500_000, False), (3_000_000, True)])
def test_where_the_sources_differ_both_are_shown(wage, differs):
    person = told(row("2026-08", wage=4_500_000, paid_on=date(2026, 9, 10)))
    in_register(KPJ, "2026-08", paid_on=date(2026, 9, 10), npp=99000001, wage=wage)
    cell = history(person).months(2026)[7]
    assert (cell.differs, len(cell.entries)) == (differs, 2 if differs else 1)


def test_only_the_partitions_of_the_year_are_read():
    person = told(row("2026-08"))
    in_register(KPJ, "2025-08", paid_on=date(2025, 9, 10), npp=99000001)
    assert [r.period for r in history(person, 2025).registered] == [month_of(date(2025, 8, 1))]
    assert history(person, 2026).registered == []


def test_a_history_asks_few_queries_however_long_it_is():
    person = told(*(row(f"{year}-{n:02d}") for year in (2022, 2023, 2024, 2025) for n in range(1, 13)))
    in_register(KPJ, "2025-08", paid_on=date(2025, 9, 10), npp=99000001)
    with most_queries(9):
        found = history(person, 2025)
        found.months(2025)
        found.conditions()
        assert len(found.registered) == 1


# --- taking it along -------------------------------------------------------------------------------------------------


def test_ones_own_data_hold_numbers_months_of_the_register_and_what_employers_reported():
    person = told(memberships=[member()])
    in_register(KPJ, "2025-08", paid_on=date(2025, 9, 10), npp=99000001)
    report = waiting_report(person=person)
    held = export(person.user)["kepesertaan"]
    assert [(n["kpj"], n["npp"]) for n in held["nomor_peserta"]] == [("11223344556", "99000001")]
    assert [(m["bulan"], m["upah"], m["npp"]) for m in held["iuran_berkas_bulanan"]] == [
        ("2025-08", 4_500_000, "99000001")
    ]
    assert [r["laporan"][0]["nomor"] for r in held["dilaporkan_perusahaan"]] == [report.number]
    other = PersonFactory()
    assert export(other.user)["kepesertaan"] == {
        "nomor_peserta": [],
        "iuran_berkas_bulanan": [],
        "dilaporkan_perusahaan": [],
    }
