"""A province in the demo: Jakarta's memorandum with BPJS, its work plan, and a quarter's data that was handed over."""

import json
import uuid
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from compliance.exchange_signing import new_key_pair
from compliance.management.commands.take_over_plan import SHIPPED
from compliance.models import PlanYear
from compliance.models.exchange import ExchangeField
from compliance.operations import exchange, exchange_files, exchange_sets, reconciliation, workplan
from core.clock import legal_date
from core.jobs import run_due
from core.models import Region
from jkp_portal.demo.stories import Stage
from participants.models import Person
from rules.calendar import add_months

JAKARTA = "31"
ACTIVITY, TARGET, HELD = "1b", 24, 3  # outreach to workers: events to be held in the year, and held
KEY_DAYS = 200
CARDS, STRANGER = 12, "Kartika Contoh"
CARD_PURPOSE = "Pemutakhiran penerima Kartu Pekerja Jakarta."
PURPOSE = "Pemadanan data ketenagakerjaan untuk kebijakan daerah."


def tell_province(stage: Stage, quarter: date) -> None:
    """The work plan was begun; the set of a quarter was fetched; a list of card holders waits for its approval."""
    coordinator = stage.officers["koordinator.jakarta"]
    _plan(coordinator, stage)
    agreement = _agreement(coordinator, stage, quarter)
    _delivered(agreement, quarter, coordinator, stage)
    _cards(agreement, coordinator, stage)


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
    exchange_files.approve(asked, actor=stage.officers["admin"], at=at)
    exchange_files.open_for_partner(asked, at=at).close()


def _cards(agreement: Any, coordinator: User, stage: Stage) -> None:
    """Holders whom BPJS knows, one of them under another name, and one whom nobody knows."""
    known = Person.objects.filter(participant_numbers__isnull=False).distinct().order_by("full_name", "pk")[:CARDS]
    rows = [[person.full_name, person.nik, "99000001"] for person in known]
    rows += [[STRANGER, person.nik, ""] for person in known[:1]] + [[STRANGER, "9901010107900001", ""]]
    content = "\n".join(";".join(row) for row in [["nama", "nik", "npp"], *rows]).encode()
    reconciliation.send_list(agreement, content, purpose=CARD_PURPOSE, actor=coordinator, at=stage.now())
    run_due()
