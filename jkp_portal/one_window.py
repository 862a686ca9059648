"""Everything the portal holds about one person, in the order in which a verifier asks for it. Reads only."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from claims.contribution_grid import counts, grid
from claims.models import Claim, Decision
from claims.presentation.desk import grid_items
from claims.selectors import PAYOUT_SOURCE, latest_assessment
from claims.status import TEXTS, participant_status
from core.calendar import working_calendar
from core.formatting import date_range, plain_date, rupiah, short_date
from core.language import language
from core.models import AccessLog
from counseling.selectors import closed_by, reports_about, sessions_about
from ipk.enums import ActivityState
from ipk.selectors import assessment_of, completeness, job_search, jobseeker_of, places_named
from notices.enums import Channel
from notices.models import Letter, Notice
from participants.models import Person, PhkEvent
from participants.presentation import status_of
from payments.selectors import payouts_for

Item = dict[str, Any]
RECENT = 10
# What an officer may have opened, in words for the person.
OPENED = {
    "participants.person": gettext_lazy("seluruh berkas"),
    "participants.phkevent": gettext_lazy("laporan PHK"),
    "participants.phkproof": gettext_lazy("bukti PHK"),
    "participants.identitycheck": gettext_lazy("pemeriksaan identitas"),
    "participants.employerjoin": gettext_lazy("pendaftaran perusahaan"),
    "claims.claim": gettext_lazy("klaim"),
    "claims.claimmonth": gettext_lazy("klaim bulanan"),
    "claims.correctionfile": gettext_lazy("berkas perbaikan"),
    "claims.objection": gettext_lazy("keberatan"),
    "claims.objectionfile": gettext_lazy("berkas keberatan"),
    "claims.overpayment": gettext_lazy("kelebihan bayar"),
    "claims.wagereview": gettext_lazy("evaluasi ulang upah"),
    "ipk.activity": gettext_lazy("bukti mencari kerja"),
    "ipk.application": gettext_lazy("lamaran kerja"),
    "counseling.session": gettext_lazy("ruang konseling"),
    "counseling.worksheet": gettext_lazy("kertas kerja konseling"),
    "counseling.report": gettext_lazy("laporan konselor"),
    "compliance.complaint": gettext_lazy("pengaduan"),
    "notices.letter": gettext_lazy("surat"),
}
# Who is no officer and may have opened something that was sent to them.
FIRMS = {"HR": gettext_lazy("Perusahaan yang Anda lamar")}


def window(person: Person, now: datetime) -> Item:
    """Every panel of the one-window page."""
    events = list(PhkEvent.objects.filter(person=person).select_related("employer").order_by("-phk_on"))
    claims = list(
        Claim.objects.filter(person=person)
        .exclude(state="draft")
        .select_related("phk__employer")
        .prefetch_related("months")
        .order_by("-filed_at")
    )
    return {
        "who": [*who(person), _account(person)],
        "events": [phk_row(event) for event in events],
        "contributions": contributions(events),
        "claims": [claim_panel(claim) for claim in claims],
        "payments": payment_rows(claims),
        "evidence": evidence_rows(person, now),
        "assessment": assessment_of(person),
        "profile": profile_rows(person),
        "counselling": counselling_rows(person),
        "counsellor_reports": report_rows(person),
        "decisions": decision_rows(claims),
        "messages_sent": notice_rows(person),
        "letters": letter_rows(person),
        "readers": reader_rows(AccessLog.objects.filter(person_id=person.pk).order_by("-at")[:RECENT]),
    }


def who(person: Person) -> list[Item]:
    lang, unknown = language(), _("belum diketahui")
    rows = [
        {"term": _("NIK"), "value": person.masked_nik},
        {"term": _("Tanggal lahir"), "value": plain_date(person.born_on, lang)},
        {"term": _("Identitas"), "value": person.get_state_display()},
        {"term": _("Domisili"), "value": str(person.region) if person.region else unknown},
    ]
    if person.died_on:
        rows.append({"term": _("Meninggal"), "value": plain_date(person.died_on, lang)})
    return rows


def _account(person: Person) -> Item:
    return {"term": _("Akun"), "value": _("punya akun") if person.user_id else _("belum mendaftar")}


def phk_row(event: PhkEvent) -> Item:
    return {
        "number": event.number,
        "employer": event.employer.name,
        "day": short_date(event.phk_on, language()),
        "reason": event.get_reason_display(),
        "state": event.get_state_display(),
        "title": status_of(event, "worker").title,
    }


def contributions(events: list[PhkEvent]) -> Item | None:
    """The 24 months as the last run of the rules on the latest PHK saw them."""
    assessment = latest_assessment(events[0]) if events else None
    if assessment is None:
        return None
    cells = grid(assessment, working_calendar())
    return {"grid": grid_items(cells), "counts": counts(cells), "as_of": assessment.data_as_of}


def claim_panel(claim: Claim) -> Item:
    months = sorted(claim.months.all(), key=lambda month: month.n)
    first = months[0].state if months else None
    status = TEXTS[participant_status(claim.state, first)]
    return {
        "claim": claim,
        "state": claim.get_state_display(),
        "tone": status.tone,
        "href": reverse("claims:review", args=[claim.pk]),
        "months": [_month_row(month) for month in months],
    }


def _month_row(month: Any) -> Item:
    lang = language()
    window = date_range(month.opens_on, month.closes_on, lang) if month.opens_on and month.closes_on else ""
    return {
        "n": month.n,
        "state": month.get_state_display(),
        "tone": TEXTS[participant_status("active", month.state)].tone,
        "window": window,
        "filed": short_date(month.filed_on, lang) if month.filed_on else "",
        "amount": month.amount,
        "paid": short_date(month.paid_on, lang) if month.paid_on else "",
    }


def payment_rows(claims: list[Claim]) -> list[Item]:
    months = {month.pk: month for claim in claims for month in claim.months.all()}
    lang = language()
    return [
        {
            "what": _("Bulan ke-%(n)s") % {"n": months[source].n},
            "amount": rupiah(payout.amount, lang),
            "account": payout.account_masked,
            "state": payout.get_state_display(),
            "day": short_date(payout.paid_on or payout.ordered_at, lang),
        }
        for source, payouts in payouts_for(PAYOUT_SOURCE, months).items()
        for payout in payouts
    ]


def evidence_rows(person: Person, now: datetime) -> list[Item]:
    """The latest applications and interviews of the last year."""
    last = now.date()
    found = job_search(person, last.replace(year=last.year - 1, day=1), last)
    items = [(_("Lamaran"), item) for item in found.applications] + [(_("Panggilan"), i) for i in found.interviews]
    items.sort(key=lambda pair: pair[1].on, reverse=True)
    return [
        {
            "kind": kind,
            "company": item.company,
            "day": short_date(item.on, language()),
            "state": ActivityState(item.state).label,
        }
        for kind, item in items[:RECENT]
    ]


def profile_rows(person: Person) -> list[Item]:
    """How complete the profile is, and what work is wanted where; not what the profile says."""
    done, seeker = completeness(person), jobseeker_of(person)
    filled = _("%(n)s dari %(total)s bagian terisi") % {"n": done.answered, "total": len(done.parts)}
    rows = [{"term": _("Profil"), "value": filled}]
    if seeker is None:
        return [*rows, {"term": _("Pencari kerja"), "value": _("belum mendaftar")}]
    places = [*places_named(seeker.places), *([_("luar negeri")] if seeker.abroad else [])]
    return [
        *rows,
        {"term": _("Pencari kerja"), "value": seeker.job},
        {"term": _("Tempat bekerja"), "value": ", ".join(places)},
    ]


def counselling_rows(person: Person) -> list[Item]:
    """Sessions with the day on which both signed; not what was spoken of."""
    return [
        {
            "at": session.starts_at,
            "kind": session.get_kind_display(),
            "counsellor": session.counsellor.user.full_name,
            "state": session.get_state_display(),
            "agreed": _agreed_on(session),
        }
        for session in sessions_about(person)[:RECENT]
    ]


def _agreed_on(session: Any) -> str:
    sheet = getattr(session, "worksheet", None)
    return short_date(sheet.answered_at, language()) if sheet is not None and sheet.state == "agreed" else ""


def report_rows(person: Person) -> list[Item]:
    """What counsellors told BPJS, and what a named officer made of it."""
    return [
        {
            "day": short_date(report.at, language()),
            "kind": report.get_kind_display(),
            "state": report.get_state_display(),
            "outcome": report.outcome,
            "by": closed_by(report),
        }
        for report in reports_about(person)[:RECENT]
    ]


def decision_rows(claims: list[Claim]) -> list[Item]:
    decisions = Decision.objects.filter(claim__in=claims).select_related("month").order_by("-at")
    return [
        {
            "number": decision.number,
            "kind": decision.get_kind_display(),
            "month": decision.month.n if decision.month else None,
            "day": short_date(decision.at, language()),
            "by": decision.officer_name,
            "codes": ", ".join(decision.reason_codes),
        }
        for decision in decisions
    ]


def notice_rows(person: Person) -> list[Item]:
    inbox = Notice.objects.filter(user=person.user_id, channel=Channel.INBOX).exclude(user=None)
    notices = inbox.order_by("-created_at", "pk")[:RECENT]
    return [
        {
            "subject": notice.subject,
            "channel": notice.get_channel_display(),
            "state": notice.get_state_display(),
            "at": notice.created_at,
        }
        for notice in notices
    ]


def letter_rows(person: Person) -> list[Item]:
    letters = Letter.objects.filter(user=person.user_id).exclude(user=None).order_by("-issued_at")[:RECENT]
    return [{"kind": row.get_kind_display(), "number": row.number, "at": row.issued_at} for row in letters]


def reader_rows(rows: Any) -> list[Item]:
    """Who looked, by office and never by name, what was opened, why, and when."""
    return [
        {
            "office": Role(row.role).label if row.role in Role.values else FIRMS.get(row.role, row.role),
            "what": OPENED.get(row.object_kind, row.object_kind),
            "purpose": row.purpose,
            "at": row.at,
        }
        for row in rows
    ]
