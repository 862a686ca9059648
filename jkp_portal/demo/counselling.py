"""Counselling in the demo: counsellors of nine regions; one request waits, one time is agreed, one is offered."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from core.calendar import working_calendar
from core.clock import legal_date
from counseling.enums import AskReason, Channel, CounsellorKind
from counseling.operations.booking import accept_wish, propose_time
from counseling.operations.counsellors import Certificate, appoint_counsellor
from counseling.operations.requests import Asked, ask
from counseling.selectors.desk import counsellor_of
from counseling.selectors.slots import Day, offered, times_of
from ipk.enums.profile import Condition
from ipk.operations.jobseekers import Wish, register_jobseeker
from ipk.selectors import jobseeker_of
from jkp_portal.demo.cast import COUNSELLORS
from jkp_portal.demo.months import on_day
from jkp_portal.demo.stories import Stage
from participants.models import Person
from rules.calendar import subtract_working_days

ASKED_DAYS_AGO = 2


def appoint_counsellors(officers: dict[str, User], at: datetime, today: date) -> None:
    """Everybody of the cast is certified, with an ordinary week."""
    for number, one in enumerate(COUNSELLORS, 1):
        certificate = Certificate(
            number=f"BNSP-KK-{number:04d}",
            bimtek_on=today.replace(year=today.year - 2, month=2, day=3),
            assessed_on=today.replace(year=today.year - 2, month=3, day=4),
            until=today.replace(year=today.year + 2, month=3, day=3),
        )
        appoint_counsellor(
            officers[one.name],
            kind=CounsellorKind.STAFF if one.staff else CounsellorKind.CIVIL_SERVANT,
            region_id=one.region,
            certificate=certificate,
            zone=one.zone,
            languages=one.languages,
            fields=one.fields,
            actor=officers["admin"],
            at=at,
        )


def tell_counselling(stage: Stage, today: date) -> None:
    """Tuti waits since two working days, Siti meets Fitri at the next free time, Lina is offered another time."""
    with on_day(subtract_working_days(today, ASKED_DAYS_AGO, working_calendar())):
        _ask(stage, "tuti", AskReason.OTHER_WORK, Channel.PHONE, "Saya ingin pindah dari pabrik ke toko.", later=30)
    meets_fitri(stage, "siti")
    _offered(stage, "lina")


def meets_fitri(stage: Stage, name: str) -> None:
    """At her first free time. It need not be the first that is offered: another counsellor works while she rests."""
    story = "Saya penjahit enam tahun dan bingung mulai dari mana."
    fitri = counsellor_of(stage.officers["konselor"])
    request = _ask(stage, name, AskReason.DIRECTION, Channel.VIDEO, story, days=times_of(fitri, stage.now()))
    first = request.wishes.get(n=1).starts_at
    accept_wish(request, starts_at=first, by=fitri, actor=fitri.user, at=stage.now())


def _offered(stage: Stage, name: str) -> None:
    request = _ask(stage, name, AskReason.NO_ANSWER, Channel.CHAT, "")
    by = request.counsellor
    days = times_of(by, stage.now())
    note = "Pada waktu pilihan Anda saya mendampingi bursa kerja."
    propose_time(request, starts_at=days[2].times[-1].starts_at, by=by, actor=by.user, at=stage.now(), note=note)


def _ask(
    stage: Stage,
    name: str,
    reason: AskReason,
    channel: Channel,
    story: str,
    *,
    days: list[Day] | None = None,
    later: int = 0,
) -> Any:
    """Registered as jobseeker, then asked for three of the times of `days`, or else of those that are offered."""
    at, person = stage.now(), Person.objects.get(user__email=f"{name}@contoh.invalid")
    if jobseeker_of(person) is None:
        wish = Wish(
            job="Penjaga toko",
            occupation="52",
            condition=Condition.LAID_OFF,
            places=(person.region_id,),
            ready_on=legal_date(at),
        )
        register_jobseeker(person, wish=wish, actor=person.user, at=at)
    free = [time.starts_at for day in days or offered(person, at) for time in day.times][later:]
    asked = Asked(reason=reason, wishes=(free[0], free[7], free[21]), channel=channel, story=story)
    return ask(person, asked=asked, actor=person.user, at=at)
