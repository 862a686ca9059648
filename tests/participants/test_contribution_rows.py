"""One line of a contribution file: what can be read of it, and what the law says of it, month by month."""

import io
import random
from datetime import date
from fractions import Fraction

import pytest

from core.errors import Invalid
from participants.contribution_law import BITS, EPOCH, bit_of, holds, law_of, months_of, share_sql
from participants.contribution_rows import COLUMNS, EMPTY, HEADER, LONGEST_LINE, Problem, sift
from participants.contribution_tables import one
from participants.contribution_verdicts import VERDICTS, codes_of, verdict_sql
from participants.contribution_words import WORDS
from participants.enums import ContributionKind, Scale
from participants.models import ParticipantSummary
from participants.operations.contribution_reading import _TooLong, next_block
from participants.operations.enrolment import enrol_participants
from rules.calendar import Month, last_day, month_of
from rules.contributions import compute
from rules.money import Rupiah, share_of

GOOD = "99000000003,99000001,2026-10,4500000,9900,6300,0,2026-11-10,1990-07-01,besar,JKK+JKM+JHT+JP,0"
CELLS = dict(zip(COLUMNS, GOOD.split(","), strict=True))
LONG_AGO = Month(month_of(date(2022, 3, 1)))


def line(**cells: str) -> str:
    return ",".join({**CELLS, **cells}.values())


def sifted(*lines: str) -> tuple[list[str], list[Problem]]:
    found = sift("".join(f"{text}\n" for text in lines).encode(), 2)
    assert found.lines == len(lines)
    return b"".join(found.content).decode().splitlines(), found.problems


