"""Referrals, and notices of a possible disqualification. Nothing stops by itself: a named officer reads and closes."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.calendar import working_calendar
from core.clock import legal_date
from core.errors import Conflict, Invalid, ensure
from core.text import one_line
from core.workflow import signed_by
from counseling.enums import REFERRALS, ReportKind
from counseling.models import Report, Session
from counseling.policies import can_close_report, can_report
from notices.operations import notify
from rules.deadlines import counsellor_report_due

LONGEST = 1_000


@transaction.atomic
def write_report(session: Session, *, kind: ReportKind, text: str, actor: User, at: datetime) -> Report:
    """Say what was seen in a session; the participant reads it at once. The same words again: the same report.

    `session` as `session_for` gives it. Raises NotAllowed("not_now"), Invalid("text_missing" | "text_too_long"),
    Conflict("already_reported") for other words of a kind that this session has.
    """
    ensure(
        can_report(session, actor, at), "not_now", _("Laporan ditulis oleh konselor sesi ini, sesudah sesi dimulai.")
    )
    said = _said(text)
    try:
        with transaction.atomic():
            due_on = None if kind in REFERRALS else counsellor_report_due(legal_date(at), working_calendar())
            report = Report.objects.create(
                session=session, kind=kind, text=said, written_by=actor, at=at, due_on=due_on
            )
    except IntegrityError as error:
        known = Report.objects.get(session=session, kind=kind)
        if known.text == said:
            return known
        raise Conflict("already_reported", _("Laporan jenis ini untuk sesi ini sudah ada.")) from error
    report.log.create(move="write", from_state="", to_state=report.state, at=at, **signed_by(actor))
    audit.record("counseling.report.written", actor=actor, at=at, subject=report, kind=kind)
    _tell_participant("counsellor_referred" if kind in REFERRALS else "counsellor_reported", report, session, at)
    return report


@transaction.atomic
def close_report(report: Report, *, outcome: str, actor: User, at: datetime) -> Report:
    """Say what came of it, under one's name. It changes no claim and no month. Again with the same words: the same.

    `report` with session, person and counsellor. Raises NotAllowed, Invalid and Conflict("wrong_state").
    """
    allowed = can_close_report(report, actor, legal_date(at))
    ensure(allowed, "not_allowed", _("Laporan ini ditutup oleh petugas lain."))
    said = _said(outcome)
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.closed_at is not None and row.outcome == said:
        return row
    closed = Report.workflow.move(row, "close", actor=actor, at=at, note=said, outcome=said, closed_at=at)
    audit.record("counseling.report.closed", actor=actor, at=at, subject=closed, kind=closed.kind)
    _tell_participant("counsellor_report_closed", closed, report.session, at)
    return closed


def _said(text: str) -> str:
    said = one_line(text)
    if not said:
        raise Invalid("text_missing", _("Tulis keterangannya."))
    if len(said) > LONGEST:
        raise Invalid("text_too_long", _("Paling banyak 1.000 huruf."))
    return said


def _tell_participant(event: str, report: Report, session: Session, at: datetime) -> None:
    user = session.person.user
    if user is not None:
        link = f"/konseling/{session.pk}/laporan/"
        notify(event=event, user=user, at=at, link=link, key=str(report.pk), said=report.outcome or report.text)
