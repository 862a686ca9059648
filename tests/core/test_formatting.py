"""How money, dates and times are written."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from core import formatting
from core.formatting import JAKARTA


@pytest.mark.parametrize(
    ("amount", "language", "text"),
    [
        (3_000_000, "id", "Rp3.000.000"),
        (3_000_000, "en", "Rp3,000,000"),
        (0, "id", "Rp0"),
        (999, "id", "Rp999"),
        (-1_500, "id", "-Rp1.500"),
        (15_120_000, "en-gb", "Rp15,120,000"),
    ],
)
def test_rupiah_are_whole_and_grouped(amount, language, text):
    assert formatting.rupiah(amount, language) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (Fraction(241, 250), 1, "96,4%"),
        (Fraction(60, 100), 1, "60%"),
        (Fraction(2, 3), 1, "66,7%"),
        (Fraction(2, 3), 0, "67%"),
        (Fraction(1, 200), 0, "1%"),
        (1, 1, "100%"),
        (Decimal("0.8"), 1, "80%"),
    ],
)
def test_a_share_is_written_as_percentage_rounded_half_up(share, decimals, text):
    assert formatting.percent(share, "id", decimals) == text


def test_english_percentage_has_a_point():
    assert formatting.percent(Fraction(241, 250), "en") == "96.4%"


def test_dates_are_written_out_in_both_languages():
    day = date(2026, 12, 14)
    assert formatting.long_date(day) == "Senin, 14 Desember 2026"
    assert formatting.long_date(day, "en") == "Monday, 14 December 2026"
    assert formatting.plain_date(day) == "14 Desember 2026"
    assert formatting.short_date(date(2026, 8, 17)) == "17 Agu 2026"
    assert formatting.month_year(day, "en") == "December 2026"


def test_a_moment_is_dated_by_jakarta_not_by_utc():
    late_evening_utc = datetime(2026, 12, 13, 18, 30, tzinfo=UTC)
    assert formatting.long_date(late_evening_utc) == "Senin, 14 Desember 2026"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 12, 7), date(2026, 12, 14), "7–14 Desember 2026"),
        (date(2027, 3, 30), date(2027, 4, 6), "30 Maret – 6 April 2027"),
        (date(2026, 12, 30), date(2027, 1, 5), "30 Desember 2026 – 5 Januari 2027"),
        (date(2026, 12, 7), date(2026, 12, 7), "7 Desember 2026"),
        (date(2025, 12, 7), date(2026, 12, 7), "7 Desember 2025 – 7 Desember 2026"),
    ],
)
def test_a_range_says_each_part_once(first, last, text):
    assert formatting.date_range(first, last) == text


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("", "Senin, 14 Desember 2026, 23.59 WIB"),
        ("Asia/Pontianak", "Senin, 14 Desember 2026, 23.59 WIB"),
        ("Asia/Makassar", "Senin, 14 Desember 2026, 23.59 WIB (00.59 WITA, Selasa)"),
        ("Asia/Jayapura", "Senin, 14 Desember 2026, 23.59 WIB (01.59 WIT, Selasa)"),
    ],
)
def test_a_deadline_is_the_last_minute_in_jakarta_and_the_persons_own_time(zone, text):
    assert formatting.deadline(date(2026, 12, 14), zone=zone) == text


def test_a_deadline_with_a_time_keeps_it():
    moment = datetime(2026, 12, 11, 14, 7, tzinfo=JAKARTA)
    assert formatting.deadline(moment) == "Jumat, 11 Desember 2026, 14.07 WIB"


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (datetime(2026, 12, 9, 0, 0, tzinfo=JAKARTA), "Tinggal 5 hari"),
        (datetime(2026, 12, 9, 23, 59, tzinfo=JAKARTA), "Tinggal 5 hari"),
        (datetime(2026, 12, 13, 23, 59, 59, tzinfo=JAKARTA), "Tinggal 1 hari"),
        (datetime(2026, 12, 14, 0, 0, tzinfo=JAKARTA), "Tinggal 23 jam"),
        (datetime(2026, 12, 14, 22, 59, 59, tzinfo=JAKARTA), "Tinggal 1 jam"),
        (datetime(2026, 12, 14, 23, 20, tzinfo=JAKARTA), "Tinggal 39 menit"),
        (datetime(2026, 12, 14, 23, 59, 59, tzinfo=JAKARTA), "Tinggal 1 menit"),
        (datetime(2026, 12, 15, 0, 0, tzinfo=JAKARTA), "Lewat 1 menit"),
        (datetime(2026, 12, 17, 9, 0, tzinfo=JAKARTA), "Lewat 3 hari"),
    ],
)
def test_the_countdown_uses_legal_days_and_then_hours(now, text):
    assert formatting.countdown(date(2026, 12, 14), now) == text


def test_the_english_countdown_knows_singular_and_plural():
    end = datetime(2026, 12, 14, 23, 59, 59, tzinfo=JAKARTA)
    assert formatting.countdown(end, end - timedelta(days=1), "en") == "1 day left"
    assert formatting.countdown(end, end - timedelta(days=2), "en") == "2 days left"
    assert formatting.countdown(end, end + timedelta(hours=2), "en") == "2 hours late"


def test_private_numbers_show_only_what_identifies_them_to_their_owner():
    assert formatting.mask_nik("3372010190010004") == "3372 •••• •••• 0004"
    assert formatting.mask_nik("12345") == "••••"
    assert formatting.mask_tail("002301004471") == "•••• 4471"
    assert formatting.mask_tail("4471") == "••••"
    assert formatting.mask_phone("+6281234568890") == "0812 •••• 8890"
    assert formatting.mask_phone("081234568890") == "0812 •••• 8890"
    assert formatting.mask_email("siti@contoh.id") == "s•••@contoh.id"
    assert formatting.mask_email("bukan email") == "••••"
