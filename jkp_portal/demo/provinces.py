"""A province in the demo: Jakarta's memorandum with BPJS, its work plan, and a quarter's data that was handed over."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from compliance.exchange_signing import new_key_pair
from compliance.management.commands.take_over_plan import SHIPPED
from compliance.models import PlanYear
from compliance.models.exchange import ExchangeField
from compliance.operations import exchange, exchange_files, exchange_sets, reconciliation, workplan
from compliance.operations.exchange_refusing import write_refusal
from compliance.selectors.exchange import months_of_quarter
from core.clock import legal_date
from core.jobs import run_due
from core.models import Region
from jkp_portal.demo.stories import Stage
from participants.contribution_tables import REGISTER
from participants.models import ParticipantNumber, Person
from participants.operations.people import find_or_create_person
from participants.said import Worker
from rules.calendar import add_months

JAKARTA = "31"
ACTIVITY, TARGET, HELD = "1b", 24, 3  # outreach to workers: events to be held in the year, and held
KEY_DAYS = 200
FIRM, OTHER_FIRM, STRANGER = "99000005", "99000003", "Kartika Contoh"
HOLDERS = (
    "Anjani Prameswari", "Bagas Kurniadi", "Citra Larasati", "Danang Suseno",
    "Endang Rahayuni", "Ferdian Halim", "Gita Puspasari", "Hanif Maulana",
)  # fmt: skip
MOVED, LAID_OFF = (
    2,
    3,
)  # holders whose card names another firm, and people of the stories, whom no firm reports any more
HOLDER_BORN = date(1990, 7, 1)
CARD_PURPOSE = "Pemutakhiran penerima Kartu Pekerja Jakarta."
PURPOSE = "Pemadanan data ketenagakerjaan untuk kebijakan daerah."


def tell_province(stage: Stage, quarter: date) -> None:
    """The work plan was begun; the set of a quarter was fetched; a list of card holders waits for its approval."""
    coordinator = stage.officers["koordinator.jakarta"]
    _plan(coordinator, stage)
    agreement = _agreement(coordinator, stage, quarter)
    _delivered(agreement, quarter, coordinator, stage)
    _cards(agreement, quarter, coordinator, stage)


def _plan(coordinator: User, stage: Stage) -> None:
    at = stage.now()
    plan = workplan.take_over_plan(json.loads(SHIPPED.read_text(encoding="utf-8")), actor=None, at=at)
    today = legal_date(at)
    rows = PlanYear.objects.filter(activity__plan=plan, activity__programme=ACTIVITY[0], activity__letter=ACTIVITY[1])
    for year in rows.filter(year=today.year):
        year = workplan.set_target(year, TARGET, actor=coordinator, at=at)
        workplan.record_progress(
            year,
            submission=uuid.uuid5(plan.pk, "demo"),
            on=today,
            count=HELD,
            text="Tiga kegiatan bagi pekerja di Jakarta Timur.",
            file=None,
            actor=coordinator,
            at=at,
        )


def _agreement(coordinator: User, stage: Stage, quarter: date) -> Any:
    """In force since the quarter began, without the workers' wages."""
    at = stage.now()
    today, province = legal_date(at), Region.objects.get(pk=JAKARTA)
    _private, public = new_key_pair()  # the partner keeps its private half
    said = exchange.AgreementSaid(
        province=province,
        reference=f"MOU/1/{quarter:%m%Y}",
        first_party=f"Pemerintah Provinsi {province.name}",
        second_party="BPJS Ketenagakerjaan",
        purpose=PURPOSE,
        fields=tuple(value for value in ExchangeField.values if value != ExchangeField.WAGE),
        may_identify=True,
        may_reconcile=True,
        valid_from=quarter,
        valid_until=add_months(today, 24),
        contact_name="Dinas Tenaga Kerja, Transmigrasi, dan Energi",
        contact_email="data@contoh.invalid",
        key=public,
        key_until=today + timedelta(days=KEY_DAYS),
    )
    made = exchange.propose_agreement(said, actor=coordinator, at=at)
    return exchange.approve_agreement(made, actor=stage.officers["admin"], at=at)


def _delivered(agreement: Any, quarter: date, coordinator: User, stage: Stage) -> None:
    at = stage.now()
    asked = exchange_sets.ask_for_set(agreement, quarter=quarter, actor=coordinator, at=at)
    run_due()
    early = {"method": "GET", "path": f"/api/v1/exchange/sets/{asked.number}/file/", "named": agreement.number}
    write_refusal("not_found", **early, partner=agreement, at=at)  # the partner came before the approval
    exchange_files.approve(asked, actor=stage.officers["admin"], at=at)
    exchange_files.open_for_partner(asked, at=at).close()


def _cards(agreement: Any, quarter: date, coordinator: User, stage: Stage) -> None:
    """Holders whom a firm reports, some with the card of another; who was laid off; and two whom nobody knows."""
    people = _holders(quarter, stage)
    cards = [[one.full_name, one.nik, OTHER_FIRM if n < MOVED else FIRM] for n, one in enumerate(people)]
    told = Person.objects.filter(participant_numbers__isnull=False).exclude(user=None).distinct()
    cards += [[one.full_name, one.nik, ""] for one in told.order_by("full_name", "pk")[:LAID_OFF]]
    cards += [[STRANGER, people[0].nik, ""], [STRANGER, "9901010107900001", ""]]
    content = "\n".join(";".join(row) for row in [["nama", "nik", "npp"], *cards]).encode()
    reconciliation.send_list(agreement, content, purpose=CARD_PURPOSE, actor=coordinator, at=stage.now())
    run_due()


def _holders(quarter: date, stage: Stage) -> list[Person]:
    """Workers of a firm of Jakarta in the quarter's last month, by their numbers in the register."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT participant FROM {REGISTER} WHERE employer = %s AND period = %s "  # noqa: S608 - a name of ours
            "ORDER BY participant LIMIT %s",
            [int(FIRM), months_of_quarter(quarter)[-1], len(HOLDERS)],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    people = []
    for n, (number, name) in enumerate(zip(numbers, HOLDERS, strict=True), 1):
        worker = Worker(f"9931710107901{n:03d}", name, HOLDER_BORN)
        person = find_or_create_person(worker, at=stage.now())
        ParticipantNumber.objects.create(number=number, person=person, employer_npp=FIRM, seen_at=stage.now())
        people.append(person)
    return people
