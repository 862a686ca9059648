"""Finding an employer while a person waits: what we know first, then BPJS with little patience."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from core.formatting import month_year
from core.language import language
from integrations.bpjs import bpjs_client
from integrations.errors import PartnerUnavailable
from integrations.transport import Patience
from participants.models import Employer, Person
from participants.operations.employers import look_up_employer, remember_employer
from participants.selectors import latest_snapshot
from rules.jobsearch import fold_company

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One employer to choose: its number, name, and what tells it from others."""

    npp: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Found:
    """`away`: BPJS did not answer, so there may be more."""

    options: tuple[Option, ...]
    away: bool = False


def own_employers(person: Person) -> tuple[Option, ...]:
    """Those where BPJS has the person as a member, the latest first."""
    snapshot = latest_snapshot(person)
    if snapshot is None:
        return ()
    rows = sorted(snapshot.payload["membership"]["memberships"], key=lambda row: row["since"], reverse=True)
    return tuple(Option(row["npp"], row["employer"], _membership_hint(row)) for row in rows[:SHOWN])


def search_employers(query: str, *, at: datetime) -> Found:
    """By registration number or by words of the name."""
    known = {employer.npp: employer for employer in _known(query)}
    away = False
    try:
        for found in _ask(query):
            known[found.npp] = remember_employer(found, at=at)
    except PartnerUnavailable:
        away = True
    options = tuple(Option(e.npp, e.name, _place(e)) for e in list(known.values())[:SHOWN])
    return Found(options, away)


def chosen_employer(npp: str, person: Person, *, at: datetime) -> Employer | None:
    """The employer of a number: ours, or fetched from BPJS. None when nobody knows it. Raises PartnerUnavailable."""
    known = Employer.objects.filter(npp=npp).first()
    if known is not None:
        return known
    return look_up_employer(npp, bpjs=bpjs_client(patience=Patience.of_a_person()), at=at)


def _known(query: str) -> list[Employer]:
    key = fold_company(query)
    by_number = list(Employer.objects.filter(npp__iexact=query.strip()))
    by_name = Employer.objects.filter(name_key__contains=key).order_by("name", "pk")[:SHOWN] if len(key) >= 3 else []
    return [*by_number, *by_name]


def _ask(query: str) -> tuple:
    bpjs = bpjs_client(patience=Patience.of_a_person())
    if query.strip().isalnum() and any(c.isdigit() for c in query):
        found = bpjs.employer(query.strip().upper())
        if found is not None:
            return (found,)
    return bpjs.search_employers(query, limit=SHOWN)


def _membership_hint(row: dict) -> str:
    since = month_year(date.fromisoformat(row["since"]), language())
    if row["until"] is None:
        return _("Tercatat di BPJS sejak %(since)s") % {"since": since}
    until = month_year(date.fromisoformat(row["until"]), language())
    return _("Tercatat di BPJS %(since)s sampai %(until)s") % {"since": since, "until": until}


def _place(employer: Employer) -> str:
    return ", ".join(filter(None, (employer.address, _("NPP %(npp)s") % {"npp": employer.npp})))
