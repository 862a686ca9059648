"""Each act on a complaint with its form: which are open to this officer, and what was sent."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from compliance import policies
from compliance.forms.desk import AnswerForm, AskForm, EmployerForm, NoteForm, PersonForm, ReferForm, ServeForm
from compliance.models import Complaint
from compliance.operations import complaints
from compliance.operations.serving import serve_employer
from compliance.selectors.complaints import inspectors_for, integrity_officers
from core import clock
from core.errors import Invalid, NotAllowed
from participants.models import Employer

_TEXTS = {"ask": AskForm, "refer": ReferForm, "answer": AnswerForm, "serve": ServeForm, "employer": EmployerForm}


def forms_for(request: HttpRequest, complaint: Complaint, today: date) -> dict[str, Any]:
    """The forms that are open to this officer; the one that was sent is bound."""
    user: Any = request.user
    done = request.POST.get("do", "") if request.method == "POST" else ""

    def bound(name: str) -> Any:
        return request.POST if done == name else None

    found: dict[str, Any] = {}
    if policies.can_work(user, complaint, today):
        open_moves = [n for n in ("ask", "refer", "answer") if Complaint.workflow.can(complaint, n)]
        for name in (*open_moves, "serve", "employer"):
            found[name] = _TEXTS[name](bound(name), prefix=name)
    if policies.can_assign(user, complaint, today):
        found["assign"] = PersonForm(bound("assign"), prefix="assign", people=inspectors_for(complaint, today))
        found["integrity"] = PersonForm(bound("integrity"), prefix="integrity", people=integrity_officers(today))
    if complaint.taken_by_id == user.pk or "assign" in found:
        found["note"] = NoteForm(bound("note"), prefix="note")
    return found


def act(request: HttpRequest, complaint: Complaint, forms: dict[str, Any]) -> str:
    """Do what was sent and say so; "" when its form came back. Raises NotAllowed for what is not open, Conflict."""
    done, how = request.POST.get("do", ""), {"actor": request.user, "at": clock.now()}
    if done == "take":
        complaints.take_complaint(complaint, **how)  # type: ignore[arg-type]
        return _("Anda mengerjakan pengaduan ini.")
    if done == "take_over":
        complaints.assign_complaint(complaint, to=request.user, **how)  # type: ignore[arg-type]
        return _("Anda mengerjakan pengaduan ini.")
    if done not in forms:
        return _refuse(request, complaint, done, how)
    form = forms[done]
    if not form.is_valid():
        return ""
    try:
        return _ACTS[done](complaint, form, how)
    except Invalid as error:
        form.add_error("to" if "to" in form.fields else "text", str(error.message))
        return ""


def _refuse(request: HttpRequest, complaint: Complaint, done: str, how: dict[str, Any]) -> str:
    """What is closed to this officer or in this state is said by the operation itself."""
    text = request.POST.get(f"{done}-text", "")
    closed: dict[str, Callable[..., Any]] = {
        "ask": complaints.ask_author,
        "refer": complaints.refer_complaint,
        "answer": complaints.answer_complaint,
        "note": complaints.add_note,
        "serve": serve_employer,
    }
    if done in closed:
        closed[done](complaint, text=text, **how)
    raise NotAllowed("not_allowed", _("Anda tidak dapat melakukan ini pada pengaduan ini."))


def _ask(complaint: Complaint, form: AskForm, how: dict[str, Any]) -> str:
    complaints.ask_author(complaint, text=form.cleaned_data["text"], **how)
    return _("Pertanyaan terkirim kepada pelapor.")


def _refer(complaint: Complaint, form: ReferForm, how: dict[str, Any]) -> str:
    complaints.refer_complaint(complaint, text=form.cleaned_data["text"], **how)
    return _("Pengaduan diteruskan ke pemeriksaan.")


def _answer(complaint: Complaint, form: AnswerForm, how: dict[str, Any]) -> str:
    complaints.answer_complaint(complaint, text=form.cleaned_data["text"], **how)
    return _("Jawaban terkirim kepada pelapor.")


def _note(complaint: Complaint, form: NoteForm, how: dict[str, Any]) -> str:
    complaints.add_note(complaint, text=form.cleaned_data["text"], **how)
    return _("Catatan tersimpan.")


def _serve(complaint: Complaint, form: ServeForm, how: dict[str, Any]) -> str:
    made = serve_employer(complaint, text=form.cleaned_data["text"], **how)
    return _("Perusahaan diminta menanggapi, nomor %(number)s.") % {"number": made.number}


def _employer(complaint: Complaint, form: EmployerForm, how: dict[str, Any]) -> str:
    known = Employer.objects.filter(npp__iexact=form.cleaned_data["text"]).first()
    if known is None:
        raise Invalid("employer_unknown", _("Nomor ini tidak dikenal. Periksa NPP-nya."))
    complaints.name_employer(complaint, employer=known, **how)
    return _("Perusahaan ditentukan: %(name)s.") % {"name": known.name}


def _assign(complaint: Complaint, form: PersonForm, how: dict[str, Any]) -> str:
    complaints.assign_complaint(complaint, to=form.chosen, **how)
    return _("Pengaduan diberikan kepada %(name)s.") % {"name": form.chosen.full_name}


def _integrity(complaint: Complaint, form: PersonForm, how: dict[str, Any]) -> str:
    complaints.show_to_integrity(complaint, to=form.chosen, **how)
    return _("%(name)s sekarang dapat membaca pengaduan ini.") % {"name": form.chosen.full_name}


_ACTS: dict[str, Callable[[Complaint, Any, dict[str, Any]], str]] = {
    "ask": _ask,
    "refer": _refer,
    "answer": _answer,
    "note": _note,
    "serve": _serve,
    "employer": _employer,
    "assign": _assign,
    "integrity": _integrity,
}
