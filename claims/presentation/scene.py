"""One scene of the participant's first screen, what it is made from, and how days are said in it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from claims.enums import ClaimState
from claims.models import Assessment, Claim, ClaimMonth, Decision, Objection, Overpayment
from claims.selectors.outlook import Asked, Outlook
from core.formatting import countdown, deadline
from core.language import language
from ipk.selectors import FoundWork
from participants.models import PhkEvent
from payments.models import Payout

Item = dict[str, Any]
COUNT_FROM = timedelta(days=30)
PAYABLE = ("eligible", "needs_officer")


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the dashboard needs, already read. `report_begun`: a PHK report is half written.

    `zone` is the clock of the person's home; `outlook` what the month in hand still asks; `question` an open one about
    a new employer; `placed` an employer's yes that is to be reported; `against` the newest decision that takes
    something away, with no objection to it; `works_from` the first day of work by a report that stands; `seated` and
    `offered` whether training is worth asking for, `counselled` counselling; `met` a counsellor before, `sheet` a
    worksheet of it to answer.
    """

    phk: PhkEvent | None
    assessment: Assessment | None
    claim: Claim | None
    months: list[ClaimMonth]
    now: datetime
    today: date
    report_begun: bool = False
    zone: str = ""
    outlook: Outlook | None = None
    question: Asked | None = None
    placed: FoundWork | None = None
    against: Decision | None = None
    objections: tuple[Objection, ...] = ()
    works_from: date | None = None
    extras: tuple[Payout, ...] = ()
    overpayments: tuple[Overpayment, ...] = ()
    seated: bool = False
    offered: bool = False
    counselled: bool = True
    met: bool = False
    sheet: bool = False

    @property
    def stands_refused(self) -> bool:
        """The claim is refused, and no newer data say otherwise (POL-24)."""
        return self.claim is not None and self.claim.state == ClaimState.REFUSED and not self._changed_since(self.claim)

    def _changed_since(self, claim: Claim) -> bool:
        found = self.assessment
        return found is not None and found.outcome in PAYABLE and found.assessed_at > claim.verdict.at


@dataclass(slots=True)
class Scene:
    """`calm` means nothing is due, `can_wait` that it is not due today.

    `href` and `action` are the one button; `ours` what the office works on.
    """

    title: str
    text: str = ""
    due: str = ""  # may hold <b> around a day or an amount
    count: str = ""
    href: str = ""
    action: str = ""
    other_href: str = ""
    other: str = ""
    calm: bool = False
    can_wait: bool = False
    ours: list[Item] = field(default_factory=list)

    @property
    def last_moment(self) -> str:
        """The deadline of something to do: stands before its explanation."""
        return "" if self.calm else self.due

    @property
    def promise(self) -> str:
        """What comes next when nothing is to be done: stands after the explanation."""
        return self.due if self.calm else ""


def by(day: date | None, zone: str = "") -> str:
    return bold(_("Paling lambat {day}."), day=deadline(day, language(), zone)) if day else ""


def bold(sentence: str, **facts: object) -> str:
    """The sentence with its days and amounts in bold."""
    return format_html(sentence, **{name: format_html("<b>{}</b>", fact) for name, fact in facts.items()})


def left(day: date | None, s: Situation) -> str:
    """Time left in words, once it is a matter of days."""
    soon = day is not None and s.today <= day <= s.today + COUNT_FROM
    return countdown(day, s.now, language()) if day and soon else ""
