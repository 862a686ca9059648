"""How the search for work reads: the person's mission, and the officer's desk."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.clock import legal_date
from core.formatting import (
    countdown,
    date_range,
    deadline,
    long_date,
    long_moment,
    percent,
    plain_date,
    short_date,
    short_name,
)
from ipk.enums.activities import ActivityKind, ActivityState
from ipk.models import Activity, MissionPeriod
from ipk.reasons import REASONS
from ipk.selectors import DeskNumbers, Earlier, Mission, MissionRow
from rules import parameters as law

Item = dict[str, Any]
S = ActivityState
TONES = {S.SUBMITTED: "run", S.ACCEPTED: "ok", S.NEEDS_FIX: "wait", S.REJECTED: "bad", S.WITHDRAWN: ""}


def language() -> str:
    return get_language() or "id"


# --- the mission -------------------------------------------------------------------------------------------------


def mission_page(mission: Mission, period: MissionPeriod | None, now: datetime, zone: str = "") -> Item:
    """What stands above the list: the one step, how far it is, what the office owes. `zone`: of the person's home."""
    today = legal_date(now)
    due = period.last_day if period else None
    is_over = due is not None and due < today
    step = _asked(mission) or _step(mission, period, now)
    return {
        "step": step,
        "due": _("Paling lambat %(day)s.") % {"day": deadline(due, language(), zone)} if due and not is_over else "",
        "count": countdown(due, now, language()) if due and not is_over and not mission.is_complete else "",
        "calm": "href" not in step and (mission.is_complete or period is None or is_over),
        "progress": progress_text(mission),
        "points": _("%(points)s dari 100 poin") % {"points": mission.points},
        "span": _span(mission),
        "ours": _ours(mission),
        "law": law.APPLICATIONS_NEEDED.on(today).law.text,
    }


def progress_text(mission: Mission) -> str:
    """ "3 dari 5 lamaran ke perusahaan berbeda atau 1 panggilan wawancara"."""
    if mission.interviews >= mission.interviews_needed:
        return ngettext(
            "%(n)s panggilan wawancara diterima: itu sudah cukup",
            "%(n)s panggilan wawancara diterima: itu sudah cukup",
            mission.interviews,
        ) % {"n": mission.interviews}
    return _("%(n)s dari %(needed)s lamaran ke perusahaan berbeda atau %(calls)s panggilan wawancara") % {
        "n": min(mission.counted, mission.needed),
        "needed": mission.needed,
        "calls": mission.interviews_needed,
    }


def _asked(mission: Mission) -> Item | None:
    """Evidence that an officer asks for again goes first, unless the month has enough without it."""
    asked = [row.activity for row in mission.rows if row.why == "asked"]
    if not asked or mission.is_complete:
        return None
    activity = asked[-1]  # the oldest
    return {
        "title": _("Perbaiki bukti untuk %(company)s") % {"company": activity.company},
        "text": _("%(reason)s. Sesudah Anda kirim, kami periksa dalam 1 hari kerja.")
        % {"reason": REASONS[activity.reason].title},
        "href": reverse("ipk:answer", args=[activity.pk]),
    }


def _step(mission: Mission, period: MissionPeriod | None, now: datetime) -> Item:
    """The heading and its sentence."""
    if period is None:
        return {
            "title": _("Belum ada bulan yang menunggu bukti"),
            "text": _("Anda boleh mulai menambah. Di bawah ini aktivitas 31 hari terakhir."),
        }
    month = {"n": period.n}
    if mission.is_complete:
        return {
            "title": _("Misi bulan ke-%(n)s terpenuhi") % month,
            "text": _("Bukti cukup. Begitu bulannya dibuka, kirim klaimnya dari menu Klaim."),
        }
    if period.last_day is not None and period.last_day < legal_date(now):
        return {
            "title": _("Masa bukti bulan ke-%(n)s sudah lewat") % month,
            "text": _("Bukti baru dihitung untuk bulan berikutnya."),
        }
    if mission.would_miss == 0 or mission.interviews_checking:
        return {
            "title": _("Kami memeriksa bukti Anda"),
            "text": _("Bila semua diterima, misi bulan ke-%(n)s terpenuhi. Anda boleh menambah lagi.") % month,
        }
    title = ngettext("Tambah %(n)s lamaran lagi", "Tambah %(n)s lamaran lagi", mission.would_miss)
    text = _("Satu panggilan tes atau wawancara juga cukup untuk bulan ke-%(n)s.") % month
    return {"title": title % {"n": mission.would_miss}, "text": f"{text} {_by_class(period, legal_date(now))}".strip()}


