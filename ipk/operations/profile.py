"""What a person writes into the profile: part by part, entry by entry."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.errors import Conflict, Invalid
from core.text import one_line
from files.enums import GONE, FileKind
from files.models import StoredFile
from files.operations import erase_unused
from ipk.enums.profile import OPTIONAL, Part, Source
from ipk.models import Profile, ProfileEntry
from ipk.skills import LONGEST_KEY, fold, split_skills
from participants.models import Person

PHOTO_PURPOSE = "profile_photo"
MOST_ENTRIES = 30  # of one part
LONGEST_SKILL = 80


@dataclass(frozen=True, slots=True)
class ToldEntry:
    """An entry as the person tells it: what ProfileEntry holds."""

    title: str = ""
    place: str = ""
    level: str = ""
    began_on: date | None = None
    ended_on: date | None = None
    note: str = ""

    def clean(self) -> "ToldEntry":
        return ToldEntry(
            one_line(self.title), one_line(self.place), self.level, self.began_on, self.ended_on, one_line(self.note)
        )


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """Who told of a job before the person did."""

    source: Source
    ref: str
    as_of: datetime


@transaction.atomic
def keep_personal(
    person: Person, *, summary: str, shows_email: bool, shows_phone: bool, actor: User, at: datetime
) -> Profile:
    """Keep the personal part. Raises Invalid("contact_missing")."""
    if not (shows_email or shows_phone):
        raise Invalid("contact_missing", _("Pilih paling sedikit satu cara menghubungi Anda."))
    row = _locked(person, at)
    row.summary, row.shows_email, row.shows_phone = one_line(summary), shows_email, shows_phone
    row.told_at = row.changed_at = at
    row.save()
    audit.record("ipk.profile.personal", actor=actor, at=at, subject=row)
    return row


@transaction.atomic
def set_photo(person: Person, *, file: StoredFile, actor: User, at: datetime) -> Profile:
    """Show this picture of the owner; the file of the one before is erased.

    Raises Invalid("not_a_photo" | "file_not_yours").
    """
    if file.kind == FileKind.PDF:
        raise Invalid("not_a_photo", _("Foto harus JPG, PNG, WebP, atau HEIC."))
    if file.owner_id != actor.pk or file.purpose != PHOTO_PURPOSE or file.state in GONE:
        raise Invalid("file_not_yours", _("Berkas ini tidak dapat dipakai. Unggah lagi."))
    row = _locked(person, at)
    if row.photo_id == file.pk:
        return row
    former = row.photo
    row.photo, row.changed_at = file, at
    row.save(update_fields=["photo", "changed_at"])
    audit.record("ipk.profile.photo_set", actor=actor, at=at, subject=row)
    if former is not None:
        erase_unused(former, actor=actor, at=at)
    return row


@transaction.atomic
def remove_photo(person: Person, *, actor: User, at: datetime) -> Profile:
    """Take the photo out; its file is erased, so that sent applications show none either. Twice is once."""
    row = _locked(person, at)
    former = row.photo
    if former is None:
        return row
    row.photo, row.changed_at = None, at
    row.save(update_fields=["photo", "changed_at"])
    audit.record("ipk.profile.photo_removed", actor=actor, at=at, subject=row)
    erase_unused(former, actor=actor, at=at)
    return row


@transaction.atomic
def add_entry(
    person: Person, part: Part, *, told: ToldEntry, actor: User, at: datetime, known: FirstKnown | None = None
) -> ProfileEntry:
    """Add an entry; the part is no longer said to be empty. The same form sent twice gives the same entry.

    Raises Invalid("already_there" | "too_many" | "ends_before_it_begins").
    """
    told = _checked(told)
    profile = _locked(person, at)
    same = ProfileEntry.objects.filter(person=person, part=part, key=entry_key(part, told)).first()
    if same is not None:
        if _says(same, told):
            return same
        raise _already_there()
    if ProfileEntry.objects.filter(person=person, part=part).count() >= MOST_ENTRIES:
        raise Invalid("too_many", _("Paling banyak %(most)s isian. Hapus yang tidak perlu.") % {"most": MOST_ENTRIES})
    source = {"source": known.source, "source_ref": known.ref, "source_at": known.as_of} if known else {}
    row = ProfileEntry.objects.create(
        person=person, part=part, key=entry_key(part, told), changed_at=at, **_values(told), **source
    )
    if part in profile.none_of:
        profile.none_of = [name for name in profile.none_of if name != part]
    profile.changed_at = at
    profile.save(update_fields=["none_of", "changed_at"])
    audit.record("ipk.profile.entry_added", actor=actor, at=at, subject=row, part=part.value)
    return row


@transaction.atomic
def add_skills(person: Person, *, text: str, actor: User, at: datetime) -> list[ProfileEntry]:
    """Several skills in one line. One that is there already stays as it was first written.

    Raises Invalid("nothing_told" | "skill_long" | "too_many").
    """
    names = split_skills(one_line(text))
    if not names:
        raise Invalid("nothing_told", _("Tulis paling sedikit satu keahlian."))
    if any(len(name) > LONGEST_SKILL for name in names):
        raise Invalid("skill_long", _("Satu keahlian paling panjang 80 huruf. Pisahkan dengan koma."))
    _locked(person, at)
    keys = {entry_key(Part.SKILL, ToldEntry(title=name)): name for name in names}
    there = ProfileEntry.objects.filter(person=person, part=Part.SKILL, key__in=keys)
    known = set(there.values_list("key", flat=True))
    return [
        add_entry(person, Part.SKILL, told=ToldEntry(title=name), actor=actor, at=at)
        for key, name in keys.items()
        if key not in known
    ]


@transaction.atomic
def change_entry(entry: ProfileEntry, *, told: ToldEntry, seen: datetime, actor: User, at: datetime) -> ProfileEntry:
    """Write an entry anew. `seen` is when it had last changed on the page: the same words twice are once.

    Raises Conflict("changed") when another tab was faster, and what add_entry raises.
    """
    told = _checked(told)
    part = Part(entry.part)
    profile = _locked(entry.person, at)
    row = ProfileEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if row is not None and _says(row, told):
        return row
    if row is None or row.changed_at != seen:
        raise Conflict("changed", _("Bagian ini sudah berubah di halaman lain. Muat ulang untuk melihat yang terbaru."))
    key = entry_key(part, told)
    if ProfileEntry.objects.filter(person_id=row.person_id, part=part, key=key).exclude(pk=row.pk).exists():
        raise _already_there()
    for name, value in _values(told).items():
        setattr(row, name, value)
    row.key, row.changed_at = key, at
    row.save()
    profile.changed_at = at
    profile.save(update_fields=["changed_at"])
    audit.record("ipk.profile.entry_changed", actor=actor, at=at, subject=row, part=part.value)
    return row


@transaction.atomic
def remove_entry(entry: ProfileEntry, *, actor: User, at: datetime) -> None:
    """Gone for good. Twice is once."""
    profile = _locked(entry.person, at)
    gone, _by_model = ProfileEntry.objects.filter(pk=entry.pk).delete()
    if not gone:
        return
    profile.changed_at = at
    profile.save(update_fields=["changed_at"])
    audit.record("ipk.profile.entry_removed", actor=actor, at=at, subject=entry, part=entry.part)


@transaction.atomic
def say_none(person: Person, part: Part, *, actor: User, at: datetime) -> Profile:
    """Say to have nothing for a part, which answers it. Twice is once.

    Raises Invalid("part_needed") and Conflict("has_entries").
    """
    if part not in OPTIONAL:
        raise Invalid("part_needed", _("Bagian ini perlu diisi."))
    row = _locked(person, at)
    if ProfileEntry.objects.filter(person=person, part=part).exists():
        raise Conflict("has_entries", _("Bagian ini sudah ada isinya. Hapus dulu bila tidak punya."))
    if part in row.none_of:
        return row
    row.none_of, row.changed_at = [*row.none_of, part.value], at
    row.save(update_fields=["none_of", "changed_at"])
    audit.record("ipk.profile.none", actor=actor, at=at, subject=row, part=part.value)
    return row


def entry_key(part: Part, told: ToldEntry) -> str:
    """Two entries of a part with the same key are the same thing."""
    began = told.began_on.isoformat() if told.began_on else ""
    pieces = {
        Part.SKILL: (told.title,),
        Part.LANGUAGE: (told.title,),
        Part.EDUCATION: (told.level, told.place, told.title),
    }.get(part, (began, told.place, told.title))
    return "|".join(piece if piece == began else fold(piece) for piece in pieces)[:LONGEST_KEY]


def _locked(person: Person, at: datetime) -> Profile:
    """The profile, one form at a time."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    return Profile.objects.get_or_create(person=person, defaults={"changed_at": at})[0]


def _checked(told: ToldEntry) -> ToldEntry:
    if told.began_on and told.ended_on and told.ended_on < told.began_on:
        raise Invalid("ends_before_it_begins", _("Selesai sebelum mulai. Periksa lagi."))
    return told.clean()


def _values(told: ToldEntry) -> dict[str, Any]:
    return {field.name: getattr(told, field.name) for field in fields(told)}


def _says(row: ProfileEntry, told: ToldEntry) -> bool:
    return all(getattr(row, name) == value for name, value in _values(told).items())


def _already_there() -> Invalid:
    return Invalid("already_there", _("Ini sudah ada di profil Anda. Ubah yang sudah ada."))
