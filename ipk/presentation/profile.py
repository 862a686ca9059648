"""What the pages of the profile say: parts with their state, entries with their lines, sources with their moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.formatting import plain_date
from core.language import language
from ipk.cv import entry_row
from ipk.enums.profile import LISTED, OPTIONAL, Part, Source
from ipk.models import ProfileEntry
from ipk.selectors import Completeness, Entry, FullProfile, KnownJob, PartState, completeness_of
from ipk.skills import fold
from participants.models import Person

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """What a part is called where: its page, what adding says, what leads in, what having none is called."""

    heading: str | Promise
    lead: str | Promise
    add: str | Promise
    none: str | Promise = ""


WORDS = {
    Part.EDUCATION: Words(
        gettext_lazy("Pendidikan"),
        gettext_lazy("Sekolah terakhir paling penting. Yang lain boleh ditambah."),
        gettext_lazy("Tambah pendidikan"),
        gettext_lazy("Saya tidak bersekolah formal"),
    ),
    Part.EXPERIENCE: Words(
        gettext_lazy("Pengalaman kerja"),
        gettext_lazy("Pekerjaan tetap, kontrak, harian, atau usaha sendiri. Yang terakhir dulu."),
        gettext_lazy("Tambah pengalaman kerja"),
    ),
    Part.TRAINING: Words(
        gettext_lazy("Pelatihan"),
        gettext_lazy("Kursus dan pelatihan yang pernah Anda ikuti, di dalam atau di luar perusahaan."),
        gettext_lazy("Tambah pelatihan"),
        gettext_lazy("Saya belum pernah ikut pelatihan"),
    ),
    Part.CERTIFICATE: Words(
        gettext_lazy("Sertifikasi"),
        gettext_lazy("Sertifikat kompetensi, izin kerja, atau SIM untuk bekerja."),
        gettext_lazy("Tambah sertifikat"),
        gettext_lazy("Saya tidak punya sertifikat"),
    ),
    Part.ACHIEVEMENT: Words(
        gettext_lazy("Pencapaian dan prestasi"),
        gettext_lazy("Penghargaan, lomba, atau hal di tempat kerja yang membuat Anda bangga."),
        gettext_lazy("Tambah prestasi"),
        gettext_lazy("Belum ada yang ingin saya tulis"),
    ),
    Part.LANGUAGE: Words(
        gettext_lazy("Bahasa asing"),
        gettext_lazy("Bahasa selain bahasa Indonesia dan bahasa daerah, dengan tingkatnya."),
        gettext_lazy("Tambah bahasa"),
        gettext_lazy("Saya tidak berbahasa asing"),
    ),
    Part.SKILL: Words(
        gettext_lazy("Keahlian"),
        gettext_lazy("Yang Anda kuasai: alat, mesin, program komputer, atau cara bekerja."),
        gettext_lazy("Tambah keahlian"),
    ),
}
# What the button of the next step says.
DO = {
    Part.PHOTO: gettext_lazy("Tambah foto"),
    Part.PERSONAL: gettext_lazy("Lengkapi data diri"),
    **{part: words.add for part, words in WORDS.items()},
}


def href_of(part: Part) -> str:
    if part == Part.PHOTO:
        return reverse("ipk:profile_photo")
    if part == Part.PERSONAL:
        return reverse("ipk:profile_personal")
    return reverse("ipk:profile_part", args=[part.value])


def next_step(done: Completeness) -> Item | None:
    """The next missing part as the one thing to do; None when nothing is missing."""
    if done.next is None:
        return None
    return {"part": done.next.label, "href": href_of(done.next), "do": DO[done.next]}


def part_items(done: Completeness, full: FullProfile) -> list[Item]:
    """Every part as a row: what is in it, and whether it is answered."""
    return [
        {
            "title": state.part.label,
            "href": href_of(state.part),
            "text": _said(state, full),
            "tag": _("Terisi") if state.answered else _("Belum diisi"),
            "kind": "ok" if state.answered else "wait",
        }
        for state in done.parts
    ]


def _said(state: PartState, full: FullProfile) -> str:
    if state.has_none and not state.count:
        return _("Tidak ada, sesuai jawaban Anda")
    if state.part not in LISTED or not state.count:
        return ""
    names = [entry.title or entry.place for entry in full.of(state.part)]
    rest = len(names) - 2
    shown = ", ".join(names[:2])
    more = ngettext("%(names)s, dan %(n)s lagi", "%(names)s, dan %(n)s lagi", max(rest, 1)) % {
        "names": shown,
        "n": rest,
    }
    return more if rest > 0 else shown


def part_page(part: Part, full: FullProfile, known: list[KnownJob]) -> Item:
    """A part with its entries, and jobs that are known but not in the profile."""
    entries = full.of(part)
    is_answered = bool(entries) or part in full.none_of
    return {
        "part": part,
        "next": next_step(completeness_of(full)) if is_answered else None,
        "words": WORDS[part],
        "rows": [_row(part, entry, known) for entry in entries],
        "known": [known_row(job) for job in known if not job.used],
        "has_none": part in full.none_of,
        "may_say_none": part in OPTIONAL and not entries and part not in full.none_of,
    }


def _row(part: Part, entry: Entry, known: list[KnownJob]) -> Item:
    months = part == Part.EXPERIENCE
    ends = {name: _end(getattr(entry, f"{name}_on"), months) for name in ("began", "ended")}
    told = {"title": entry.title, "place": entry.place, "level": entry.level, "note": entry.note}
    row: Item = dict(entry_row(part, told | ends))
    row["id"] = entry.id
    row["source"] = source_said(entry.source, entry.source_at) if entry.source_at else ""
    if row["source"] and known and not any(_is_as_known(entry, job) for job in known):
        row["source"] = _("%(source)s. Isinya sudah Anda ubah") % {"source": row["source"]}
    row["name"] = row["title"] or row["place"]
    return row


def _is_as_known(entry: Entry, job: KnownJob) -> bool:
    months = (_month(job.began_on), _month(job.ended_on))
    return fold(job.employer) == fold(entry.place) and months == (entry.began_on, entry.ended_on)


def _end(day: Any, months: bool) -> str:
    return "" if day is None else f"{day:%Y-%m}" if months else f"{day:%Y}"


def known_key(job: KnownJob) -> str:
    """Names a known job in an address: the employer's number and the month it began."""
    return f"{job.ref}-{job.began_on:%Y%m}" if job.began_on else job.ref