def test_lines_in_the_usual_form_pass_as_they_are() -> None:
    unpaid = line(dibayar="")
    small = line(skala="mikro", program="JKK+JKM+JHT", keringanan="1")
    assert sifted(GOOD, unpaid, small) == ([GOOD, unpaid, small], [])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (GOOD + "\r", GOOD),
        (" , ".join(GOOD.split(",")), GOOD),
        (line(nomor_peserta='"99000000003"'), GOOD),
        (line(skala="BESAR"), GOOD),
        (line(program="JP+JKK+JHT+JKM"), GOOD),
        (line(dibayar="2024-02-29"), line(dibayar="2024-02-29")),
        (line(upah="0004500000"), line(upah="0004500000")),
        (line(program="jkk + jkm"), line(program="JKK+JKM")),
    ],
)
def test_another_form_of_the_same_is_put_into_the_usual_one(text: str, read: str) -> None:
    assert sifted(text) == ([read], [])


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("nomor_peserta", "9900000000"),
        ("nomor_peserta", "=99000000003"),
        ("npp", "990000012"),
        ("bulan", "2026-13"),
        ("bulan", "Oktober 2026"),
        ("upah", "0"),
        ("upah", "-4500000"),
        ("upah", "4.500.000"),
        ("upah", "4500000,0"[:7] + ".0"),
        ("upah", "1234567890123"),
        ("upah", "٤٥٠٠٠٠٠"),
        ("iuran_pemerintah", "9900.5"),
        ("iuran_jkk", "1234567890"),
        ("iuran_jkm", "-1"),
        ("dibayar", "10/11/2026"),
        ("dibayar", "2026-02-29"),
        ("lahir", "1990-13-01"),
        ("lahir", "1990-04-31"),
        ("skala", "raksasa"),
        ("program", "JKK+JKK"),
        ("program", "JKK+BPJS"),
        ("keringanan", "ya"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_what_it_holds(field: str, cell: str) -> None:
    content, problems = sifted(GOOD, line(**{field: cell}), GOOD)
    assert problems == [Problem(3, field, "malformed", cell)]
    assert content == [GOOD, EMPTY.decode().strip(), GOOD]


@pytest.mark.parametrize("field", [field for field in COLUMNS if field != "dibayar"])
def test_an_empty_cell_is_missing(field: str) -> None:
    assert sifted(line(**{field: ""}))[1] == [Problem(2, field, "missing", "")]


@pytest.mark.parametrize("text", ["", GOOD + ",1", GOOD.rpartition(",")[0], GOOD.replace(",", ";"), '"', "\x00\x01"])
def test_a_line_with_other_columns_is_said_so(text: str) -> None:
    content, problems = sifted(text, GOOD)
    assert [(problem.line, problem.code) for problem in problems] == [(2, "columns")]
    assert content == [EMPTY.decode().strip(), GOOD]


def test_everything_that_is_wrong_with_a_line_is_named() -> None:
    problems = sifted(line(upah="", lahir="kemarin", skala="-"))[1]
    assert [(problem.field, problem.code) for problem in problems] == [
        ("upah", "missing"),
        ("lahir", "malformed"),
        ("skala", "malformed"),
    ]


def test_amounts_of_lines_that_are_taken_out_still_count() -> None:
    found = sift(f"{line(lahir='x')}\n{line(upah='x')}\n{GOOD}\n".encode(), 2)
    assert (found.wages, found.government) == (4_500_000, 9_900 * 2)


@pytest.mark.parametrize("seed", range(20))
def test_the_number_of_a_row_is_the_number_of_its_line(seed: int) -> None:
    dice = random.Random(seed)
    kinds = [GOOD, line(dibayar=""), line(upah="x"), "", "=1+1", "\u2603"]
    texts = dice.choices(kinds, weights=[5, 2, 1, 1, 1, 1], k=40)
    content, problems = sifted(*texts)
    bad = {problem.line for problem in problems}
    for place, (text, kept) in enumerate(zip(texts, content, strict=True), 2):
        assert kept == (EMPTY.decode().strip() if place in bad else text)


def test_a_line_without_an_end_is_no_csv() -> None:
    assert next_block(io.BytesIO(b"a\n" * 10)) == b"a\n" * 10
    with pytest.raises(_TooLong):
        next_block(io.BytesIO(b"a" * (256 * 1024 + LONGEST_LINE + 1)))


def test_a_month_has_its_bit_for_63_months_from_january_2022() -> None:
    assert (bit_of(EPOCH), bit_of(Month(EPOCH + BITS - 1))) == (1, 1 << 62)
    assert months_of(bit_of(Month(EPOCH + 57)) | 1) == [EPOCH, month_of(date(2026, 10, 1))]
    assert [holds(Month(EPOCH + place)) for place in (-1, 0, BITS - 1, BITS)] == [False, True, True, False]
    with pytest.raises(ValueError, match="2027-04"):
        bit_of(Month(EPOCH + BITS))


def test_every_code_has_a_sentence() -> None:
    assert set(WORDS) == {*VERDICTS, "columns", "missing", "malformed"}
    assert sum(verdict.bit for verdict in VERDICTS.values()) == (1 << len(VERDICTS)) - 1


@pytest.mark.parametrize("month", ["2022-03", "2025-01", "2025-02", "2026-01", "2026-02"])
@pytest.mark.parametrize("wage", [1, 2_273, 4_999_999, 5_000_000, 25_000_000])
def test_the_law_of_a_month_is_that_of_the_rules(month: str, wage: int) -> None:
    """Shares as `rules.contributions` has them; with relief, its part of the JKK share."""
    period = Month(month_of(date.fromisoformat(f"{month}-01")))
    law, told = law_of(period), compute(period, wage)
    expected = law.expected(wage, relief=False)
    assert tuple(expected.values()) == (told.government, told.jkk, told.jkm)
    assert law.has_relief == (month in ("2025-02", "2026-01"))
    halved = law.expected(wage, relief=True)["iuran_jkk"]
    assert halved == share_of(Rupiah(told.base), Fraction(14, 10_000) * (Fraction(1, 2) if law.has_relief else 1))


@pytest.mark.django_db
@pytest.mark.parametrize("share", [Fraction(22, 10_000), Fraction(7, 10_000), Fraction(1, 3), Fraction(0), Fraction(1)])
def test_sql_rounds_as_the_rules_do(share: Fraction) -> None:
    amounts = [0, 1, 227, 228, 2_272, 2_273, 714, 715, 1_786, 4_999_999, 5_000_000, 999_999_999_999]
    for amount in amounts:
        assert one(f"SELECT {share_sql('%s::int8', share)}", amount)[0] == share_of(Rupiah(amount), share)


def verdict(
    month: Month, *, kind=ContributionKind.MONTH, history: str = "", insured: dict | None = None, **cells
) -> list[str]:
    """The codes of one line, asked of the database."""
    law = law_of(month)
    said = {
        "wage": 4_500_000,
        "scale": "besar",
        "programmes": "JKK+JKM+JHT+JP",
        "relief": False,
        "born_on": "1990-07-01",
    }
    said |= {"paid_on": f"{last_day(month):%Y-%m-%d}", **cells}
    shares = law.expected(said["wage"], relief=said["relief"])
    said = {"gov": shares["iuran_pemerintah"], "jkk": shares["iuran_jkk"], "jkm": shares["iuran_jkm"], **said}
    known = {"last_wage": 4_400_000, "born_on": "1990-07-01", "registered_on": "2022-02-01", **(insured or {})}
    asked = verdict_sql(law, kind=kind, received_on=date(2026, 11, 20), has_history=bool(history))
    kinds = dict(COLUMNS.values())
    cells_sql = ", ".join(f"%s::{kinds[name]} AS {name}" for name in said)
    return codes_of(
        one(
            f"SELECT {asked} FROM (SELECT 2 AS line, {cells_sql}) l, "  # noqa: S608
            "(SELECT 1 AS participant, %s::int8 AS last_wage, %s::date AS born_on, %s::date AS registered_on) s, "
            "(SELECT NULL::int AS line) d, "
            f"(SELECT {'1' if history else 'NULL::int'} AS participant, "
            f"{'NULL' if history == 'unpaid' else 'now()'}::date AS paid_on) h",
            *said.values(),
            known["last_wage"], known["born_on"], known["registered_on"],
        )[0]
    )  # fmt: skip


OCTOBER = month_of(date(2026, 10, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("month", [LONG_AGO, month_of(date(2025, 1, 1)), month_of(date(2025, 2, 1)), OCTOBER])
def test_a_line_with_the_shares_of_its_month_is_good(month: Month) -> None:
    assert verdict(month) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"gov": 9_901}, ["government"]),
        ({"jkk": 6_299}, ["jkk"]),
        ({"jkm": 4_500}, ["jkm"]),  # the share until January 2025
        ({"relief": True}, ["relief"]),
        ({"wage": 13_200_000}, []),
        ({"wage": 13_200_001}, ["wage"]),
        ({"wage": 1_466_667}, []),
        ({"wage": 1_466_666}, ["wage"]),
        ({"born_on": "1990-07-02"}, ["born"]),
        ({"paid_on": "2026-09-30"}, ["paid_on"]),
        ({"paid_on": "2026-10-01"}, []),
        ({"paid_on": "2026-11-20"}, []),
        ({"paid_on": "2026-11-21"}, ["paid_on"]),
        ({"paid_on": None}, []),
        ({"programmes": "JKK+JKM+JHT"}, ["programmes"]),
        ({"programmes": "JKK+JKM+JHT", "scale": Scale.SMALL}, []),
        ({"programmes": "JKK+JKM+JHT+JP", "scale": Scale.MICRO}, []),
        ({"programmes": "JKK+JKM", "scale": Scale.MICRO}, ["programmes"]),
        ({"gov": 1, "jkk": 1, "born_on": "1980-01-01"}, ["government", "jkk", "born"]),
    ],
)
def test_what_is_wrong_with_a_line_is_said(cells: dict, codes: list[str]) -> None:
    assert verdict(OCTOBER, **cells) == codes


