"""How an institute's own pages read: what is filled in, what is missing, what comes next."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import legal_date
from core.formatting import countdown, date_range, deadline, long_date, plain_date
from core.language import language
from notices.models import Letter
from training.checklists import checklist
from training.enums import InstituteState, PartnershipState
from training.models import Facility, Institute, Instructor, Partnership, Site
from training.selectors.partnership import Ending, Lack, changed_since_returned, last_measure

Item = dict[str, Any]
S, P = InstituteState, PartnershipState
TONES = {S.PROSPECT: "", S.LISTED: "ok", S.SUSPENDED: "bad", S.ENDED: "bad"}
STEP_TONES = {
    P.DRAFT: "", P.SUBMITTED: "run", P.RETURNED: "wait", P.VERIFIED: "wait", P.SIGNED: "run", P.AGREED: "ok",
    P.REFUSED: "bad",
}  # fmt: skip
SENT_BACK = (P.RETURNED, P.REFUSED)
# What an item of the checklist is about (its `needs`), and the parts of the profile that answer it.
PARTS_OF = {
    "vin": ("details",),
    "licence": ("licence",),
    "accreditation": ("licence",),
    "programmes": ("programme",),
    "instructors": ("instructor",),
    "facilities": ("facility",),
    "capacity": ("site", "facility"),
    "complete": ("details", "account"),
}


def tasks(institute: Institute, missing: list[Lack], *, counts: dict[str, int]) -> list[Item]:
    """The parts of the profile, each with what it lacks."""
    parts = (
        ("details", _("Lembaga dan pimpinan"), "provider_details", institute.address),
        ("licence", _("Izin dan akreditasi"), "provider_licence", _licence_words(institute)),
        ("account", _("Rekening lembaga"), "provider_account", _account_words(institute)),
        ("sites", _("Tempat pelatihan"), "provider_sites", _count_words(counts["sites"])),
        ("instructors", _("Instruktur"), "provider_instructors", _count_words(counts["instructors"])),
        ("facilities", _("Sarana"), "provider_facilities", _count_words(counts["facilities"])),
        ("programmes", _("Program dan kurikulum"), "provider_programmes", _count_words(counts["programmes"])),
    )
    lacking: dict[str, list[str]] = {}
    for lack in missing:
        lacking.setdefault(lack.part, []).append(str(lack.text))
    return [_task(part, title, page, text, lacking.get(part, [])) for part, title, page, text in parts]


def _task(part: str, title: str, page: str, text: str, lacking: list[str]) -> Item:
    if lacking:
        tag, kind = _("Belum lengkap"), "wait"
    elif part == "sites" and not text:
        tag, kind = _("Boleh kosong"), ""
    else:
        tag, kind = _("Lengkap"), "ok"
    return {"title": title, "href": address(page), "text": " ".join(lacking) or text, "tag": tag, "kind": kind}


def address(page: str) -> str:
    """The path of a page of training, or "" while nothing answers to it."""
    try:
        return reverse(f"training:{page}")
    except NoReverseMatch:
        return ""


def _count_words(count: int) -> str:
    return ngettext("%(n)d tercatat", "%(n)d tercatat", count) % {"n": count} if count else ""


def _licence_words(institute: Institute) -> str:
    if not institute.licence_no:
        return ""
    until = plain_date(institute.accredited_until, language()) if institute.accredited_until else "–"
    facts = {"kind": institute.get_licence_display(), "number": institute.licence_no, "until": until}
    return _("%(kind)s %(number)s, terakreditasi sampai %(until)s") % facts


def _account_words(institute: Institute) -> str:
    return f"{institute.account_name} {institute.account_masked}" if institute.account_tail else ""


def next_step(institute: Institute, row: Partnership | None, missing: list[Lack], now: datetime) -> Item:
    """The one thing to do: `title`, `text`, `due`, `count`, `href` and `link` for a button; `calm` when nothing is."""
    page = reverse("training:provider_proposal")
    if institute.state in (S.SUSPENDED, S.ENDED):
        return {"calm": True, "title": institute.get_state_display(), "text": _why_out(institute)}
    if row is not None and row.state == P.SUBMITTED and row.due_on is not None:
        due = _("Kami menjawab paling lambat %(due)s.") % {"due": deadline(row.due_on, language())}
        text = _("Anda akan diberi tahu begitu ada jawaban.")
        return {"calm": True, "title": _("Pengajuan Anda sedang diverifikasi"), "text": text, "due": due}
    if row is not None and row.state == P.VERIFIED:
        return {
            "title": _("Tanda tangani perjanjian kerja sama"),
            "text": _("Lembaga memenuhi syarat. Pimpinan menandatangani, lalu Kementerian."),
            "href": page,
            "link": _("Baca dan tanda tangani"),
        }
    if row is not None and row.state == P.SIGNED:
        text = _("Anda akan diberi tahu begitu Kementerian menandatangani.")
        return {"calm": True, "title": _("Menunggu tanda tangan Kementerian"), "text": text}
    return _to_propose(institute, row, missing, page, now)


def _why_out(institute: Institute) -> str:
    """What the second officer put in force, as the institute was told; history that came without says nothing."""
    found = last_measure(institute)
    if found is None or found.decided_at is None:
        return _("Alasannya ada di Pemberitahuan.")
    facts = {"reason": found.reason, "day": long_date(found.decided_at, language())}
    return _("Sejak %(day)s. Alasannya: %(reason)s") % facts


def _to_propose(institute: Institute, row: Partnership | None, missing: list[Lack], page: str, now: datetime) -> Item:
    if institute.state == S.LISTED and (row is None or row.state == P.AGREED):
        until = row.valid_until if row is not None else None
        said = _("Perjanjian berlaku sampai %(day)s.") % {"day": long_date(until, language())} if until else ""
        return {"calm": True, "title": _("Lembaga Anda mitra JKP"), "text": said}
    if missing:
        title = ngettext(
            "Lengkapi profil: %(n)d hal masih kurang", "Lengkapi profil: %(n)d hal masih kurang", len(missing)
        )
        text = _("Sesudah lengkap, pimpinan mengajukan kemitraan dari halaman ini.")
        return {"title": title % {"n": len(missing)}, "text": text, "href": page, "link": _("Lihat yang kurang")}
    if row is not None and row.state in SENT_BACK:
        title = _("Pengajuan dikembalikan") if row.state == P.RETURNED else _("Pengajuan ditolak")
        text = _("Baca catatan petugas, perbaiki, lalu ajukan lagi.")
        return {"title": title, "text": text, "href": page, "link": _("Baca dan ajukan lagi")}
    text = _("Profil sudah lengkap. Petugas memeriksanya, lalu kedua pihak menandatangani perjanjian.")
    return {"title": _("Ajukan kemitraan"), "text": text, "href": page, "link": _("Ajukan kemitraan")}


def endings(found: list[Ending], now: datetime) -> list[str]:
    """ "Akreditasi berakhir Rabu, 30 Juni 2027 (Tinggal 20 hari)." """
    lines = []
    for end in found:
        facts = {"what": end.what, "day": long_date(end.on, language()), "left": countdown(end.on, now, language())}
        words = _("%(what)s sudah berakhir %(day)s.") if end.is_over else _("%(what)s berakhir %(day)s. %(left)s.")
        lines.append(words % facts)
    return lines


# --- the proposal ------------------------------------------------------------------------------------------------


def remarks(row: Partnership | None) -> list[Item]:
    """What the verifier wrote beside the items while it is the institute's turn, those that are not met first.

    `done` is said of an item whose part of the profile was changed since: it no longer reads as not met.
    """
    if row is None or not row.answers or row.state not in SENT_BACK:
        return []
    since = changed_since_returned(row)
    found = [(item, row.answers.get(item.code, {})) for item in checklist(row.checklist)]
    lines = [
        {
            "text": item.text,
            "met": answer.get("met"),
            "remark": answer.get("remark", ""),
            "done": changed_words(item.needs, since),
        }
        for item, answer in found
        if answer.get("met") is False or answer.get("remark")
    ]
    return sorted(lines, key=lambda line: (line["met"] is not False, bool(line["done"])))


def changed_words(needs: str, since: dict[str, datetime]) -> str:
    """ "diubah 23 November 2026": when the parts that an item is about were last changed; empty when none was."""
    moments = [since[part] for part in PARTS_OF[needs] if part in since]
    return _("diubah %(day)s") % {"day": plain_date(max(moments), language())} if moments else ""


def agreements(found: Sequence[tuple[Partnership, Letter]], page: str, *more: Any) -> list[Item]:
    """The signed agreements (PKS) as files, the latest first. `page` names the address of the PDF."""
    return [
        {
            "title": _("Perjanjian (PKS) %(number)s") % {"number": row.number},
            "href": reverse(f"training:{page}", args=[*more, row.pk]),
            "text": _("PDF · %(days)s") % {"days": _days_of(row)},
        }
        for row, _letter in found
    ]


def _days_of(row: Partnership) -> str:
    if row.agreed_at is None or row.valid_until is None:
        return row.get_state_display()
    return date_range(legal_date(row.agreed_at), row.valid_until, language())


def proposal_facts(row: Partnership) -> list[Item]:
    lang = language()
    pairs = [
        (_("Nomor pengajuan"), row.number),
        (_("Diajukan"), long_date(row.submitted_at, lang) if row.submitted_at else ""),
        (_("Dijawab paling lambat"), deadline(row.due_on, lang) if row.state == P.SUBMITTED and row.due_on else ""),
        (_("Tanda tangan lembaga"), signature(row.signed_name, row.signed_at)),
        (_("Tanda tangan Kementerian"), signature(str(row.agreed_by or ""), row.agreed_at)),
        (_("Berlaku sampai"), long_date(row.valid_until, lang) if row.valid_until else ""),
    ]
    return [{"term": term, "value": value} for term, value in pairs if value]


def signature(name: str, at: datetime | None) -> str:
    return f"{name}, {plain_date(at, language())}" if at else ""


# --- places, teachers, facilities --------------------------------------------------------------------------------


def part_row(row: Site | Instructor | Facility, on: date) -> Item:
    if isinstance(row, Site):
        return {"row": row, "title": row.address, "text": str(row.region)}
    if isinstance(row, Facility):
        seats = ngettext("%(n)d peserta", "%(n)d peserta", row.capacity) % {"n": row.capacity}
        return {"row": row, "title": row.name, "text": f"{row.get_kind_display()} · {seats}"}
    years = ngettext("%(n)d tahun mengajar", "%(n)d tahun mengajar", row.experience_years)
    words = [row.subject, years % {"n": row.experience_years}]
    if row.certificate_no:
        words.append(_("sertifikat %(number)s") % {"number": row.certificate_no})
    if row.certified_until and row.certified_until < on:
        words.append(_("sertifikat sudah berakhir"))
    return {"row": row, "title": row.name, "text": " · ".join(words)}
