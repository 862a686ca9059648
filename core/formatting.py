"""How money, dates, times and numbers are written: one place for pages, letters and SMS.

Pure functions: no settings, no clock, no database. `language` is "id" or "en"; anything else reads as Indonesian.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

JAKARTA = ZoneInfo("Asia/Jakarta")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_UNITS = {
    "id": {"day": ("hari", "hari"), "hour": ("jam", "jam"), "minute": ("menit", "menit")},
    "en": {"day": ("day", "days"), "hour": ("hour", "hours"), "minute": ("minute", "minutes")},
}
_DOT = "•"


def _known(language: str) -> str:
    return "en" if language.startswith("en") else "id"


# --- numbers and money -------------------------------------------------------------------------------------------


def number(value: int, language: str = "id") -> str:
    """38088 -> "38.088" ("38,088" in English)."""
    grouped = f"{value:,}"
    return grouped if _known(language) == "en" else grouped.replace(",", ".")


def rupiah(amount: int, language: str = "id") -> str:
    """Whole rupiah: 3000000 -> "Rp3.000.000" ("Rp3,000,000" in English)."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{number(abs(amount), language)}"


def percent(share: Fraction | Decimal | int, language: str = "id", decimals: int = 1) -> str:
    """A share of one as a percentage: Fraction(241, 250) -> "96,4%"; a trailing zero is dropped."""
    exact = Fraction(share) * 100
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{rounded.normalize():f}"
    return (text if _known(language) == "en" else text.replace(".", ",")) + "%"


# --- dates -------------------------------------------------------------------------------------------------------


def legal_day(moment: date | datetime) -> date:
    """A date as it is; an aware moment as its date in Jakarta."""
    if isinstance(moment, datetime):
        return moment.astimezone(JAKARTA).date()
    return moment


def long_date(day: date | datetime, language: str = "id") -> str:
    """ "Senin, 14 Desember 2026"."""
    day = legal_day(day)
    return f"{_DAYS[_known(language)][day.weekday()]}, {plain_date(day, language)}"


def plain_date(day: date | datetime, language: str = "id") -> str:
    """ "14 Desember 2026"."""
    day = legal_day(day)
    return f"{day.day} {_MONTHS[_known(language)][day.month - 1]} {day.year}"


def short_date(day: date | datetime, language: str = "id") -> str:
    """ "14 Des 2026": dense officer tables and SMS only."""
    day = legal_day(day)
    return f"{day.day} {_SHORT_MONTHS[_known(language)][day.month - 1]} {day.year}"


def month_year(day: date | datetime, language: str = "id") -> str:
    """ "Desember 2026"."""
    day = legal_day(day)
    return f"{_MONTHS[_known(language)][day.month - 1]} {day.year}"


def short_month(day: date | datetime, language: str = "id") -> str:
    """ "Des 26": the cells of a grid of months."""
    day = legal_day(day)
    return f"{_SHORT_MONTHS[_known(language)][day.month - 1]} {day:%y}"


def date_range(first: date, last: date, language: str = "id") -> str:
    """ "7–14 Desember 2026", "30 Maret – 6 April 2027", "30 Desember 2026 – 5 Januari 2027"."""
    if first == last:
        return plain_date(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{plain_date(last, language)}"
    start = plain_date(first, language)
    if first.year == last.year:
        start = f"{first.day} {_MONTHS[_known(language)][first.month - 1]}"
    return f"{start} – {plain_date(last, language)}"


# --- times -------------------------------------------------------------------------------------------------------


def clock_time(moment: datetime, zone: str = "", language: str = "id") -> str:
    """ "14.07 WIB"; for a person elsewhere "14.07 WIB (16.07 WIT)", with the day where it is another one there."""
    jakarta = moment.astimezone(JAKARTA)
    name = ZONE_NAMES.get(zone, "WIB")
    if name == "WIB":
        return f"{jakarta:%H.%M} WIB"
    there = moment.astimezone(ZoneInfo(zone))
    day = "" if there.date() == jakarta.date() else f", {_DAYS[_known(language)][there.weekday()]}"
    return f"{jakarta:%H.%M} WIB ({there:%H.%M} {name}{day})"


def long_moment(moment: datetime, language: str = "id", zone: str = "") -> str:
    """ "Jumat, 11 Desember 2026, 14.07 WIB"."""
    return f"{long_date(moment, language)}, {clock_time(moment, zone, language)}"


def deadline(last: date | datetime, language: str = "id", zone: str = "") -> str:
    """The last moment of a legal day: "Senin, 14 Desember 2026, 23.59 WIB". A datetime keeps its own time."""
    if not isinstance(last, datetime):
        last = datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=JAKARTA)
    return long_moment(last, language, zone)


def countdown(until: date | datetime, now: datetime, language: str = "id") -> str:
    """Time left in words: "Tinggal 5 hari"; in the last 24 hours "Tinggal 14 jam"; afterwards "Lewat 2 hari".

    Days are legal days in Jakarta. A date means its last second (23.59.59 WIB).
    """
    if not isinstance(until, datetime):
        until = datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=JAKARTA)
    late = now > until
    gap = abs(until - now)
    days = abs((legal_day(until) - legal_day(now)).days)
    if gap >= timedelta(days=1):
        amount, unit = days, "day"
    elif gap >= timedelta(hours=1):
        amount, unit = gap // timedelta(hours=1), "hour"
    else:
        amount, unit = max(gap // timedelta(minutes=1), 1), "minute"
    words = f"{amount} {_UNITS[_known(language)][unit][amount != 1]}"
    if _known(language) == "en":
        return f"{words} late" if late else f"{words} left"
    return f"Lewat {words}" if late else f"Tinggal {words}"


# --- what is shown of private numbers ----------------------------------------------------------------------------


def mask_nik(nik: str) -> str:
    """ "3372 •••• •••• 0004": the region and the serial number, never the birth date."""
    return f"{nik[:4]} {_DOT * 4} {_DOT * 4} {nik[-4:]}" if len(nik) == 16 else _DOT * 4


def mask_tail(account: str) -> str:
    """ "•••• 4471": bank accounts and other numbers known by their end."""
    return f"{_DOT * 4} {account[-4:]}" if len(account) > 4 else _DOT * 4


def mask_phone(phone: str) -> str:
    """ "0812 •••• 8890" from "+6281234568890" or "081234568890"."""
    local = "0" + phone[3:] if phone.startswith("+62") else phone
    return f"{local[:4]} {_DOT * 4} {local[-4:]}" if len(local) > 8 else mask_tail(local)


def mask_email(email: str) -> str:
    """ "s•••@contoh.id"."""
    name, at, domain = email.partition("@")
    return f"{name[:1]}{_DOT * 3}{at}{domain}" if at else _DOT * 4


def short_name(name: str) -> str:
    """A name where there is little room: "Siti Aminah" is "Siti A."."""
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}." if rest else first