@pytest.mark.django_db
def test_relief_halves_the_share_of_jkk_in_its_months_only() -> None:
    june = month_of(date(2025, 6, 1))
    assert verdict(june, relief=True, paid_on="2025-07-10") == []
    assert verdict(june, relief=True, paid_on="2025-07-10", jkk=6_300) == ["jkk"]
    assert verdict(june, relief=False, paid_on="2025-07-10", jkk=3_150) == ["jkk"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born_on", "registered_on", "codes"),
    [
        ("1968-02-02", "2022-02-01", []),  # the day before the 54th birthday
        ("1968-02-01", "2022-02-01", ["age"]),
        ("1968-02-29", "2022-02-28", []),  # born on 29 February: complete on 1 March
        ("1968-02-29", "2022-03-01", ["age"]),
        ("1968-02-28", "2022-02-28", ["age"]),
    ],
)
def test_who_was_too_old_on_the_day_of_registration(born_on: str, registered_on: str, codes: list[str]) -> None:
    insured = {"born_on": born_on, "registered_on": registered_on}
    assert verdict(OCTOBER, born_on=born_on, insured=insured) == codes


@pytest.mark.django_db
def test_a_first_wage_is_held_against_none() -> None:
    assert verdict(OCTOBER, wage=90_000_000, insured={"last_wage": None}) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "history", "codes"),
    [
        (ContributionKind.MONTH, "paid", ["known"]),
        (ContributionKind.MONTH, "unpaid", ["known"]),
        (ContributionKind.LATE, "paid", ["known"]),
        (ContributionKind.LATE, "unpaid", []),
        (ContributionKind.CORRECTION, "paid", []),
    ],
)
def test_what_the_register_holds_already(kind: ContributionKind, history: str, codes: list[str]) -> None:
    assert verdict(OCTOBER, kind=kind, history=history) == codes


@pytest.mark.django_db
def test_a_correction_confirms_a_wage() -> None:
    assert verdict(OCTOBER, kind=ContributionKind.CORRECTION, wage=44_000_000) == []


@pytest.mark.django_db
def test_who_is_insured_is_taken_over_and_put_right_but_keeps_the_months() -> None:
    assert enrol_participants(["99000000003,1990-07-01,2022-02-01\n", "99000000006,1991-07-01,2022-02-01"]) == 2
    ParticipantSummary.objects.filter(pk=99000000003).update(paid_bits=5, last_wage=4_000_000)
    assert enrol_participants(["99000000003,1990-08-01,2022-02-01"]) == 1
    kept = ParticipantSummary.objects.get(pk=99000000003)
    assert (kept.paid_bits, kept.last_wage, kept.born_on) == (5, 4_000_000, date(1990, 8, 1))


@pytest.mark.django_db
def test_one_line_that_cannot_be_read_takes_nobody_over() -> None:
    with pytest.raises(Invalid) as refusal:
        enrol_participants(["99000000003,1990-07-01,2022-02-01", "abc"])
    assert (refusal.value.code, "2" in str(refusal.value.message)) == ("malformed", True)
    assert not ParticipantSummary.objects.exists()


def test_the_header_names_every_column() -> None:
    assert HEADER.split(",") == list(COLUMNS)
