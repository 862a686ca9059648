"""Agreements on data exchange and the partner's keys: proposed by one officer, approved by another, ended by either."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance import exchange_policies as policies
from compliance.exchange_signing import is_public_key, new_key_pair
from compliance.models import DataAgreement, PartnerKey
from compliance.models.exchange import ExchangeField
from core import audit, clock
from core.errors import Conflict, Invalid, ensure
from core.models import Region
from core.numbers import yearly_number

LONGEST = timedelta(days=5 * 366)  # a memorandum lasts five years (004, Pasal 7)
KEY_LONGEST = timedelta(days=366)
SHORTEST = 10
NOT_YOURS = _("Yang menyetujui harus administrator, dan bukan orang yang mengusulkan.")


@dataclass(frozen=True, slots=True)
class AgreementSaid:
    """What a memorandum says. `key`: the partner's public key (Ed25519, base64), in use until `key_until`."""

    province: Region
    reference: str
    first_party: str
    second_party: str
    purpose: str
    fields: tuple[str, ...]
    may_identify: bool
    may_reconcile: bool
    valid_from: date
    valid_until: date
    contact_name: str
    contact_email: str
    key: str
    key_until: date


def propose_agreement(said: AgreementSaid, *, actor: User, at: datetime) -> DataAgreement:
    """Write a memorandum down. It opens nothing until another officer approves it.

    Raises NotAllowed, Invalid, Conflict("known_agreement").
    """
    today = clock.legal_date(at)
    _check(said, today)
    ensure(policies.can_propose(actor, said.province.pk, today))
    try:
        with transaction.atomic():
            return _propose(said, actor, at)
    except IntegrityError:
        raise Conflict("known_agreement", _("Nota kesepakatan ini sudah dicatat.")) from None


def _propose(said: AgreementSaid, actor: User, at: datetime) -> DataAgreement:
    private, public = new_key_pair()
    agreement = DataAgreement(
        number=yearly_number("PTD", clock.legal_date(at).year),
        province=said.province,
        reference=said.reference,
        first_party=said.first_party,
        second_party=said.second_party,
        purpose=said.purpose,
        fields=sorted(set(said.fields)),
        may_identify=said.may_identify,
        may_reconcile=said.may_reconcile,
        valid_from=said.valid_from,
        valid_until=said.valid_until,
        contact_name=said.contact_name,
        contact_email=said.contact_email,
        signing_public=public,
        proposed_by=actor,
        proposed_at=at,
    )
    agreement.signing = private
    agreement.save(force_insert=True)
    _add_key(agreement, said.key, said.key_until, actor, at)
    audit.record("compliance.exchange.proposed", actor=actor, at=at, subject=agreement, fields=",".join(said.fields))
    return agreement


def _check(said: AgreementSaid, today: date) -> None:
    if not said.province.is_province:
        raise Invalid("no_province", _("Pilih provinsi."), field="province")
    if not said.fields or not set(said.fields) <= set(ExchangeField.values):
        raise Invalid("unknown_field", _("Pilih isi data dari daftar."), field="fields")
    if said.may_reconcile and ExchangeField.ACTIVE not in said.fields:
        raise Invalid("status_needed", _("Rekonsiliasi menjawab status: pilih juga status aktif."), field="fields")
    if len(said.purpose.strip()) < SHORTEST:
        raise Invalid("purpose_short", _("Tulis untuk apa data dipakai."), field="purpose")
    if said.valid_until < max(said.valid_from, today):
        raise Invalid("over", _("Hari terakhir harus sesudah hari pertama dan belum lewat."), field="valid_until")
    if said.valid_until - said.valid_from > LONGEST:
        raise Invalid("too_long", _("Paling lama lima tahun."), field="valid_until")
    _check_key(said.key, said.key_until, today)


def _check_key(key: str, until: date, today: date) -> None:
    if not is_public_key(key):
        raise Invalid("bad_key", _("Ini bukan kunci publik Ed25519 dalam base64."), field="key")
    if not today <= until <= today + KEY_LONGEST:
        raise Invalid("key_until", _("Kunci dipakai paling lama satu tahun, lalu diganti."), field="key_until")