def known_row(job: KnownJob) -> Item:
    ends = {"began": _end(job.began_on, True), "ended": _end(job.ended_on, True)}
    told = {"title": "", "place": job.employer, "level": "", "note": ""}
    return {
        "employer": job.employer,
        "when": entry_row(Part.EXPERIENCE, told | ends)["when"],
        "source": source_said(job.source, job.as_of),
        "href": f"{reverse('ipk:profile_add', args=[Part.EXPERIENCE.value])}?dari={known_key(job)}",
    }


def source_said(source: Source, as_of: datetime | None) -> str:
    """ "Dari BPJS Ketenagakerjaan, per 16 November 2026"."""
    if as_of is None:
        return ""
    return _("Dari %(source)s, per %(day)s") % {"source": source.label, "day": plain_date(as_of, language())}


def from_known(job: KnownJob) -> Item:
    """A known job as the form shows it; only the position is missing."""
    return {"place": job.employer, "began_on": _month(job.began_on), "ended_on": _month(job.ended_on)}


def _month(day: Any) -> Any:
    return day.replace(day=1) if day else None


def as_typed(row: ProfileEntry) -> Item:
    """An entry as its form shows it."""
    names = ("title", "place", "level", "began_on", "ended_on", "note")
    return {name: getattr(row, name) for name in names} | {"seen": row.changed_at.isoformat()}


def personal_facts(person: Person) -> list[Item]:
    """What is known of the person, as the profile uses it. The NIK stands nowhere here."""
    home = person.region
    where = ", ".join(filter(None, (home.name, home.parent.name if home.parent else ""))) if home else ""
    return [
        {"term": _("Nama lengkap"), "value": person.full_name},
        {"term": _("Tanggal lahir"), "value": plain_date(person.born_on, language())},
        {
            "term": _("Domisili"),
            "value": where or _("belum diketahui"),
            "href": reverse("participants:address") if person.is_verified else "",
        },
    ]
