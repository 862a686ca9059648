"""Each act on an inspection with its form: which are open to this officer, and what was sent."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from compliance import policies
from compliance.enums import FilePart, InspectionState, Membership
from compliance.forms import inspections as forms
from compliance.models import Inspection
from compliance.operations import inspections, visits
from compliance.operations.sanctions import open_case
from compliance.selectors.inspections import candidates_for
from core import clock
from core.errors import Invalid, NotAllowed, TooMany, ensure
from files.operations import store_upload

S = InspectionState
How = dict[str, Any]
NOT_YET = gettext_lazy("Sanksi dibuka pengawas wilayah ini sesudah perusahaan didengar dan temuannya belum dipenuhi.")
ADDED = (Membership.INSPECTOR, Membership.EXAMINER, Membership.MEDIATOR, Membership.INVESTIGATOR)


def forms_for(request: HttpRequest, inspection: Inspection, today: date) -> dict[str, Any]:
    """The forms that are open to this officer in this state; the one that was sent is bound."""
    user: Any = request.user
    found = _of_team(request, inspection, user, today)
    if not policies.can_lead(user, inspection, today):
        return found
    if inspection.state == S.ORDERED:
        found["visit"] = forms.VisitForm(*_bound(request, "visit"), prefix="visit", today=today)
    if inspection.state in (S.ORDERED, S.VISITED) and inspection.employer_id is not None:
        found["file"] = forms.FileForm(*_bound(request, "file"), prefix="file")
    if inspection.state == S.VISITED:
        found["finding"] = forms.FindingForm(*_bound(request, "finding"), prefix="finding")
    if inspection.state == S.ISSUED:
        found["follow"] = forms.FollowForm(*_bound(request, "follow"), prefix="follow")
    if inspection.state in (S.ISSUED, S.FOLLOWED, S.SANCTIONED):
        found["meet"] = forms.MeetForm(*_bound(request, "meet"), prefix="meet")
    return found


def _of_team(request: HttpRequest, inspection: Inspection, user: User, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if policies.can_set_team(user, inspection, today):
        inside = {member.user_id for member in inspection.members.all()}
        groups = {m: [u for u in candidates_for(inspection, m, today) if u.pk not in inside] for m in ADDED}
        found["member"] = forms.MemberForm(*_bound(request, "member"), prefix="member", groups=groups)
    if policies.can_coordinate(user, inspection, today) and inspection.state in (S.PLANNED, S.ORDERED):
        found["cancel"] = forms.CancelForm(*_bound(request, "cancel"), prefix="cancel")
        if inspection.state == S.PLANNED:
            leads = candidates_for(inspection, Membership.LEAD, today).exclude(pk=inspection.lead_id)
            found["lead"] = forms.LeadForm(*_bound(request, "lead"), prefix="lead", leads=leads)
    return found


def _bound(request: HttpRequest, name: str) -> tuple[Any, ...]:
    sent = request.method == "POST" and request.POST.get("do") == name
    return (request.POST, request.FILES) if sent else ()


def act(request: HttpRequest, inspection: Inspection, given: dict[str, Any]) -> str:
    """Do what was sent and say so; "" when its form came back. Raises NotAllowed for what is not open, Conflict."""
    done, how = request.POST.get("do", ""), {"actor": request.user, "at": clock.now()}
    if done in _BUTTONS:
        return _BUTTONS[done](request, inspection, how)
    if done not in given:
        raise NotAllowed("not_allowed", _("Anda tidak dapat melakukan ini pada pemeriksaan ini."))
    form = given[done]
    if not form.is_valid():
        return ""
    try:
        return _ACTS[done](request, inspection, form, how)
    except (Invalid, TooMany) as error:
        field = error.facts.get("field") if isinstance(error, Invalid) else None
        form.add_error(field if field in form.fields else next(iter(form.fields)), str(error.message))
        return ""


# --- buttons


def _order(request: HttpRequest, inspection: Inspection, how: How) -> str:
    inspections.order_inspection(inspection, **how)
    return _("Surat tugas terbit.")


def _issue(request: HttpRequest, inspection: Inspection, how: How) -> str:
    visits.issue_nota(inspection, **how)
    return _("Nota pemeriksaan terbit dan sampai kepada perusahaan.")


def _close(request: HttpRequest, inspection: Inspection, how: How) -> str:
    visits.close_inspection(inspection, **how)
    return _("Pemeriksaan selesai.")


def _sanction(request: HttpRequest, inspection: Inspection, how: How) -> str:
    """Pressed again, it is the same case."""
    if inspection.state in (S.ISSUED, S.FOLLOWED):
        allowed = policies.can_hand_to_sanctions(how["actor"], inspection, clock.legal_date(how["at"]))
        ensure(allowed, "not_yet", NOT_YET)
    case = open_case(inspection, by=how["actor"], at=how["at"])
    return _("Kasus sanksi %(number)s dibuka.") % {"number": case.number}


def _declare_none(request: HttpRequest, inspection: Inspection, how: How) -> str:
    inspections.declare(inspection, interest=False, **how)
    return _("Pernyataan Anda tersimpan.")


def _declare_interest(request: HttpRequest, inspection: Inspection, how: How) -> str:
    inspections.declare(inspection, interest=True, **how)
    return _("Anda tidak ikut pemeriksaan ini. Terima kasih sudah menyatakannya.")


def _remove(request: HttpRequest, inspection: Inspection, how: How) -> str:
    member = get_object_or_404(inspection.members.select_related("user"), user=_key(request, "member"))
    inspections.remove_member(inspection, user=member.user, **how)
    return _("%(name)s tidak lagi di tim.") % {"name": member.user.full_name}


def _drop(request: HttpRequest, inspection: Inspection, how: How) -> str:
    visits.drop_finding(get_object_or_404(inspection.findings, pk=_key(request, "which")), **how)
    return _("Temuan dihapus.")


def _key(request: HttpRequest, name: str) -> str:
    """A key that somebody typed is no key."""
    value = request.POST.get(name, "")
    return value if len(value) <= 36 and all(c in "0123456789abcdef-" for c in value) and value else "0" * 32


# --- forms


def _member(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    membership, user = form.chosen
    inspections.set_member(inspection, user=user, membership=membership, **how)
    return _("%(name)s masuk tim.") % {"name": user.full_name}


def _lead(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    inspections.set_lead(inspection, lead=form.chosen, **how)
    return _("%(name)s memimpin pemeriksaan ini.") % {"name": form.chosen.full_name}


def _cancel(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    inspections.cancel_inspection(inspection, text=form.cleaned_data["text"], **how)
    return _("Pemeriksaan dibatalkan.")


def _visit(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    visits.record_visit(inspection, visits.Visit(**form.cleaned_data), **how)
    return _("Berita acara tersimpan.")


def _file(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    _store(inspection, form.cleaned_data["file"], FilePart.VISIT, how)
    return _("Berkas tersimpan.")


def _store(inspection: Inspection, upload: Any, part: FilePart, how: How, finding: Any = None) -> None:
    stored = store_upload(upload, owner=how["actor"], purpose=visits.FILE_PURPOSE, at=how["at"])
    visits.add_file(inspection, file=stored, part=part, finding=finding, **how)


def _finding(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    visits.add_finding(inspection, visits.Found(**form.cleaned_data), **how)
    return _("Temuan tersimpan.")


def _meet(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    finding = get_object_or_404(inspection.findings, pk=_key(request, "which"))
    if form.cleaned_data["file"]:
        _store(inspection, form.cleaned_data["file"], FilePart.PROOF, how, finding)
    visits.meet_finding(finding, text=form.cleaned_data["text"], **how)
    return _("Temuan dicatat sudah dipenuhi.")


def _follow(request: HttpRequest, inspection: Inspection, form: Any, how: How) -> str:
    visits.follow_up(inspection, text=form.cleaned_data["text"], **how)
    return _("Tindak lanjut tercatat.")


_BUTTONS: dict[str, Callable[[HttpRequest, Inspection, How], str]] = {
    "order": _order,
    "issue": _issue,
    "close": _close,
    "sanction": _sanction,
    "declare_none": _declare_none,
    "declare_interest": _declare_interest,
    "remove": _remove,
    "drop": _drop,
}
_ACTS: dict[str, Callable[[HttpRequest, Inspection, Any, How], str]] = {
    "member": _member,
    "lead": _lead,
    "cancel": _cancel,
    "visit": _visit,
    "file": _file,
    "finding": _finding,
    "meet": _meet,
    "follow": _follow,
}
