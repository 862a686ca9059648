"""L2: an institute registers, fills in its profile, proposes a partnership, and its head signs the agreement."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import keeps_typed, participant, recent_sign_in, signed_in
from core import clock
from core.errors import Conflict, DomainError, Invalid, TooMany, Unavailable, ensure
from integrations.bank import bank_client
from integrations.transport import Patience
from notices.letters.training import INSTITUTE_PROMISES, MINISTRY_PROMISES
from rules.duties import PARTNERSHIP_WORKING_DAYS
from training.decorators import choose, with_institute
from training.enums import InstituteState, PartnershipState, ProgrammeState
from training.forms.profile import (
    AccountForm,
    DetailsForm,
    FacilityForm,
    InstructorForm,
    LicenceForm,
    RegisterForm,
    SignForm,
    SiteForm,
)
from training.models import Facility, Institute, Instructor, Site
from training.operations import partnership, profile
from training.policies import is_head
from training.presentation import profile as pages
from training.presentation.provider_next import standing
from training.selectors.partnership import agreement, agreements, endings, lacks, latest_partnership, renews_from
from training.selectors.staff import institutes_of

GET_POST = ["GET", "HEAD", "POST"]
ROWS = 20
HEAD_NEEDED = gettext_lazy("Hanya pimpinan lembaga yang melakukan ini.")
# Part of the address: form, table, heading, the verb on its button.
PARTS: dict[str, tuple[Any, Any, Any, Any]] = {
    "sites": (SiteForm, Site, gettext_lazy("Tempat pelatihan"), gettext_lazy("Tambah tempat")),
    "instructors": (InstructorForm, Instructor, gettext_lazy("Instruktur"), gettext_lazy("Tambah instruktur")),
    "facilities": (FacilityForm, Facility, gettext_lazy("Sarana"), gettext_lazy("Tambah sarana")),
}


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who does it, and when."""
    return {"actor": request.user, "at": clock.now()}