@transaction.atomic
def approve_agreement(agreement: DataAgreement, *, actor: User, at: datetime) -> DataAgreement:
    """Put it in force, with the key it was proposed with. Raises NotAllowed, Conflict("over" | "wrong_state")."""
    agreement = _locked(agreement)
    today = clock.legal_date(at)
    ensure(policies.can_approve_agreement(actor, agreement, today), "not_yours", NOT_YOURS)
    if agreement.valid_until < today:
        raise Conflict("over", _("Hari terakhir perjanjian ini sudah lewat."))
    agreement = DataAgreement.workflow.move(agreement, "approve", actor=actor, at=at, approved_by=actor, approved_at=at)
    agreement.keys.filter(approved_at=None, proposed_by=agreement.proposed_by).update(approved_by=actor, approved_at=at)
    audit.record("compliance.exchange.approved", actor=actor, at=at, subject=agreement)
    return agreement


@transaction.atomic
def refuse_agreement(agreement: DataAgreement, *, because: str, actor: User, at: datetime) -> DataAgreement:
    """Raises NotAllowed, Invalid("because_short"), Conflict("wrong_state")."""
    agreement = _locked(agreement)
    ensure(policies.can_approve_agreement(actor, agreement, clock.legal_date(at)), "not_yours", NOT_YOURS)
    because = because_of(because)
    agreement = DataAgreement.workflow.move(agreement, "refuse", actor=actor, at=at, note=because, because=because)
    audit.record("compliance.exchange.refused", actor=actor, at=at, subject=agreement, reason=because)
    return agreement


@transaction.atomic
def end_agreement(agreement: DataAgreement, *, because: str, actor: User, at: datetime) -> DataAgreement:
    """Stop before the last day; nothing leaves from this moment on. Raises NotAllowed, Invalid("because_short")."""
    agreement = _locked(agreement)
    ensure(policies.can_end(actor, agreement, clock.legal_date(at)))
    because = because_of(because)
    agreement = DataAgreement.workflow.move(agreement, "end", actor=actor, at=at, note=because, because=because)
    audit.record("compliance.exchange.ended", actor=actor, at=at, subject=agreement, reason=because)
    return agreement


@transaction.atomic
def propose_key(agreement: DataAgreement, *, key: str, until: date, actor: User, at: datetime) -> PartnerKey:
    """The partner's next key; the old one stays until its last day. Proposing it again changes nothing.

    Raises NotAllowed, Invalid("bad_key" | "key_until"), Conflict("known_key" | "not_in_force").
    """
    agreement = _locked(agreement)
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, agreement.province_id, today))
    if not agreement.in_force(today):
        raise Conflict("not_in_force", _("Perjanjian ini tidak berlaku hari ini."))
    _check_key(key, until, today)
    known = agreement.keys.filter(public=key).first()
    if known is not None and known.approved_at is None and known.until == until:
        return known
    if known is not None:
        raise Conflict("known_key", _("Kunci ini sudah pernah dipakai. Mitra membuat kunci baru."))
    made = _add_key(agreement, key, until, actor, at)
    audit.record("compliance.exchange.key_proposed", actor=actor, at=at, subject=agreement)
    return made


def _add_key(agreement: DataAgreement, key: str, until: date, actor: User, at: datetime) -> PartnerKey:
    return PartnerKey.objects.create(agreement=agreement, public=key, until=until, proposed_by=actor, proposed_at=at)


@transaction.atomic
def approve_key(key: PartnerKey, *, actor: User, at: datetime) -> PartnerKey:
    """Approving an approved one changes nothing. Raises NotAllowed."""
    key = PartnerKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.approved_at is not None:
        return key
    ensure(policies.can_approve_key(actor, key, clock.legal_date(at)), "not_yours", NOT_YOURS)
    key.approved_by, key.approved_at = actor, at
    key.save(update_fields=["approved_by", "approved_at"])
    audit.record("compliance.exchange.key_approved", actor=actor, at=at, subject=key.agreement)
    return key


def because_of(text: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise Invalid("because_short", _("Tulis alasannya."), field="because")
    return text.strip()


def _locked(agreement: DataAgreement) -> DataAgreement:
    return DataAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
