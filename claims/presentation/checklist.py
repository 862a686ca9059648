"""What a month asks of its person, as tasks; and the summary before it is sent."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from claims import wording
from claims.models import Claim
from claims.month_wording import progress
from claims.presentation.links import work_url
from claims.presentation.scene import language
from claims.presentation.tasks import send_facts
from claims.selectors.outlook import Outlook
from core.formatting import date_range
from rules import monthly as law

Item = dict[str, Any]


def checklist(known: Outlook) -> list[Item]:
    """Rows for <c-tasks>: only what the law asks of this month."""
    asked = {reason.code for reason in known.sure.reasons if reason.facts.get("asked")}
    makers = (
        (law.NOT_AT_WORK, _at_work),
        (law.JOB_SEARCH, _mission),
        (law.TRAINING, _training),
        (law.ASSESSMENT, _assessment),
        (law.STATUS_FORM, _status_form),
    )
    return [make(known) for code, make in makers if code in asked]


def _tag(known: Outlook, code: str) -> Item:
    if code not in known.missing:
        return {"tag": _("Selesai"), "kind": "ok"}
    if code not in known.to_do:
        return {"tag": _("Kami periksa"), "kind": "run"}
    return {"tag": _("Belum selesai"), "kind": "wait"}


def _at_work(known: Outlook) -> Item:
    if known.question is not None:
        return {
            "title": _("Apakah Anda sudah bekerja?"),
            "href": work_url(),
            "text": _("BPJS mencatat kepesertaan baru di %(employer)s.") % {"employer": known.question.employer},
            "tag": _("Jawab dulu"),
            "kind": "bad",
        }
    item: Item = {"title": _("Belum bekerja lagi"), "href": ""}
    if law.NOT_AT_WORK in known.missing:
        sentence = wording.sentence(law.NOT_AT_WORK, False, known.sure.reason(law.NOT_AT_WORK).facts)
        return item | {"href": work_url(), "text": sentence, "tag": _("Sudah bekerja"), "kind": "bad"}
    if known.month.is_sent:
        return item | {"text": _("Anda menyatakannya saat mengirim."), "tag": _("Selesai"), "kind": "ok"}
    return item | {"text": _("Anda menyatakannya saat mengirim."), "tag": _("Saat mengirim"), "kind": ""}


def _mission(known: Outlook) -> Item:
    words = _("%(progress)s, dari %(period)s") % {"progress": progress(known.mission), "period": period(known)}
    text = _("%(words)s. Satu panggilan tes atau wawancara juga cukup.") % {"words": words}
    if known.sure.reason(law.JOB_SEARCH).facts.get("by_training"):
        text = _("Kehadiran pelatihan mencukupi.")
    return {
        "title": _("Misi mencari kerja"),
        "href": reverse("ipk:mission"),
        "text": text,
        **_tag(known, law.JOB_SEARCH),
    }


def period(known: Outlook) -> str:
    """The days whose evidence counts, as far as they are known today."""
    last = known.month.filed_on or known.month.closes_on or known.mission.first
    return date_range(known.mission.first, last, language())


def _training(known: Outlook) -> Item:
    reason = known.sure.reason(law.TRAINING)
    item = {
        "title": wording.title(law.TRAINING),
        "href": "",
        "text": wording.sentence(reason.code, reason.met, reason.facts),
    }
    if reason.met is None:
        return item | {"tag": _("Dilihat petugas"), "kind": "run"}
    return item | ({"tag": _("Selesai"), "kind": "ok"} if reason.met else {"tag": _("Kurang"), "kind": "wait"})


def _assessment(known: Outlook) -> Item:
    return {
        "title": _("Asesmen diri"),
        "href": reverse("ipk:assessment"),
        "text": _("Pekerjaan yang pernah dan yang Anda inginkan. Cukup sekali."),
        **_tag(known, law.ASSESSMENT),
    }


def _status_form(known: Outlook) -> Item:
    item: Item = {"title": _("Formulir status kebekerjaan"), "href": ""}
    if known.month.status_form is not None:
        return item | {"text": _("Anda sudah mengisinya."), "tag": _("Selesai"), "kind": "ok"}
    return item | {"text": _("Empat pertanyaan, diisi saat mengirim."), "tag": _("Saat mengirim"), "kind": ""}


def month_facts(known: Outlook, today: date) -> list[Item]:
    """Rows about the month for <c-facts> if it is sent today, each with its way to change."""
    until_today = date_range(known.mission.first, today, language())
    rows = [
        {
            "term": _("Sudah bekerja lagi?"),
            "value": _("Belum"),
            "href": work_url(),
            "what": _("status bekerja"),
        },
        {
            "term": _("Bukti mencari kerja"),
            "value": f"{progress(known.mission)}. {until_today}",
            "href": reverse("ipk:mission"),
        },
    ]
    training = known.sure.reason(law.TRAINING)
    if training.facts.get("asked"):
        rows.append({"term": _("Pelatihan"), "value": wording.sentence(law.TRAINING, training.met, training.facts)})
    assessed = law.ASSESSMENT not in known.missing
    rows.append(
        {
            "term": _("Asesmen diri"),
            "value": _("Selesai") if assessed else _("Belum selesai"),
            "href": reverse("ipk:assessment"),
            "link": _("Lihat") if assessed else _("Isi"),
        }
    )
    return rows


def person_facts(claim: Claim) -> list[Item]:
    """Who sends it and where the money goes; nothing of it is changed here."""
    return [{key: value for key, value in row.items() if key in ("term", "value")} for row in send_facts(claim)]
