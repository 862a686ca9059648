"""Dukcapil, the civil registry: does this NIK belong to this person. Contract: docs/partners.md#dukcapil."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from integrations.transport import Patience, Request, Transport
from integrations.wire import Fields, Garbage


class Match(StrEnum):
    """What the registry says about one field. Unknown is not no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Sex(StrEnum):
    MALE = "L"
    FEMALE = "P"


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """`nik`: the number exists. Sex, birth date and region come only when name and mother's name both match."""

    nik: Match
    full_name: Match
    mother_name: Match
    born_on_match: Match
    sex: Sex | None
    born_on: date | None
    region_code: str
    died_on: date | None
    as_of: datetime

    @property
    def confirmed(self) -> bool:
        """The person is who they say: number, name and mother's name."""
        return self.nik == self.full_name == self.mother_name == Match.YES

    @property
    def contradicted(self) -> bool:
        """Something was compared and differs: an officer looks, nobody is turned away."""
        return Match.NO in (self.nik, self.full_name, self.mother_name)


@dataclass(frozen=True, slots=True)
class VitalStatus:
    """`known` False: the registry does not hold the number; then `died_on` says nothing."""

    known: bool
    died_on: date | None
    as_of: datetime


class DukcapilClient:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def verify_identity(
        self, nik: str, full_name: str, mother_name: str, born_on: date | None = None
    ) -> IdentityAnswer:
        """Compare with the registry. Raises PartnerUnavailable."""
        body = {
            "nik": nik,
            "full_name": full_name,
            "mother_name": mother_name,
            "born_on": born_on.isoformat() if born_on else None,
        }
        return self._transport.ask(Request("verify_identity", "POST", "/v1/identity/verify", body=body), _read_identity)

    def vital_status(self, nik: str) -> VitalStatus:
        """Is the person alive, as far as the registry knows. Raises PartnerUnavailable."""
        return self._transport.ask(
            Request("vital_status", "POST", "/v1/identity/vital-status", body={"nik": nik}), _read_vital
        )


def dukcapil_client(*, patience: Patience | None = None) -> DukcapilClient:
    """Return the client of the configured registry."""
    return DukcapilClient(Transport("dukcapil", patience=patience))


def _read_identity(fields: Fields) -> IdentityAnswer:
    match = fields.child("match")
    region = fields.text("region_code")
    if region and not (region.isascii() and region.isdigit() and len(region) == 4):
        raise Garbage("$.region_code")
    return IdentityAnswer(
        nik=match.choice("nik", Match),
        full_name=match.choice("full_name", Match),
        mother_name=match.choice("mother_name", Match),
        born_on_match=match.choice("born_on", Match),
        sex=fields.choice_or_none("sex", Sex),
        born_on=fields.day_or_none("born_on"),
        region_code=region,
        died_on=fields.day_or_none("died_on"),
        as_of=fields.moment("as_of"),
    )


def _read_vital(fields: Fields) -> VitalStatus:
    return VitalStatus(known=fields.flag("known"), died_on=fields.day_or_none("died_on"), as_of=fields.moment("as_of"))
