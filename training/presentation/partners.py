"""How institutes and their proposals read on the desk of partnerships."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.clock import legal_date
from core.formatting import countdown, date_range, long_date, long_moment, number, plain_date
from core.language import language
from core.models import AuditEvent
from rules.duties import INSTRUCTOR_YEARS
from training.checklists import checklist
from training.enums import InstituteState, PartnershipState, ProgrammeState
from training.models import Institute, Interest, Measure, Partnership, Programme
from training.pages import lines as lines_of
from training.presentation.profile import STEP_TONES, TONES, changed_words, proposal_facts
from training.selectors.partnership import AtStake, DeskNumbers, changed_since_returned, with_qualification

Item = dict[str, Any]
S, P = InstituteState, PartnershipState
SOON_DAYS = 2  # days before a deadline that stand out
MOST_COURSES = 10
CHANGES = {
    "details": gettext_lazy("Lembaga dan pimpinan"),
    "licence": gettext_lazy("Izin dan akreditasi"),
    "account": gettext_lazy("Rekening lembaga"),
    "site_added": gettext_lazy("Tempat ditambah"),
    "site_ended": gettext_lazy("Tempat diakhiri"),
    "instructor_added": gettext_lazy("Instruktur ditambah"),
    "instructor_ended": gettext_lazy("Instruktur diakhiri"),
    "facility_added": gettext_lazy("Sarana ditambah"),
    "facility_ended": gettext_lazy("Sarana diakhiri"),
}
MOVES = {
    "begin": gettext_lazy("Pengajuan dibuat"),
    "submit": gettext_lazy("Diajukan"),
    "return": gettext_lazy("Dikembalikan"),
    "verify": gettext_lazy("Memenuhi syarat"),
    "sign": gettext_lazy("Ditandatangani pimpinan"),
    "agree": gettext_lazy("Ditandatangani Kementerian"),
    "refuse": gettext_lazy("Ditolak"),
    "register": gettext_lazy("Lembaga mendaftar"),
    "add": gettext_lazy("Lembaga dicatat"),
    "join": gettext_lazy("Menjadi mitra"),
    "suspend": gettext_lazy("Ditangguhkan"),
    "restore": gettext_lazy("Penangguhan berakhir"),
    "end": gettext_lazy("Kemitraan berakhir"),
    "free_vin": gettext_lazy("VIN dibebaskan, pendaftaran ditutup"),
}


def totals(found: DeskNumbers) -> list[Item]:
    lang = language()
    late = _("%(n)s lewat batas") % {"n": number(found.late, lang)} if found.late else _("tidak ada yang lewat batas")
    return [
        {"term": _("Menunggu verifikasi"), "value": number(found.to_verify, lang), "text": late, "bad": found.late > 0},
        {"term": _("Menunggu tanda tangan"), "value": number(found.to_sign, lang), "text": _("Kementerian")},
        {"term": _("Usulan tindakan"), "value": number(found.measures, lang), "text": _("menunggu petugas kedua")},
        {"term": _("Akan berakhir"), "value": number(found.ending, lang), "text": _("perjanjian atau akreditasi")},
    ]


def desk_row(institute: Any, now: datetime, signed: UUID | None) -> Item:
    """One institute of `selectors.partnership.desk`. `signed` is the key of its agreement, when there is a paper."""
    due, today = institute.waits_until, legal_date(now)
    left = countdown(due, now, language()) if due else ""
    return {
        "institute": institute,
        "left": left,
        "hot": due is not None and due < today,
        "soon": due is not None and 0 <= (due - today).days <= SOON_DAYS,
        "tone": TONES[S(institute.state)],
        "step": P(institute.step).label if institute.step else _("Belum mengajukan"),
        "step_tone": STEP_TONES[P(institute.step)] if institute.step else "",
        "agreed": plain_date(institute.agreed_until, language()) if institute.agreed_until else "–",
        "agreement": reverse("training:review_pks", args=[institute.pk, signed]) if signed else "",
    }


# --- one institute -----------------------------------------------------------------------------------------------


def items(row: Partnership, form: Any, on: date) -> list[Item]:
    """The items of its checklist with what the profile holds about each, and the form's fields.

    `asked` is what the institute was asked for when the proposal came back, `done` when it changed that part since.
    """
    held = found(row.institute, on)
    stored, since = row.answers, changed_since_returned(row)
    return [
        {
            "item": item,
            "held": held[item.needs],
            "courses": courses(row.institute) if item.needs == "programmes" else [],
            "asked": stored.get(item.code, {}).get("asked", ""),
            "done": changed_words(item.needs, since),
            "met": form[f"met_{item.code}"] if form else None,
            "remark": form[f"remark_{item.code}"] if form else None,
            "answer": stored.get(item.code, {}),
        }
        for item in checklist(row.checklist)
    ]


def found(institute: Institute, on: date) -> dict[str, list[str]]:
    """What the profile holds, by the part that an item of the checklist is about."""
    lang = language()
    until = plain_date(institute.licence_until, lang) if institute.licence_until else _("tanpa batas")
    accredited = plain_date(institute.accredited_until, lang) if institute.accredited_until else "–"
    rooms = list(institute.facilities.filter(ended_on=None))
    return {
        "vin": [f"VIN {institute.vin}", institute.name, institute.get_kind_display()],
        "licence": [f"{institute.get_licence_display()} {institute.licence_no}".strip() or "–", _until(until)],
        "accreditation": [institute.accreditation_no or "–", _until(accredited)],
        "programmes": [],
        "instructors": _instructors(institute, on),
        "facilities": [f"{room.get_kind_display()}: {room.name} ({room.capacity})" for room in rooms] or ["–"],
        "capacity": _capacity(institute, [room.capacity for room in rooms]),
        "complete": _contact(institute),
    }


def _until(day: str) -> str:
    return _("berlaku sampai %(day)s") % {"day": day}


def courses(institute: Institute) -> list[Item]:
    """What it teaches, as a verifier judges it: hours, standard, units with their hours, what one learns."""
    rows = institute.programmes.exclude(state=ProgrammeState.WITHDRAWN).order_by("title")
    return [_course(row) for row in rows[:MOST_COURSES]]


def _course(row: Programme) -> Item:
    facts = {"title": row.title, "hours": row.hours, "days": row.days, "mode": row.get_mode_display().lower()}
    return {
        "title": _("%(title)s: %(hours)s jam, %(days)s hari, %(mode)s") % facts,
        "standard": row.standard,
        "units": lines_of(row.curriculum),
        "learns": lines_of(row.learns),
        "needs": lines_of(row.requirements),
    }


def _instructors(institute: Institute, on: date) -> list[str]:
    rows = list(with_qualification(institute.instructors.filter(ended_on=None), on))
    facts = {"able": sum(row.is_able for row in rows), "all": len(rows), "years": INSTRUCTOR_YEARS.on(on).value}
    lines = [_("%(able)s dari %(all)s bersertifikat atau %(years)s tahun mengajar") % facts]
    for row in rows[:10]:
        years = ngettext("%(n)d tahun", "%(n)d tahun", row.experience_years) % {"n": row.experience_years}
        lines.append(f"{row.name}: {row.subject}, {row.certificate_no or years}")
    return lines


def _capacity(institute: Institute, capacities: list[int]) -> list[str]:
    places = institute.sites.filter(ended_on=None).count()
    return [
        _("%(n)s peserta sekaligus di semua sarana") % {"n": number(sum(capacities), language())},
        _("%(n)s tempat selain alamat lembaga") % {"n": number(places, language())},
    ]


def _contact(institute: Institute) -> list[str]:
    account = f"{institute.account_name} {institute.account_masked}" if institute.account_tail else ""
    place = f"{institute.address}, {institute.region}"
    lines = [place, institute.head_name, institute.phone, institute.email, account]
    return [line for line in lines if line]


def institute_facts(institute: Institute, agreed: Partnership | None) -> list[Item]:
    pairs = [
        ("VIN", institute.vin),
        (_("Penyelenggara"), institute.get_kind_display()),
        (_("Alamat"), f"{institute.address}, {institute.region}"),
        (_("Pimpinan"), institute.head_name),
        (_("Kode Pelatihan JKP"), institute.training_code or ""),
        (_("Perjanjian sampai"), long_date(agreed.valid_until, language()) if agreed and agreed.valid_until else ""),
    ]
    return [{"term": term, "value": value} for term, value in pairs if value]


def facts_of(row: Partnership) -> list[Item]:
    verified = str(row.verified_by) if row.verified_by else ""
    more = [{"term": _("Diverifikasi oleh"), "value": verified}] if verified else []
    return [*proposal_facts(row), *more]


def history(institute: Institute, row: Partnership | None) -> list[Item]:
    """What happened to the institute and its latest proposal, the latest first."""
    moves = [*institute.log.all(), *(row.log.all() if row else ())]
    return [
        {
            "title": _("%(what)s · %(who)s") % {"what": MOVES.get(move.move, move.move), "who": move.actor_name}
            + (f": {move.note}" if move.note else ""),
            "when": long_moment(move.at, language()),
        }
        for move in sorted(moves, key=lambda move: (move.at, move.pk), reverse=True)[:20]
    ]


def changes(events: list[AuditEvent]) -> list[str]:
    """ "Izin dan akreditasi, Selasa, 17 November 2026, 09.12 WIB, oleh Retno Palupi" """
    lines = []
    for event in events:
        what = CHANGES.get(event.action.rpartition(".")[2], event.action)
        facts = {"what": what, "when": long_moment(event.at, language()), "who": event.actor_name}
        lines.append(_("%(what)s, %(when)s, oleh %(who)s") % facts)
    return lines


# --- measures and ties -------------------------------------------------------------------------------------------


def measure_facts(measure: Measure) -> list[Item]:
    return [
        {"term": _("Tindakan"), "value": measure.get_kind_display()},
        {"term": "VIN", "value": measure.institute.vin},
        {"term": _("Diusulkan oleh"), "value": str(measure.proposed_by)},
        {"term": _("Diusulkan"), "value": long_moment(measure.proposed_at, language())},
        {"term": _("Alasan"), "value": measure.reason},
    ]


def stake_facts(found: AtStake) -> list[Item]:
    lang = language()
    return [
        {"term": _("Kelas yang belum selesai"), "value": number(found.classes, lang)},
        {"term": _("Peserta di dalamnya"), "value": number(found.seats, lang)},
        {"term": _("Voucher yang belum dipakai"), "value": number(found.vouchers, lang)},
    ]


def past_measures(institute: Institute) -> list[Item]:
    rows = institute.measures.exclude(decided_at=None).select_related("proposed_by", "decided_by")
    return [
        {
            "title": f"{row.get_kind_display()}, {row.get_state_display().lower()}: {row.reason} · {row.answer}",
            "when": _("%(day)s · %(first)s dan %(second)s")
            % {
                "day": plain_date(row.decided_at, language()) if row.decided_at else "",
                "first": row.proposed_by,
                "second": row.decided_by,
            },
        }
        for row in rows[:10]
    ]


def interest_row(row: Interest, on: date, *, may_end: bool) -> Item:
    over = row.until is not None and row.until <= on
    lang = language()
    days = (
        date_range(row.since, row.until, lang)
        if row.until
        else _("sejak %(day)s") % {"day": plain_date(row.since, lang)}
    )
    return {
        "row": row,
        "days": days,
        "over": over,
        "tone": "" if over else "run",
        "state": _("Berakhir") if over else _("Berlaku"),
        "may_end": may_end and row.until is None,
    }
