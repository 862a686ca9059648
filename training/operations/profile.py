"""An institute's own page: registering, what it says of itself, its account, places, teachers and facilities."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid, Unavailable
from core.limits import Limit, take
from core.names import likeness
from core.text import one_line
from integrations.bank import AccountStatus, BankClient
from integrations.errors import PartnerRefused, PartnerUnavailable
from notices.operations import notify
from rules.jobsearch import fold_company
from training.enums import InstituteState, StaffPart
from training.models import Facility, Institute, InstituteStaff, Instructor, Site
from training.operations.institutes import REGENCY_DIGITS, InstituteSaid, checked, write_institute
from training.selectors.staff import heads_of

REGISTRATIONS_A_DAY = Limit("institute.register", most=3, within=timedelta(days=1))
INQUIRIES = Limit("institute.account", most=10, within=timedelta(hours=1))
NAME_MATCH_PERCENT = 85
MOST_PARTS = 200  # places, teachers or facilities of an institute
PROFILE = "training.institute.profile"
Part = TypeVar("Part", Site, Instructor, Facility)


@dataclass(frozen=True, slots=True)
class DetailsSaid:
    """How to reach the institute. Name, kind and region (of four digits) stay once it is a partner: None then."""

    address: str
    phone: str
    email: str
    website: str
    head_name: str
    name: str | None = None
    kind: str | None = None
    region_id: str | None = None


@dataclass(frozen=True, slots=True)
class LicenceSaid:
    """Licence or registration, and accreditation. The dates are last days; a licence may have none."""

    licence: str
    licence_no: str
    licence_until: date | None
    accreditation_no: str
    accredited_until: date | None


@transaction.atomic
def register_institute(*, said: InstituteSaid, head_name: str, user: User, at: datetime) -> Institute:
    """A new institute that is no partner yet, with the user as its head. Twice is once.

    Raises Invalid like add_institute, Conflict("vin_taken") when somebody else has registered it, and TooMany.
    """
    fields = checked(said)
    known = Institute.objects.filter(vin=fields["vin"]).first()
    if known is not None:
        if InstituteStaff.objects.in_force(clock.legal_date(at)).filter(institute=known, user=user).exists():
            return known
        raise Conflict("vin_taken", _("Lembaga dengan VIN ini sudah terdaftar. Minta pimpinannya mengundang Anda."))
    take(REGISTRATIONS_A_DAY, str(user.pk), at=at)
    more = {"state": InstituteState.PROSPECT, "head_name": one_line(head_name)}
    row = write_institute(fields, move="register", actor=user, at=at, **more)
    InstituteStaff.objects.create(institute=row, user=user, part=StaffPart.HEAD, since=clock.legal_date(at))
    return row


@transaction.atomic
def describe_institute(institute: Institute, *, said: DetailsSaid, actor: User, at: datetime) -> Institute:
    """Raises Conflict("name_stays") when a partner's name, kind or region would change: an officer corrects those.

    Raises Invalid("name_missing" | "region_not_a_regency") too.
    """
    locked = _locked(institute)
    fields = {name: value for name, value in asdict(said).items() if value is not None}
    fields |= {name: one_line(str(fields[name])) for name in ("address", "website", "head_name")}
    if "name" in fields:
        fields["name"] = one_line(fields["name"])
        if not fields["name"]:
            raise Invalid("name_missing", _("Tulis nama lembaga."))
    if said.region_id is not None and len(said.region_id) != REGENCY_DIGITS:
        raise Invalid("region_not_a_regency", _("Pilih kabupaten atau kota, bukan provinsi."))
    fixed = ("name", "kind", "region_id")
    if locked.state != InstituteState.PROSPECT and any(
        name in fields and fields[name] != getattr(locked, name) for name in fixed
    ):
        raise Conflict("name_stays", _("Nama, penyelenggara, dan wilayah mitra diubah oleh petugas."))
    return _changed(locked, fields, "details", actor, at)


@transaction.atomic
def set_licence(institute: Institute, *, said: LicenceSaid, actor: User, at: datetime) -> Institute:
    """What the verifier holds against the papers. Changes stay on record (InstituteHistory)."""
    fields = asdict(said)
    fields |= {name: one_line(fields[name]) for name in ("licence_no", "accreditation_no")}
    return _changed(_locked(institute), fields, "licence", actor, at)


def verify_account(institute: Institute, *, bank_code: str, number: str, bank: BankClient, at: datetime) -> str:
    """Ask the bank whose account it is; return how the bank writes the owner. Call it outside a transaction.

    Raises Invalid("account_unknown" | "account_closed" | "account_of_another"), Unavailable and TooMany. The name of
    another owner is nobody's business and is not told.
    """
    take(INQUIRIES, str(institute.pk), at=at)
    try:
        answer = bank.inquire_account(bank_code, number)
    except PartnerRefused as error:
        raise Invalid("account_unknown", _("Bank tidak mengenal rekening ini. Periksa nomornya.")) from error
    except PartnerUnavailable as error:
        text = _("Bank sedang tidak menjawab. Rekening belum disimpan; coba lagi beberapa menit lagi.")
        raise Unavailable("bank_away", text) from error
    if answer.status == AccountStatus.NOT_FOUND:
        raise Invalid("account_unknown", _("Bank tidak mengenal rekening ini. Periksa nomornya."))
    if answer.status == AccountStatus.CLOSED:
        raise Invalid("account_closed", _("Rekening ini sudah ditutup. Pakai rekening lain."))
    if not resembles(answer.name, institute.name):
        text = _("Rekening ini bukan atas nama %(name)s. Pakai rekening lembaga, bukan rekening pribadi.")
        raise Invalid("account_of_another", text % {"name": institute.name})
    return answer.name


def resembles(owner: str, institute: str) -> bool:
    """Whether a bank's name is the institute's: in any order of words, with or without PT, CV or punctuation."""
    return likeness(owner, institute) >= NAME_MATCH_PERCENT or fold_company(owner) == fold_company(institute)


@transaction.atomic
def set_account(
    institute: Institute, *, bank_code: str, number: str, owner: str, actor: User, at: datetime
) -> Institute:
    """Store the account that `verify_account` has checked. Every head hears of a change."""
    locked = _locked(institute)
    if (locked.bank_code, locked.account) == (bank_code, number):
        return locked
    had_one = bool(locked.account_tail)
    locked.bank_code, locked.account, locked.account_tail, locked.account_name = bank_code, number, number[-4:], owner
    locked.save()
    audit.record(f"{PROFILE}.account", actor=actor, at=at, subject=locked, bank=bank_code)
    for head in heads_of(locked, clock.legal_date(at)) if had_one else ():
        key = f"{locked.pk}:{at.isoformat()}"
        notify(event="institute_account_changed", user=head, at=at, link="/mitra/profil/", key=key)
    return locked


@transaction.atomic
def add_part(institute: Institute, kind: type[Part], *, facts: dict[str, Any], actor: User, at: datetime) -> Part:
    """A place, a teacher or a facility; the very same one again is the one that is there, in use again.

    Raises Conflict("too_many_parts") and Invalid("impossible") for what the database refuses.
    """
    locked = _locked(institute)
    rows: models.QuerySet[Part] = kind._default_manager.filter(institute=locked)
    row = rows.filter(address=facts["address"]).first() if kind is Site else rows.filter(**facts).first()
    if row is not None and row.ended_on is None:
        return row
    if rows.filter(ended_on=None).count() >= MOST_PARTS:
        raise Conflict("too_many_parts", _("Paling banyak 200 baris. Akhiri dahulu yang tidak dipakai lagi."))
    row = row or kind(institute=locked)
    for name, value in (facts | {"ended_on": None}).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid("impossible", _("Isian ini tidak dapat disimpan. Periksa lagi.")) from error
    audit.record(f"{PROFILE}.{kind._meta.model_name}_added", actor=actor, at=at, subject=locked, row=row.pk)
    return row


@transaction.atomic
def end_part(row: Part, *, actor: User, at: datetime) -> Part:
    """It is not used any more from today; it stays on record. Twice is once."""
    locked: Part = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.ended_on is None:
        locked.ended_on = clock.legal_date(at)
        locked.save(update_fields=["ended_on"])
        name = f"{PROFILE}.{type(row)._meta.model_name}_ended"
        audit.record(name, actor=actor, at=at, subject=locked.institute, row=locked.pk)
    return locked


def _locked(institute: Institute) -> Institute:
    return Institute.objects.select_for_update(of=("self",)).get(pk=institute.pk)


def _changed(locked: Institute, fields: dict[str, Any], what: str, actor: User, at: datetime) -> Institute:
    changed = sorted(name for name, value in fields.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, fields[name])
    if changed:
        locked.save(update_fields=changed)
        audit.record(f"{PROFILE}.{what}", actor=actor, at=at, subject=locked, changed=changed)
    return locked
