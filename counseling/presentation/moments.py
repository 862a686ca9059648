"""Times of a session as they are read: on the clock of home where that is another one."""

from datetime import datetime

from core.formatting import clock_time, long_date, plain_date
from core.language import language
from counseling.models import Session


def time_of(session: Session, zone: str = "") -> str:
    """ "10.00–10.30 WIB"; elsewhere the other clock follows in brackets."""
    return f"{_bare(session.starts_at)}–{clock_time(session.ends_at, zone, language())}"


def when(session: Session, zone: str = "") -> str:
    """ "Jumat, 11 Desember 2026, 10.00–10.30 WIB"."""
    return f"{long_date(session.starts_at, language())}, {time_of(session, zone)}"


def day_of(session: Session) -> str:
    """ "11 Desember 2026"."""
    return plain_date(session.starts_at, language())


def seconds_of(moment: datetime) -> str:
    """ "10.12.40" on the clock of Jakarta: when something was saved."""
    return clock_time(moment).removesuffix(" WIB") + f".{moment:%S}"


def _bare(moment: datetime) -> str:
    return clock_time(moment).removesuffix(" WIB")
