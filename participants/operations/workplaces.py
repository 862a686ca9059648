"""An employer's places of work: opened, described anew, closed. Told to nobody: which place is no fact of the law."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit, clock
from core.errors import Conflict, Invalid
from core.models import Region
from core.text import one_line
from participants.models import Employer, Employment, Workplace


@transaction.atomic
def open_workplace(
    employer: Employer, *, name: str, address: str, region: Region, since: date, actor: User, at: datetime
) -> Workplace:
    """A new place. The same again gives the place that there is.

    Raises Invalid("not_a_regency" | "since_in_future" | "name_taken"): the last for another place of that name.
    """
    Employer.objects.select_for_update(of=("self",)).get(pk=employer.pk)
    facts = _checked(name, address, region, since, clock.legal_date(at))
    same = employer.workplaces.filter(until=None, name__iexact=facts["name"]).first()
    if same is not None and all(getattr(same, field) == value for field, value in facts.items()):
        return same
    workplace = Workplace(employer=employer, **facts)
    _save(workplace)
    audit.record("participants.workplace.opened", actor=actor, at=at, subject=workplace)
    return workplace


@transaction.atomic
def describe_workplace(
    workplace: Workplace, *, name: str, address: str, region: Region, since: date, actor: User, at: datetime
) -> Workplace:
    """Other words for a place that is open; what it was before stays in its history.

    Raises Invalid as `open_workplace`, Conflict("workplace_closed").
    """
    workplace = _open(workplace)
    for field, value in _checked(name, address, region, since, clock.legal_date(at)).items():
        setattr(workplace, field, value)
    _save(workplace)
    audit.record("participants.workplace.described", actor=actor, at=at, subject=workplace)
    return workplace


@transaction.atomic
def close_workplace(
    workplace: Workplace, *, until: date, move_to: Workplace | None, actor: User, at: datetime
) -> Workplace:
    """Its last day, and where its workers go: to another open place, or to none. The same again changes nothing.

    Raises Invalid("until_before_since" | "until_in_future" | "workplace_closed"), Conflict("workplace_closed").
    """
    known = Workplace.objects.select_for_update(of=("self",)).get(pk=workplace.pk)
    if known.until == until:
        return known
    workplace = _open(known)
    if until < workplace.since:
        raise Invalid("until_before_since", _("Hari terakhir lebih awal daripada hari pertama."), field="until")
    if until > clock.legal_date(at):
        raise Invalid("until_in_future", _("Tutup tempat kerja setelah hari terakhirnya."), field="until")
    _ensure_usable(move_to, workplace.employer_id, besides=workplace)
    workplace.until = until
    workplace.save(update_fields=["until"])
    moved = workplace.employments.current().update(workplace=move_to)
    audit.record("participants.workplace.closed", actor=actor, at=at, subject=workplace, moved=moved)
    return workplace


@transaction.atomic
def place_worker(employment: Employment, workplace: Workplace | None, *, actor: User, at: datetime) -> Employment:
    """Where a worker works from now on; None: at no place in particular. The same again changes nothing.

    Raises Invalid("workplace_closed"), Conflict("wrong_state") for somebody who has left.
    """
    employment = Employment.objects.select_for_update(of=("self",)).get(pk=employment.pk)
    if not Employment.objects.current().filter(pk=employment.pk).exists():
        raise Conflict("wrong_state", _("Pekerja ini sudah tidak ada di daftar Anda."))
    ensure_usable(workplace, employment.employer)
    if employment.workplace_id != (workplace.pk if workplace else None):
        employment.workplace = workplace
        employment.save(update_fields=["workplace"])
        audit.record("participants.worker.placed", actor=actor, at=at, subject=employment)
    return employment


def ensure_usable(workplace: Workplace | None, employer: Employer) -> None:
    """Raises Invalid("workplace_closed") unless the place is the employer's own and open."""
    _ensure_usable(workplace, employer.pk)


def _ensure_usable(workplace: Workplace | None, employer_id: object, besides: Workplace | None = None) -> None:
    if workplace is None:
        return
    if workplace.employer_id != employer_id or workplace.until is not None or workplace == besides:
        raise Invalid("workplace_closed", _("Pilih tempat kerja yang masih dipakai."), field="workplace")


def _open(workplace: Workplace) -> Workplace:
    workplace = Workplace.objects.select_for_update(of=("self",)).get(pk=workplace.pk)
    if workplace.until is not None:
        raise Conflict("workplace_closed", _("Tempat kerja ini sudah ditutup. Muat ulang halaman ini."))
    return workplace


def _checked(name: str, address: str, region: Region, since: date, today: date) -> dict[str, object]:
    if region.parent_id is None:
        raise Invalid("not_a_regency", _("Pilih kabupaten atau kota."), field="region")
    if since > today:
        raise Invalid("since_in_future", _("Tanggal ini belum terjadi."), field="since")
    return {"name": one_line(name), "address": one_line(address), "region": region, "since": since}


def _save(workplace: Workplace) -> None:
    try:
        with transaction.atomic():
            workplace.save()
    except IntegrityError:
        raise Invalid("name_taken", _("Nama ini sudah dipakai tempat kerja lain."), field="name") from None