def _by_class(period: MissionPeriod, today: date) -> str:
    """That a class may do instead; nothing for the last month (POL-12)."""
    if period.n == law.BENEFIT_MONTHS.on(today).value or not law.TRAINING_SUFFICES.on(today).value:
        return ""
    share = percent(law.ATTENDANCE_NEEDED.on(today).value, language())
    return _("Begitu juga kelas pelatihan yang Anda hadiri paling sedikit %(share)s.") % {"share": share}


def _span(mission: Mission) -> str:
    if mission.last is None:
        return _("Mulai %(day)s") % {"day": plain_date(mission.first, language())}
    return date_range(mission.first, mission.last, language())


def saved(activity: Activity, period: MissionPeriod | None) -> tuple[bool, str]:
    """Whether it may count for the month in hand, and what is said when it was saved: which days count, if not."""
    last = period.last_day if period else None
    if period is None or (period.first <= activity.on and (last is None or activity.on <= last)):
        return True, _("Tersimpan. Kami memeriksa buktinya dalam 1 hari kerja.")
    days = date_range(period.first, last, language()) if last else plain_date(period.first, language())
    text = _("Tersimpan, tetapi tidak dihitung untuk bulan ke-%(n)s. Yang dihitung bertanggal %(days)s.")
    if last is None:
        text = _("Tersimpan, tetapi tidak dihitung untuk bulan ke-%(n)s. Yang dihitung bertanggal mulai %(days)s.")
    return False, text % {"n": period.n, "days": days}


def _ours(mission: Mission) -> list[Item]:
    waiting = [row.activity for row in mission.rows if row.activity.state == S.SUBMITTED]
    if not waiting:
        return []
    title = ngettext("Memeriksa %(n)s bukti", "Memeriksa %(n)s bukti", len(waiting)) % {"n": len(waiting)}
    due = max(activity.due_on for activity in waiting)
    by = _("Paling lambat %(day)s") % {"day": long_date(due, language())}
    return [{"title": title, "state": "warn", "strong": True, "when": by}]


def mission_items(rows: list[MissionRow]) -> list[Item]:
    """Rows of <c-tasks>: the company, what and when, and how it stands."""
    return [_mission_item(row) for row in rows]


def _mission_item(row: MissionRow) -> Item:
    activity = row.activity
    what = activity.position
    if activity.kind == ActivityKind.INTERVIEW:
        what = _("%(position)s, panggilan wawancara") % {"position": activity.position}
    source = _("Lamaran lewat portal") if activity.application_id else ""
    said = [f"{what} · {plain_date(activity.on, language())}", source, _why(row)]
    left_out = row.why in ("repeated", "outside", "used") and activity.state in (S.ACCEPTED, S.SUBMITTED)
    return {
        "title": activity.company,
        "href": reverse("ipk:activity", args=[activity.pk]),
        "text": ". ".join(part.rstrip(".") for part in said if part),
        "tag": _("Tidak dihitung") if left_out else _standing(activity),
        "kind": "" if left_out else TONES[S(activity.state)],
    }


def _standing(activity: Activity) -> str:
    """Not "diterima" for evidence that was accepted: that is what an applicant hopes to hear from the company."""
    return pgettext("job search", "Bukti diterima") if activity.state == S.ACCEPTED else activity.get_state_display()


def _why(row: MissionRow) -> str:
    """Why an activity does not count, in a few words."""
    if row.why in ("not_accepted", "asked"):
        return str(REASONS[row.activity.reason].title)
    return {
        "repeated": _("Sama dengan %(company)s, dihitung satu kali") % {"company": row.same_as},
        "outside": _("Di luar masa bukti"),
        "used": _("Sudah dihitung untuk bulan lain"),
    }.get(row.why, "")


# --- one activity ------------------------------------------------------------------------------------------------


def activity_facts(activity: Activity) -> list[Item]:
    source = {"term": _("Sumber"), "value": _("Lamaran lewat portal")}
    return [
        {"term": _("Jenis"), "value": activity.get_kind_display()},
        {"term": _("Perusahaan"), "value": activity.company},
        {"term": _("Posisi"), "value": activity.position},
        {"term": _("Tanggal"), "value": long_date(activity.on, language())},
        *([source] if activity.application_id else []),
        *([{"term": _("Keterangan"), "value": activity.note}] if activity.note else []),
    ]


