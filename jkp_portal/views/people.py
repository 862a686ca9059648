"""The one-window page of a participant, for officers who say why; and one's own data, for the person."""

import uuid

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import recent_sign_in, roles, signed_in
from accounts.enums import Role
from accounts.reading import note_reading
from core import audit, clock
from core.crypto import blind_index
from core.formatting import mask_email, mask_phone
from core.forms import Form
from core.models import AccessLog
from core.nik import compact_nik, is_nik
from jkp_portal.my_data import export
from jkp_portal.my_data_pdf import as_pdf
from jkp_portal.one_window import reader_rows, who, window
from participants.models import Person
from participants.selectors import person_of

READERS = (Role.BPJS_VERIFIER, Role.AUDITOR)
FOUND = 20
ROWS = 20
PURPOSES = {
    "klaim": _("pemeriksaan klaim"),
    "keberatan": _("pemeriksaan keberatan"),
    "tanya": _("menjawab pertanyaan peserta"),
    "audit": _("pemeriksaan internal"),
}


class SearchForm(Form):
    """Sent by POST, so that no number stands in an address or a log."""

    q = forms.CharField(
        label=_("NIK, nama lengkap, atau nomor klaim"),
        max_length=150,
        error_messages={"required": _("Tulis NIK, nama lengkap, atau nomor klaim.")},
    )
    untuk = forms.ChoiceField(
        label=_("Untuk apa Anda membuka data orang ini"),
        choices=[("", _("Pilih tujuan")), *PURPOSES.items()],
        error_messages={"required": _("Pilih tujuannya. Tujuan ini tercatat dan dapat dilihat peserta.")},
    )


class PurposeForm(Form):
    untuk = SearchForm.base_fields["untuk"]


@never_cache
@sensitive_post_parameters("q")
@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Find somebody. Nothing is listed before something was asked."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found: list[Person] = []
    if form.is_valid():
        visible = Person.objects.visible_to(request.user, clock.today())
        found = list(_search(visible, form.cleaned_data["q"]).select_related("region").order_by("full_name")[:FOUND])
    context = {"form": form, "found": found, "most": FOUND, "untuk": form.data.get("untuk", "")}
    return render(request, "jkp_portal/people.html", context, status=422 if form.errors else 200)


def _search(people: QuerySet[Person], typed: str) -> QuerySet[Person]:
    typed = typed.replace("\x00", "").strip()
    nik = compact_nik(typed)
    if is_nik(nik):
        return people.filter(nik_index=blind_index("nik", nik))
    return people.filter(Q(full_name__icontains=typed) | Q(claims__number__iexact=typed)).distinct()


@never_cache
@roles(*READERS)
@require_safe
def person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Everything about one person on one page. Opened only with a purpose, which is written down first."""
    visible = Person.objects.visible_to(request.user, clock.today()).select_related("region", "user")
    found = get_object_or_404(visible, pk=person_id)
    purpose = PURPOSES.get(request.GET.get("untuk", ""))
    if purpose is None:
        form = PurposeForm(request.GET if "untuk" in request.GET else None)
        return render(request, "jkp_portal/person_purpose.html", {"person": found, "form": form})
    now = clock.now()
    note_reading(request, person=found, subject=found, purpose=str(purpose), roles=sorted(READERS))
    context = {"person": found, "purpose": purpose} | window(found, now)
    return render(request, "jkp_portal/person.html", context)


@never_cache
@signed_in
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """A4: what is held, where it comes from, who looked at it, and how to have it corrected or to take it along."""
    found = person_of(request.user)
    log = AccessLog.objects.filter(person_id=found.pk if found else uuid.UUID(int=0)).order_by("-at", "-pk")
    page = Paginator(log, ROWS).get_page(request.GET.get("page"))
    context = {
        "person": found,
        "facts": who(found) if found else [],
        "contacts": [
            {"term": _("Email"), "value": mask_email(request.user.email or "")},
            {"term": _("Nomor HP"), "value": mask_phone(request.user.phone) if request.user.phone else "–"},
        ],
        "page": page,
        "readers": reader_rows(page),
        "wishes": request.user.data_requests.order_by("-asked_at")[:ROWS],
    }
    return render(request, "jkp_portal/my_data.html", context)


@never_cache
@signed_in
@recent_sign_in
@require_POST
def download_my_data(request: HttpRequest) -> HttpResponse:
    """The same as a JSON file, with the numbers in full: only after signing in lately."""
    answer = JsonResponse(export(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="data-saya-jkp.json"'
    audit.record("accounts.data.exported", actor=request.user, at=clock.now(), subject=request.user)
    return answer


@never_cache
@signed_in
@recent_sign_in
@require_POST
def download_my_data_pdf(request: HttpRequest) -> HttpResponse:
    """The same to read and to print."""
    now = clock.now()
    answer = HttpResponse(as_pdf(export(request.user), at=now), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="data-saya-jkp.pdf"'
    audit.record("accounts.data.exported", actor=request.user, at=now, subject=request.user)
    return answer
