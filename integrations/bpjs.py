"""BPJS Ketenagakerjaan: membership, contributions, notices. Contract: docs/partners.md#bpjs."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from integrations.transport import Patience, Request, Transport
from integrations.wire import Fields


class Scale(StrEnum):
    MICRO = "mikro"
    SMALL = "kecil"
    MEDIUM = "menengah"
    LARGE = "besar"


class JknSegment(StrEnum):
    WAGE_EARNER = "ppu"
    SELF_EMPLOYED = "pbpu"
    ASSISTED = "pbi"
    NONE = "none"


class EmployerStatus(StrEnum):
    ACTIVE = "active"
    BANKRUPT = "bankrupt"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Employer:
    """`npp` is the registration number at BPJS; `region_code` the four digits of the kab/kota."""

    npp: str
    name: str
    scale: Scale
    address: str
    region_code: str
    email: str
    status: EmployerStatus
    status_since: date | None


@dataclass(frozen=True, slots=True)
class Membership:
    """One employment as BPJS holds it. `until` None: active. `kpj` is the participant's card number."""

    kpj: str
    npp: str
    employer_name: str
    scale: Scale
    programmes: tuple[str, ...]
    since: date
    until: date | None

    @property
    def active(self) -> bool:
        return self.until is None


@dataclass(frozen=True, slots=True)
class MembershipAnswer:
    """`known` False: BPJS has never registered the number; the other facts are then empty."""

    known: bool
    citizen: bool | None
    born_on: date | None
    registered_on: date | None
    jkn: JknSegment | None
    memberships: tuple[Membership, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Contribution:
    """One month with one employer. `month` is its first day; `paid_on` None: unpaid.

    Wage in whole rupiah as reported: None, zero and negative do occur and are for an officer (POL-19).
    """

    month: date
    npp: str
    wage: int | None
    paid_on: date | None
    reported_on: date


@dataclass(frozen=True, slots=True)
class ContributionsAnswer:
    rows: tuple[Contribution, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class PreviousBenefit:
    phk_on: date
    months_paid: int


@dataclass(frozen=True, slots=True)
class PreviousBenefitsAnswer:
    benefits: tuple[PreviousBenefit, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class PhkNotice:
    """A change of worker data because of PHK (Permenaker 2/2025 Pasal 9). `reason`: letter of Pasal 154A or other."""

    report_no: str
    nik: str
    full_name: str
    npp: str
    phk_on: date
    reason: str
    contract: str
    reported_by: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the decision: a code of the rules, met, not met or unknown, and its article."""

    code: str
    met: bool | None
    law: str


@dataclass(frozen=True, slots=True)
class Document:
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What BPJS needs to verify a claim. Money in whole rupiah."""

    nik: str
    full_name: str
    npp: str
    phk_on: date
    filed_on: date
    regime: str
    wage_base: int
    conditions: tuple[Condition, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class BilledPerson:
    """One line of a training bill: whom, for how much (whole rupiah), by attendance or by the letter of who works."""

    number: int
    nik: str
    price: int
    basis: str


@dataclass(frozen=True, slots=True)
class BilledInvoice:
    """An institute's invoice in a training bill. `vin` is the institute's number; money in whole rupiah."""

    invoice_no: str
    vin: str
    institute: str
    programme: str
    total: int
    people: tuple[BilledPerson, ...]


@dataclass(frozen=True, slots=True)
class TrainingBill:
    """What goes to BPJS on the 1st or 15th. `sha256` is the fingerprint of the lines as they were frozen."""

    batch_no: str
    bill_on: date
    total: int
    sha256: str
    invoices: tuple[BilledInvoice, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    receipt_no: str
    received_at: datetime


class BpjsClient:
    """Everything is safe to repeat: reads by nature, notices and hand-overs by their key."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def membership(self, nik: str) -> MembershipAnswer:
        """Return every membership of the person. Raises PartnerUnavailable."""
        return self._transport.ask(Request("membership", "POST", "/v1/membership", body={"nik": nik}), _read_membership)

    def contributions(self, nik: str, from_month: date, to_month: date) -> ContributionsAnswer:
        """Return the rows of the months from and to, both included. Raises PartnerUnavailable."""
        body = {"nik": nik, "from": f"{from_month:%Y-%m}", "to": f"{to_month:%Y-%m}"}
        return self._transport.ask(
            Request("contributions", "POST", "/v1/contributions", body=body), _read_contributions
        )

    def previous_benefits(self, nik: str) -> PreviousBenefitsAnswer:
        """Return the JKP benefits granted before. Raises PartnerUnavailable."""
        return self._transport.ask(
            Request("previous_benefits", "POST", "/v1/previous-benefits", body={"nik": nik}), _read_previous
        )

    def employer(self, npp: str) -> Employer | None:
        """Return the employer of this registration number, or None. Raises PartnerUnavailable."""
        found = self._transport.ask(
            Request("employer", "POST", "/v1/employers/search", body={"npp": npp, "name": "", "limit": 1}),
            _read_employers,
        )
        return found[0] if found else None

    def search_employers(self, name: str, limit: int = 20) -> tuple[Employer, ...]:
        """Return employers whose name holds all the words given, best first. Raises PartnerUnavailable."""
        body = {"npp": "", "name": name, "limit": limit}
        return self._transport.ask(
            Request("search_employers", "POST", "/v1/employers/search", body=body), _read_employers
        )

    def notify_phk(self, notice: PhkNotice, key: str) -> Receipt:
        """Report a PHK. Raises PartnerUnavailable, and PartnerRefused with `key_reused` or `unknown_worker`."""
        body = {
            "report_no": notice.report_no,
            "nik": notice.nik,
            "full_name": notice.full_name,
            "npp": notice.npp,
            "phk_on": notice.phk_on.isoformat(),
            "reason": notice.reason,
            "contract": notice.contract,
            "reported_by": notice.reported_by,
        }
        refusals = frozenset({"key_reused", "unknown_worker"})
        return self._transport.ask(
            Request("notify_phk", "POST", "/v1/phk-notices", body=body, key=key, refusals=refusals), _read_receipt
        )

    def hand_over_verification(self, claim_no: str, payload: HandOver, key: str) -> Receipt:
        """Give a claim to BPJS for verification. Raises PartnerUnavailable, and PartnerRefused with `key_reused`."""
        body = {
            "claim_no": claim_no,
            "nik": payload.nik,
            "full_name": payload.full_name,
            "npp": payload.npp,
            "phk_on": payload.phk_on.isoformat(),
            "filed_on": payload.filed_on.isoformat(),
            "regime": payload.regime,
            "wage_base": payload.wage_base,
            "conditions": [{"code": c.code, "met": c.met, "law": c.law} for c in payload.conditions],
            "documents": [{"kind": d.kind, "sha256": d.sha256} for d in payload.documents],
        }
        refusals = frozenset({"key_reused"})
        return self._transport.ask(
            Request("hand_over", "POST", "/v1/verifications", body=body, key=key, refusals=refusals), _read_receipt
        )

    def bill_training(self, bill: TrainingBill, key: str) -> Receipt:
        """Ask BPJS to pay institutes. Raises PartnerUnavailable, PartnerRefused with `key_reused`, `sum_differs`."""
        body = {
            "batch_no": bill.batch_no,
            "bill_on": bill.bill_on.isoformat(),
            "total": bill.total,
            "sha256": bill.sha256,
            "invoices": [_written_invoice(invoice) for invoice in bill.invoices],
        }
        refusals = frozenset({"key_reused", "sum_differs"})
        return self._transport.ask(
            Request("bill_training", "POST", "/v1/training-bills", body=body, key=key, refusals=refusals), _read_receipt
        )


def bpjs_client(*, patience: Patience | None = None) -> BpjsClient:
    """Return the client of the configured BPJS Ketenagakerjaan."""
    return BpjsClient(Transport("bpjs", patience=patience))


def _written_invoice(invoice: BilledInvoice) -> dict[str, object]:
    return {
        "invoice_no": invoice.invoice_no,
        "vin": invoice.vin,
        "institute": invoice.institute,
        "programme": invoice.programme,
        "total": invoice.total,
        "people": [{"number": p.number, "nik": p.nik, "price": p.price, "basis": p.basis} for p in invoice.people],
    }


def _read_membership(fields: Fields) -> MembershipAnswer:
    return MembershipAnswer(
        known=fields.flag("known"),
        citizen=fields.flag_or_none("citizen"),
        born_on=fields.day_or_none("born_on"),
        registered_on=fields.day_or_none("registered_on"),
        jkn=fields.choice_or_none("jkn", JknSegment),
        memberships=tuple(
            Membership(
                kpj=row.filled("kpj"),
                npp=row.filled("npp"),
                employer_name=row.filled("employer_name"),
                scale=row.choice("scale", Scale),
                programmes=row.texts("programmes"),
                since=row.day("since"),
                until=row.day_or_none("until"),
            )
            for row in fields.children("memberships")
        ),
        as_of=fields.moment("as_of"),
    )


def _read_contributions(fields: Fields) -> ContributionsAnswer:
    return ContributionsAnswer(
        rows=tuple(
            Contribution(
                month=row.month("month"),
                npp=row.filled("npp"),
                wage=row.whole_or_none("wage"),
                paid_on=row.day_or_none("paid_on"),
                reported_on=row.day("reported_on"),
            )
            for row in fields.children("rows")
        ),
        as_of=fields.moment("as_of"),
    )


def _read_previous(fields: Fields) -> PreviousBenefitsAnswer:
    return PreviousBenefitsAnswer(
        benefits=tuple(
            PreviousBenefit(phk_on=row.day("phk_on"), months_paid=row.whole("months_paid"))
            for row in fields.children("benefits")
        ),
        as_of=fields.moment("as_of"),
    )


def _read_employers(fields: Fields) -> tuple[Employer, ...]:
    return tuple(
        Employer(
            npp=row.filled("npp"),
            name=row.filled("name"),
            scale=row.choice("scale", Scale),
            address=row.text("address"),
            region_code=row.text("region_code"),
            email=row.text("email"),
            status=row.choice("status", EmployerStatus),
            status_since=row.day_or_none("status_since"),
        )
        for row in fields.children("employers")
    )


def _read_receipt(fields: Fields) -> Receipt:
    return Receipt(receipt_no=fields.filled("receipt_no"), received_at=fields.moment("received_at"))