def activity_status(activity: Activity) -> Item:
    """The tag, a sentence, and what the officer asks or says."""
    return {
        "tag": _standing(activity),
        "kind": TONES[S(activity.state)],
        "text": _STATUS[S(activity.state)](activity),
        "reason": REASONS.get(activity.reason) if activity.state in (S.NEEDS_FIX, S.REJECTED) else None,
    }


def _checking(activity: Activity) -> str:
    return _("Kami memeriksa bukti ini paling lambat %(day)s.") % {"day": long_date(activity.due_on, language())}


def _accepted(activity: Activity) -> str:
    if activity.used_for is not None:
        return _("Bukti ini sudah dihitung untuk satu bulan manfaat.")
    if activity.application_id is not None:
        return _("Dihitung untuk misi Anda dengan sendirinya. Anda tidak perlu mengunggah bukti.")
    return _("Bukti ini diterima dan dihitung untuk misi Anda.")


_STATUS = {
    S.SUBMITTED: _checking,
    S.ACCEPTED: _accepted,
    S.NEEDS_FIX: lambda activity: _("Bukti ini belum dihitung sampai Anda perbaiki."),
    S.REJECTED: lambda activity: _("Bukti ini tidak dihitung. Bukti Anda yang lain tetap."),
    S.WITHDRAWN: lambda activity: (
        _("Lamaran ini ditarik, jadi tidak dihitung lagi.")
        if activity.application_id
        else _("Anda menarik aktivitas ini. Petugas tidak memeriksanya.")
    ),
}


def history(activity: Activity) -> list[Item]:
    """What happened, without officers' names."""
    titles = {
        "accept": _("Diterima petugas"),
        "ask": _("Petugas meminta perbaikan"),
        "reject": _("Tidak diterima petugas"),
        "answer": _("Bukti dikirim lagi"),
        "withdraw": _("Ditarik"),
        "retract": _("Lamarannya ditarik"),
    }
    if activity.application_id is not None:
        titles["accept"] = _("Dihitung dengan sendirinya")
    rows = [{"title": _("Aktivitas ditambahkan"), "when": long_moment(activity.added_at, language())}]
    for entry in activity.log.all():
        code = entry.note.partition(":")[0]
        title = titles[entry.move]
        if code in REASONS:
            title = f"{title}: {_lowered(str(REASONS[code].title))}"
        rows.append({"title": title, "when": long_moment(entry.at, language())})
    return rows


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- the desk ----------------------------------------------------------------------------------------------------


def queue_row(activity: Activity, now: datetime) -> Item:
    region = activity.person.region
    return {
        "activity": activity,
        "left": time_left(activity, now),
        "person": short_name(activity.person.full_name),
        "region": region.name if region else "",
        "tone": TONES[S(activity.state)],
    }


def time_left(activity: Activity, now: datetime) -> Item:
    """Words for the clock. `hot` marks what is past its day, `soon` what is due today."""
    if activity.state != S.SUBMITTED:
        judged = short_date(legal_date(activity.judged_at), language()) if activity.judged_at else ""
        return {"text": judged, "hot": False, "soon": False}
    today = legal_date(now)
    left = countdown(activity.due_on, now, language())
    return {"text": left, "hot": activity.due_on < today, "soon": activity.due_on == today}


def queue_totals(numbers: DeskNumbers) -> list[Item]:
    """Four numbers for <c-kpi>."""
    asked = ngettext("%(n)s menunggu peserta", "%(n)s menunggu peserta", numbers.asked) % {"n": numbers.asked}
    return [
        {"term": _("Lewat tenggat"), "value": numbers.late, "bad": numbers.late > 0},
        {"term": _("Jatuh tempo hari ini"), "value": numbers.today, "text": _("sebelum 23.59 WIB")},
        {"term": _("Menunggu pemeriksaan"), "value": numbers.waiting, "text": asked if numbers.asked else ""},
        {"term": _("Selesai oleh Anda hari ini"), "value": numbers.mine},
    ]


def earlier_items(found: list[Earlier], visible: set[Any]) -> list[Item]:
    """Hints for the officer: where the same evidence was sent before, with a link where the officer may look."""
    return [
        {
            "title": _("Berkas yang sama") if earlier.same_file else _("Gambar yang mirip"),
            "who": _("peserta yang sama") if earlier.same_person else _("peserta lain"),
            "company": earlier.activity.company,
            "day": plain_date(earlier.activity.added_at, language()),
            "state": earlier.activity.get_state_display(),
            "href": reverse("ipk:evidence", args=[earlier.activity.pk]) if earlier.activity.pk in visible else "",
        }
        for earlier in found
    ]
