"""Data exchange by the operations: an agreement of Jawa Tengah, its partner's keys, the register of a quarter.

agreement()                       in force, proposed by a coordinator, approved by an administrator
agreement("proposed" | "refused" | "ended")
loaded(quarter, [(participant, firm, wage, months)])      months: places 0, 1, 2 of the quarter
delivery("due" | "prepared" | "approved" | "delivered" | "failed")
holder(number, **person)          somebody with this participant number
card_list([(name, nik, npp, wage)])
card_answer("received" | "checked" | "approved" | "delivered" | "refused" | "failed")
signed(agreement, …)              the headers of a partner's request
"""

import base64
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from accounts.enums import Role
from accounts.models import User
from compliance.exchange_signing import request_lines, sign
from compliance.models import DataAgreement, Delivery, Reconciliation
from compliance.models.exchange import ExchangeField
from compliance.operations import exchange, exchange_files, exchange_requests, exchange_sets, reconciliation
from compliance.selectors.exchange import months_of_quarter
from core.models import Region
from participants.contribution_tables import REGISTER, partition_of, run
from participants.models import Employer, ParticipantNumber, Person
from tests.factories.accounts import officer
from tests.factories.participants import MORNING, TODAY, EmployerFactory, PersonFactory

QUARTER = date(2026, 7, 1)
BECAUSE = "Nota kesepakatan dicabut oleh kedua pihak."
SEED = bytes(range(32))


def partner_key(seed: bytes = SEED) -> tuple[str, str]:
    """Private and public key of the partner: the same for the same seed."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return base64.b64encode(seed).decode(), base64.b64encode(key.public_key().public_bytes_raw()).decode()


def coordinator(region: str = "33", **fields: Any) -> User:
    return officer(Role.INSPECTION_COORDINATOR, region=region, **fields)


_said = 0


def said(**facts: Any) -> exchange.AgreementSaid:
    global _said
    _said += 1
    region = Region.objects.get(pk=facts.pop("province", "33"))
    plain: dict[str, Any] = {
        "province": region,
        "reference": f"MOU/{_said}/022025",
        "first_party": f"Pemerintah Provinsi {region.name}",
        "second_party": "BPJS Ketenagakerjaan",
        "purpose": "Pemadanan data ketenagakerjaan untuk kebijakan daerah.",
        "fields": tuple(ExchangeField.values),
        "may_identify": True,
        "may_reconcile": ExchangeField.ACTIVE in facts.get("fields", ExchangeField.values),
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31),
        "contact_name": "Dinas Tenaga Kerja",
        "contact_email": "data@contoh.invalid",
        "key": partner_key()[1],
        "key_until": TODAY + timedelta(days=200),
    }
    return exchange.AgreementSaid(**plain | facts)


def agreement(
    state: str = "active", *, by: User | None = None, approver: User | None = None, at: datetime = MORNING, **facts: Any
) -> DataAgreement:
    wanted = said(**facts)
    made = exchange.propose_agreement(wanted, actor=by or coordinator(wanted.province.pk), at=at)
    approver = approver or officer(Role.ADMINISTRATOR)
    if state == "refused":
        return exchange.refuse_agreement(made, because=BECAUSE, actor=approver, at=at)
    if state != "proposed":
        made = exchange.approve_agreement(made, actor=approver, at=at)
    if state == "ended":
        return exchange.end_agreement(made, because=BECAUSE, actor=approver, at=at)
    return made


def loaded(quarter: date = QUARTER, work: list[tuple[int, Employer, int, tuple[int, ...]]] | None = None) -> None:
    """The three months of a quarter in the register, with these rows: participant, firm, wage, months worked."""
    for place, month in enumerate(months_of_quarter(quarter)):
        name = partition_of(month)
        run(
            f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {REGISTER} "
            f"FOR VALUES FROM ({int(month)}) TO ({int(month) + 1})"
        )
        for participant, firm, wage, months in work or []:
            if place in months:
                run(
                    f"INSERT INTO {REGISTER} VALUES (%s, %s, NULL, %s, %s, 0, 0, 0, 1)",  # noqa: S608
                    participant,
                    wage + place,
                    int(firm.npp),
                    int(month),
                )


def firm(region: str = "3372", **facts: Any) -> Employer:
    return EmployerFactory(region_id=region, **facts)


def delivery(
    state: str = "approved", *, of: DataAgreement | None = None, at: datetime = MORNING, quarter: date = QUARTER
) -> Delivery:
    of = of or agreement()
    by = coordinator(of.province_id)
    made = exchange_sets.ask_for_set(of, quarter=quarter, actor=by, at=at)
    if state == "due":
        return made
    if state != "failed":
        loaded(quarter)
    made = exchange_sets.prepare_delivery(made, at=at)
    if state in ("approved", "delivered"):
        made = exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=at)
    if state == "delivered":
        exchange_files.open_for_partner(made, at=at).close()
    return Delivery.objects.get(pk=made.pk)


def holder(number: int, **facts: Any) -> Person:
    made = PersonFactory(**facts)
    ParticipantNumber.objects.create(number=number, person=made, seen_at=MORNING)
    return made


def card_list(rows: list[tuple[str, str, str, str]], *, by: str = ";") -> bytes:
    lines = [("nama", "nik", "npp", "upah"), *rows]
    return "\r\n".join(by.join(line) for line in lines).encode("utf-8-sig")


def card_answer(
    state: str = "approved",
    *,
    of: DataAgreement | None = None,
    content: bytes = b"",
    at: datetime = MORNING,
    quarter: date = QUARTER,
) -> Reconciliation:
    """Of a list with one holder whom nobody knows, when `content` says no other; sent by a coordinator."""
    of = of or agreement()
    content = content or card_list([("Budi Santoso", "9901010107900001", "", "")])
    by = coordinator(of.province_id)
    made = reconciliation.send_list(of, content, purpose="Pemutakhiran Kartu Pekerja.", actor=by, at=at)
    if state == "received":
        return made
    if state != "failed":
        loaded(quarter)
    made = reconciliation.reconcile(made, at=at)
    if state == "refused":
        return reconciliation.refuse_list(made, because=BECAUSE, actor=officer(Role.ADMINISTRATOR), at=at)
    if state in ("approved", "delivered"):
        made = exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=at)
    if state == "delivered":
        exchange_files.open_for_partner(made, at=at).close()
    return Reconciliation.objects.get(pk=made.pk)


def signed(
    of: DataAgreement,
    path: str,
    *,
    method: str = "GET",
    body: bytes = b"",
    at: datetime = MORNING,
    nonce: str = "n-1",
    seed: bytes = SEED,
) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    lines = request_lines(method=method, path=path, timestamp=timestamp, nonce=nonce, body=body)
    return {
        exchange_requests.AGREEMENT: of.number,
        exchange_requests.TIMESTAMP: timestamp,
        exchange_requests.NONCE: nonce,
        exchange_requests.SIGNATURE: sign(partner_key(seed)[0], lines),
    }