def status_of(form: Any, error: DomainError | None = None) -> int:
    """What a page with a form answers: the refusal's own status, 422 for what cannot be read, else 200."""
    if error is not None:
        return error.status
    return 422 if form.errors else 200


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@participant
def register_institute(request: HttpRequest) -> HttpResponse:
    """A new institute; who registers it is its head."""
    sent = request.method == "POST"
    form = RegisterForm(request.POST if sent else None, initial={"head_name": request.user.full_name})  # type: ignore[union-attr]
    refused: DomainError | None = None
    if sent and form.is_valid():
        try:
            made = profile.register_institute(
                said=form.said,
                head_name=form.cleaned_data["head_name"],
                user=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except (Invalid, Conflict, TooMany) as error:
            fields = {"vin_taken": "vin", "name_missing": "name", "region_not_a_regency": "region"}
            form.add_error(fields.get(error.code), str(error.message))
            refused = error
        else:
            choose(request, made)
            messages.success(request, _("Lembaga tercatat. Lengkapi profilnya, lalu ajukan kemitraan."))
            return redirect("training:provider_profile")
    context = {"form": form, "days": PARTNERSHIP_WORKING_DAYS.on(clock.today()).value}
    return render(request, "training/mitra/daftar.html", context, status=status_of(form, refused))


@never_cache
@require_safe
@signed_in
@with_institute
def provider_profile(request: HttpRequest, institute: Institute) -> HttpResponse:
    """What is filled in, what is missing, and where the partnership stands."""
    now = clock.now()
    today = clock.legal_date(now)
    missing, agreed = lacks(institute, today), agreement(institute)
    counts = {
        "sites": institute.sites.filter(ended_on=None).count(),
        "instructors": institute.instructors.filter(ended_on=None).count(),
        "facilities": institute.facilities.filter(ended_on=None).count(),
        "programmes": institute.programmes.exclude(state=ProgrammeState.WITHDRAWN).count(),
    }
    context = {
        "institute": institute,
        "tone": pages.TONES[InstituteState(institute.state)],
        "step": standing(institute, missing, now),
        "tasks": pages.tasks(institute, missing, counts=counts),
        "endings": pages.endings(endings(institute, agreed, today), now),
        "agreed": agreed,
        "papers": pages.agreements(agreements(institute), "provider_pks"),
        "others": [one for one in institutes_of(request.user, today) if one.pk != institute.pk],  # type: ignore[arg-type]
        "is_head": is_head(request.user, institute, today),  # type: ignore[arg-type]
    }
    return render(request, "training/mitra/profil.html", context)


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_details(request: HttpRequest, institute: Institute) -> HttpResponse:
    """How to reach it; its name only while it is no partner."""
    names = ("name", "kind", "region", "address", "head_name", "phone", "email", "website")
    initial = {name: getattr(institute, name) for name in names}
    partner = institute.state != InstituteState.PROSPECT
    form = DetailsForm(request.POST if request.method == "POST" else None, partner=partner, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            profile.describe_institute(institute, said=form.said, **acting(request))
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            return _saved(request)
    title = _("Lembaga dan pimpinan")
    return _form_page(request, institute, form, title, "details")


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_licence(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Licence or registration, and accreditation; the head writes them."""
    names = ("licence", "licence_no", "licence_until", "accreditation_no", "accredited_until")
    initial = {name: getattr(institute, name) for name in names}
    form = LicenceForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound:
        ensure(is_head(request.user, institute, clock.today()), "head_needed", HEAD_NEEDED)  # type: ignore[arg-type]
        if form.is_valid():
            profile.set_licence(institute, said=form.said, **acting(request))
            return _saved(request)
    return _form_page(request, institute, form, _("Izin dan akreditasi"), "licence")


@never_cache
@require_http_methods(GET_POST)
@signed_in
@recent_sign_in
@with_institute
def provider_account(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Where invoices are paid to: the bank says whose account it is before it is stored."""
    ensure(is_head(request.user, institute, clock.today()), "head_needed", HEAD_NEEDED)  # type: ignore[arg-type]
    form = AccountForm(request.POST if request.method == "POST" else None, initial={"bank": institute.bank_code})
    refused: DomainError | None = None
    if form.is_bound and form.is_valid():
        asked = {"bank_code": form.cleaned_data["bank"], "number": form.cleaned_data["number"]}
        try:
            bank = bank_client(patience=Patience.of_a_person())
            owner = profile.verify_account(institute, **asked, bank=bank, at=clock.now())
        except (Invalid, TooMany, Unavailable) as error:
            form.add_error("number" if isinstance(error, Invalid) else None, str(error.message))
            refused = error
        else:
            profile.set_account(institute, **asked, owner=owner, **acting(request))
            return _saved(request, _("Rekening atas nama %(name)s tersimpan.") % {"name": owner})
    return _form_page(request, institute, form, _("Rekening lembaga"), "account", refused)


def _form_page(
    request: HttpRequest,
    institute: Institute,
    form: Any,
    title: str,
    part: str,
    refused: DomainError | None = None,
) -> HttpResponse:
    can_save = part == "details" or is_head(request.user, institute, clock.today())  # type: ignore[arg-type]
    context = {"institute": institute, "form": form, "title": title, "part": part, "can_save": can_save}
    return render(request, "training/mitra/profil_isi.html", context, status=status_of(form, refused))


def _saved(request: HttpRequest, words: str = "") -> HttpResponse:
    messages.success(request, words or _("Tersimpan."))
    return redirect("training:provider_profile")


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_sites(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Places besides its house."""
    return _parts(request, institute, "sites")


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_instructors(request: HttpRequest, institute: Institute) -> HttpResponse:
    """Who teaches."""
    return _parts(request, institute, "instructors")


@never_cache
@keeps_typed
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_facilities(request: HttpRequest, institute: Institute) -> HttpResponse:
    """What is there to learn with."""
    return _parts(request, institute, "facilities")


def _parts(request: HttpRequest, institute: Institute, part: str) -> HttpResponse:
    """What is in use, one more, and what is not used any more."""
    form_class, table, title, verb = PARTS[part]
    if request.method == "POST" and "end" in request.POST:
        row = get_object_or_404(table, institute=institute, pk=_uuid(request.POST["end"]))
        profile.end_part(row, **acting(request))
        messages.success(request, _("%(name)s tidak dipakai lagi mulai hari ini.") % {"name": row})
        return redirect(request.path)
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            profile.add_part(institute, table, facts=form.cleaned_data, **acting(request))
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("Tersimpan."))
            return redirect(request.path)
    found = table.objects.filter(institute=institute, ended_on=None)
    found = found.select_related("region") if table is Site else found
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "institute": institute,
        "form": form,
        "title": title,
        "verb": verb,
        "page": page,
        "rows": [pages.part_row(row, today) for row in page],
    }
    return render(request, "training/mitra/profil_bagian.html", context, status=status_of(form))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


# --- the proposal ------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(GET_POST)
@signed_in
@with_institute
def provider_proposal(request: HttpRequest, institute: Institute) -> HttpResponse:
    """What is missing, what the verifier said, and sending it."""
    now = clock.now()
    today = clock.legal_date(now)
    head = is_head(request.user, institute, today)  # type: ignore[arg-type]
    refused = ""
    if request.method == "POST":
        ensure(head, "head_needed", HEAD_NEEDED)
        try:
            begun = partnership.begin_proposal(institute, **acting(request))
            partnership.submit_proposal(begun, **acting(request))
        except Invalid as error:
            refused = str(error.message)
        else:
            messages.success(request, _("Pengajuan terkirim. Kami memeriksanya dan memberi kabar."))
            return redirect("training:provider_proposal")
    row, missing = latest_partnership(institute), lacks(institute, today)
    renews = institute.state == InstituteState.LISTED and (row is None or row.state == PartnershipState.AGREED)
    context = {
        "institute": institute,
        "row": row,
        "step_tone": pages.STEP_TONES[PartnershipState(row.state)] if row else "",
        "facts": pages.proposal_facts(row) if row else [],
        "remarks": pages.remarks(row),
        "sent_back": row is not None and row.state in pages.SENT_BACK,
        "lacks": missing,
        "refused": refused,
        "may_send": _may_send(institute, row) and not (renews and renews_from(row, today)),
        "renews_from": renews_from(row, today) if renews else None,
        "renews": renews,
        "is_head": head,
        "days": PARTNERSHIP_WORKING_DAYS.on(today).value,
        "papers": pages.agreements(agreements(institute), "provider_pks"),
    }
    return render(request, "training/mitra/pengajuan.html", context, status=422 if refused else 200)


def _may_send(institute: Institute, row: Any) -> bool:
    if institute.state in (InstituteState.SUSPENDED, InstituteState.ENDED):
        return False
    sendable = (PartnershipState.DRAFT, PartnershipState.RETURNED, PartnershipState.REFUSED, PartnershipState.AGREED)
    return row is None or row.state in sendable


@never_cache
@require_http_methods(GET_POST)
@signed_in
@recent_sign_in
@with_institute
def provider_sign(request: HttpRequest, institute: Institute) -> HttpResponse:
    """The head reads the agreement and signs it by their own name."""
    ensure(is_head(request.user, institute, clock.today()), "head_needed", HEAD_NEEDED)  # type: ignore[arg-type]
    row = latest_partnership(institute)
    if row is None or row.state not in (PartnershipState.VERIFIED, PartnershipState.SIGNED):
        return redirect("training:provider_proposal")
    form = SignForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            partnership.sign_agreement(row, typed_name=form.cleaned_data["typed_name"], **acting(request))
        except Invalid as error:
            form.add_error("typed_name", str(error.message))
        else:
            messages.success(request, _("Anda sudah menandatangani. Kementerian menandatangani sesudah ini."))
            return redirect("training:provider_proposal")
    if row.state == PartnershipState.SIGNED:
        return redirect("training:provider_proposal")
    context = {
        "institute": institute,
        "row": row,
        "form": form,
        "until": partnership.last_day(clock.today()),
        "ours": INSTITUTE_PROMISES,
        "theirs": MINISTRY_PROMISES,
    }
    return render(request, "training/mitra/tanda_tangan.html", context, status=status_of(form))
