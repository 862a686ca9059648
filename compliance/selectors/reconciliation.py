"""Reconciliations that one's office reads; who of a list is registered; and what the register says of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from compliance.models import Reconciliation
from compliance.models.exchange import ExchangeField
from compliance.selectors.exchange import columns_of, firms_where, months_of_quarter
from core.names import names_match
from participants.contribution_tables import REGISTER
from participants.models import ParticipantNumber, Person

SAME_NAME_PERCENT = 90
NOBODY = "Nama Yang Tidak Ada"


def reconciliations_for(user: User, today: date) -> QuerySet[Reconciliation]:
    """The newest quarter first."""
    rows = Reconciliation.objects.visible_to(user, today).select_related(
        "agreement__province", "asked_by", "approved_by"
    )
    return rows.order_by("-quarter", "-asked_at", "pk")


def reconciliation_for(user: User, reconciliation_id: UUID, today: date) -> Reconciliation | None:
    return reconciliations_for(user, today).filter(pk=reconciliation_id).first()


def registered(asked: Sequence[tuple[str, bytes]]) -> list[UUID | None]:
    """For each name and blind index of a NIK, who has a number of BPJS under this name.

    Unknown, badly written and under another name are one answer, None, found with the same steps.
    """
    numbered = Exists(ParticipantNumber.objects.filter(person=OuterRef("pk")))
    known = Person.objects.filter(numbered, nik_index__in=[index for _name, index in asked])
    people = {bytes(index): (pk, name) for pk, index, name in known.values_list("pk", "nik_index", "full_name")}
    found = []
    for name, index in asked:
        person, known_as = people.get(index, (None, NOBODY))
        found.append(person if names_match(name, known_as, percent=SAME_NAME_PERCENT) else None)
    return found


@dataclass(frozen=True, slots=True)
class Reported:
    """Somebody at a firm in the quarter: the newest row. `npp` without leading zeros; `last`: its month (Month).

    `is_active`: the firm reported the quarter's last month. `values`: cells of the agreement's fields, in their order.
    """

    npp: str
    wage: int
    last: int
    is_active: bool
    values: tuple[str, ...]


def reported(people: set[UUID], fields: list[ExchangeField], quarter: date, *, on: date) -> dict[UUID, list[Reported]]:
    """What firms reported of these people in the quarter, one row a person and firm; who was not is missing."""
    months = months_of_quarter(quarter)
    statement = (
        "WITH work AS MATERIALIZED (SELECT DISTINCT ON (n.person_id, r.employer) "  # noqa: S608 - names of ours
        f"n.person_id, r.employer, r.wage, r.period AS last FROM {ParticipantNumber._meta.db_table} n "
        f"JOIN {REGISTER} r ON r.participant = n.number WHERE n.person_id = ANY(%(people)s::uuid[]) "
        "AND r.period BETWEEN %(first)s AND %(last)s "
        "ORDER BY n.person_id, r.employer, r.period DESC, r.wage DESC), "
        f"firms AS MATERIALIZED ({firms_where('ltrim(e.npp, %(zero)s) IN (SELECT employer::text FROM work)')}) "
        f"SELECT w.person_id, w.employer, w.wage, w.last, {columns_of(fields)} FROM work w "
        "LEFT JOIN firms f ON ltrim(f.npp, %(zero)s) = w.employer::text ORDER BY w.person_id, w.employer"
    )
    facts = {"people": [str(one) for one in people], "first": months[0], "last": months[-1], "on": on, "zero": "0"}
    found: dict[UUID, list[Reported]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        for person, employer, wage, last, *values in cursor.fetchall():
            row = Reported(str(employer), wage, last, last == months[-1], tuple(value or "" for value in values))
            found.setdefault(person, []).append(row)
    return found
