"""A statement is read to the last rupiah or put aside whole (F17, B33)."""

from datetime import date

import pytest

from integrations.bank import StatementKind, bank_client, parse_statement
from integrations.errors import StatementInvalid
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story
from tests.integrations.test_bank import pay

DAY = date(2026, 3, 4)
HEAD = "line,booked_on,kind,key,bank_reference,bank,account_tail,amount,code"
GOOD = [
    HEAD,
    "1,2026-03-04,debit,K-1,BR1,002,4471,3000000,",
    "2,2026-03-04,debit,K-2,BR2,014,8830,2460000,",
    "3,2026-03-04,return,K-2,BR2,014,8830,2460000,account_dormant",
    "TRAILER,2026-03-04,ST-20260304,3,5460000,2460000",
]


def file(*lines: str) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode()


def changed(number: int, old: str, new: str) -> bytes:
    lines = list(GOOD)
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    return file(*lines)


def test_a_right_statement_is_read() -> None:
    statement = parse_statement(file(*GOOD), day=DAY)

    assert (statement.statement_no, statement.day) == ("ST-20260304", DAY)
    assert (statement.debit_total, statement.return_total) == (5_460_000, 2_460_000)
    assert [line.kind for line in statement.lines] == [StatementKind.DEBIT, StatementKind.DEBIT, StatementKind.RETURN]
    assert statement.lines[2].code == "account_dormant"
    assert len(statement.sha256) == 64


def test_a_day_without_movement_is_a_right_statement() -> None:
    assert parse_statement(file(HEAD, "TRAILER,2026-03-04,ST-20260304,0,0,0"), day=DAY).lines == ()


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "unknown_columns", 1),
        (b"\xef\xbb\xbf" + file(*GOOD), "unknown_columns", 1),
        (file(*GOOD).replace(b"BR1", b"BR\xff"), "bad_encoding", 0),
        (file(HEAD, '1,2026-03-04,debit,"K-1', GOOD[-1]), "bad_csv", 0),
        (changed(0, "code", "code,note"), "unknown_columns", 1),
        (changed(0, "amount,code", "code,amount"), "unknown_columns", 1),
        (changed(1, "3000000,", "3000000,,extra"), "unknown_columns", 2),
        (file(*GOOD[:-1]), "no_trailer", 4),
        (file(HEAD), "no_trailer", 1),
        (file(*GOOD, GOOD[1]), "no_trailer", 6),
        (changed(2, "2,2026", "3,2026"), "bad_line_number", 3),
        (changed(1, "2026-03-04", "04/03/2026"), "bad_date", 2),
        (changed(1, "2026-03-04", "20260304"), "bad_date", 2),
        (changed(1, "2026-03-04", "2026-02-30"), "bad_date", 2),
        (changed(1, "2026-03-04", "2026-03-03"), "other_day", 2),
        (changed(4, "2026-03-04", "2026-03-05"), "other_day", 5),
        (changed(1, "debit", "kredit"), "unknown_kind", 2),
        (changed(1, "K-1", ""), "bad_reference", 2),
        (changed(1, "K-1", "=HYPERLINK"), "bad_reference", 2),
        (changed(1, "3000000", "-3000000"), "negative_amount", 2),
        (changed(1, "3000000", "0"), "bad_amount", 2),
        (changed(1, "3000000", "3000000.00"), "bad_amount", 2),
        (changed(1, "3000000", "3e6"), "bad_amount", 2),
        (changed(1, "3000000", "٣٠٠٠"), "bad_amount", 2),
        (changed(1, "3000000", "3000001"), "wrong_total", 5),
        (changed(4, "5460000", "5460001"), "wrong_total", 5),
        (changed(4, "2460000", "0"), "wrong_total", 5),
        (changed(4, ",3,", ",4,"), "wrong_count", 5),
        (changed(4, "ST-20260304", ""), "bad_trailer", 5),
        (changed(4, "5460000", "-5460000"), "bad_trailer", 5),
        (changed(4, "5460000", "5460000,9"), "wrong_total", 5),
        (changed(2, "K-2", "K-1"), "duplicate_line", 3),
        (changed(2, "BR2", "BR1"), "duplicate_line", 3),
    ],
)
def test_anything_odd_puts_the_whole_file_aside(content: bytes, reason: str, line: int) -> None:
    with pytest.raises(StatementInvalid) as raised:
        parse_statement(content, day=DAY)

    assert (raised.value.reason, raised.value.line) == (reason, line)
    assert len(raised.value.sha256) == 64


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("Angsuran  saya, bulan 2", "Angsuran saya, bulan 2"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("a\u202eb\x07c", "abc"),
        ("x" * 200, "x" * 80),
    ],
)
def test_who_pays_in_writes_what_they_like(written: str, kept: str) -> None:
    line = f'1,2026-03-04,credit,"{written}",BR1,002,4471,5000,'
    (came,) = parse_statement(file(HEAD, line, "TRAILER,2026-03-04,ST-1,1,0,0,5000"), day=DAY).lines
    assert (came.key, came.amount) == (kept, 5_000)


def test_a_file_seen_before_is_not_read_again() -> None:
    first = parse_statement(file(*GOOD), day=DAY)

    with pytest.raises(StatementInvalid) as raised:
        parse_statement(file(*GOOD), day=DAY, seen={first.sha256})

    assert raised.value.reason == "duplicate_file"


@pytest.mark.parametrize(
    ("switch", "reason"),
    [("wrong_total", "wrong_total"), ("partial_statement", "wrong_count"), ("local_dates", "bad_date")],
)
def test_a_wrong_file_from_the_bank_is_put_aside(known: Control, siti: Story, switch: str, reason: str) -> None:
    pay(siti)
    known.settle_now()
    day = bank_client().transfer_status("K-1").at.date()
    known.fault("bank", **{switch: True})

    with pytest.raises(StatementInvalid) as raised:
        bank_client().statement(day)

    assert raised.value.reason == reason
    known.fault("bank")
    statement = bank_client().statement(day)
    with pytest.raises(StatementInvalid, match="duplicate_file"):
        bank_client().statement(day, seen=[statement.sha256])


def test_money_that_came_in_stands_in_the_statement_with_what_was_written(partners: Control) -> None:
    paid = [partners.pays_in(day=DAY, amount=amount, reference="LBR-2026-0000001") for amount in (900_000, 50_000)]

    statement = bank_client().statement(DAY)

    assert [(line.kind, line.key, line.amount, line.bank_reference) for line in statement.lines] == [
        (StatementKind.CREDIT, "LBR-2026-0000001", 900_000, paid[0]["bank_reference"]),
        (StatementKind.CREDIT, "LBR-2026-0000001", 50_000, paid[1]["bank_reference"]),
    ]
    assert (statement.debit_total, statement.credit_total) == (0, 950_000)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["1,2026-03-04,credit,A,CR1,002,1,5,", "TRAILER,2026-03-04,ST,1,0,0"], "wrong_total"),
        (["1,2026-03-04,credit,A,CR1,002,1,5,", "TRAILER,2026-03-04,ST,1,0,0,6"], "wrong_total"),
        (
            [
                "1,2026-03-04,credit,A,CR1,002,1,5,",
                "2,2026-03-04,credit,B,CR1,002,1,5,",
                "TRAILER,2026-03-04,ST,2,0,0,10",
            ],
            "duplicate_line",
        ),
    ],
)
def test_money_that_came_in_is_counted_like_the_rest(lines: list[str], reason: str) -> None:
    with pytest.raises(StatementInvalid) as refused:
        parse_statement(file(HEAD, *lines), day=DAY)
    assert refused.value.reason == reason
