"""A2: two pages and a code; then the account works while the registry is asked."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.decorators import participant, public
from accounts.entrance import sign_in_registered
from accounts.models import User
from accounts.requests import client_ip
from core import clock
from core.errors import Conflict, Invalid, TooMany
from core.language import language
from core.limits import Limit, take
from participants.forms.registration import CodeForm, ContactForm, EmployerAccountForm, IdentityForm
from participants.models import Registration
from participants.operations import identity, registration
from participants.selectors import identity_check_of, person_of
from participants.views.common import show_error

SESSION_KEY = "registration"
GET_POST = ["GET", "HEAD", "POST"]
IDENTITY_TRIES = Limit("identity.try", most=5, within=timedelta(hours=1))


@never_cache
@public
@require_http_methods(GET_POST)
def register(request: HttpRequest) -> HttpResponse:
    """First page: who you are. What was typed lies sealed in the database, the session holds its number only."""
    if request.user.is_authenticated:
        return redirect("jkp_portal:home_for")
    now = clock.now()
    form = IdentityForm(request.POST or None, today=clock.legal_date(now), initial=_typed_identity(request))
    if request.method == "POST" and form.is_valid():
        row = registration.begin_registration(**form.cleaned_data, address=client_ip(request), at=now)
        request.session[SESSION_KEY] = str(row.pk)
        return redirect("participants:register_contact")
    return render(request, "participants/register.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@public
@require_http_methods(GET_POST)
def register_contact(request: HttpRequest) -> HttpResponse:
    """Second page: how to reach you, and a password. Whether you have an account already is not shown."""
    row = _registration(request)
    if row is None:
        return _start_again(request)
    typed = registration.typed_of(row)
    form = ContactForm(request.POST or None, full_name=typed["full_name"], initial=typed)
    if request.method == "POST" and form.is_valid() and _send_code(row, form):
        return redirect("participants:register_code")
    warnings = identity.nik_warnings(typed["nik"], date.fromisoformat(typed["born_on"])) if "nik" in typed else []
    context = {"form": form, "warnings": warnings, "typed": typed}
    return render(request, "participants/register_contact.html", context, status=422 if form.errors else 200)


@never_cache
@public
@require_http_methods(GET_POST)
def register_code(request: HttpRequest) -> HttpResponse:
    """The code from the phone or the e-mail. The page is the same for a person who has an account already."""
    row = _registration(request)
    if row is None or not registration.typed_of(row).get("phone"):
        return _start_again(request)
    again = request.POST.get("again")
    if again in ("sms", "email"):
        registration.send_code_again(registration=row, channel=again, at=clock.now())
        messages.success(request, _("Kode baru sedang kami kirim."))
        return redirect("participants:register_code")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _finish(request, row, form)
        if user is not None:
            return _signed_in(request, user)
    context = {"form": form, "typed": registration.typed_of(row), "channel": row.code_channel}
    return render(request, "participants/register_code.html", context, status=422 if form.errors else 200)


@never_cache
@public
@require_http_methods(GET_POST)
def employer_register(request: HttpRequest) -> HttpResponse:
    """An account for somebody who acts for an employer; who has one goes on to name the employer."""
    if request.user.is_authenticated:
        return redirect("participants:employer_join")
    form = EmployerAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        row = registration.begin_employer_registration(
            full_name=form.cleaned_data["full_name"], address=client_ip(request), at=now
        )
        if _send_code(row, form, channel="email"):
            request.session[SESSION_KEY] = str(row.pk)
            return redirect("participants:register_code")
    return render(request, "participants/employer_register.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@participant
@require_http_methods(GET_POST)
def register_identity(request: HttpRequest) -> HttpResponse:
    """How the identity check stands; after a refusal, or without one, who you are once more."""
    person, check = person_of(request.user), identity_check_of(request.user)
    now = clock.now()
    may_ask = (person is None or person.state == "refused") and (check is None or check.closed_at is not None)
    form = IdentityForm(request.POST or None, today=clock.legal_date(now)) if may_ask else None
    if form is not None and request.method == "POST" and form.is_valid():
        take(IDENTITY_TRIES, str(request.user.pk), at=now)
        try:
            identity.start_identity_check(user=request.user, at=now, **form.cleaned_data)
        except Conflict as error:
            show_error(form, error)
        else:
            return redirect("participants:register_identity")
    context = {"form": form, "person": person, "check": check}
    status = 422 if form is not None and form.errors else 200
    return render(request, "participants/register_identity.html", context, status=status)


def _registration(request: HttpRequest) -> Registration | None:
    key = request.session.get(SESSION_KEY)
    return Registration.objects.live(clock.now()).filter(pk=key).first() if key else None


def _start_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Pendaftaran belum dimulai atau sudah lewat satu jam. Isi lagi dari awal."))
    return redirect("participants:register")


def _typed_identity(request: HttpRequest) -> dict[str, object]:
    """What was typed before, for who goes back; not the mother's name."""
    row = _registration(request)
    typed = registration.typed_of(row) if row else {}
    if "nik" not in typed:
        return {}
    return {"nik": typed["nik"], "full_name": typed["full_name"], "born_on": date.fromisoformat(typed["born_on"])}


def _send_code(row: Registration, form: ContactForm | EmployerAccountForm, channel: str = "sms") -> bool:
    data = form.cleaned_data
    try:
        registration.set_contact(
            registration=row,
            email=data["email"],
            phone=data["phone"],
            password=data["password"],
            at=clock.now(),
            channel=channel,
        )
    except TooMany as error:
        show_error(form, error)
        return False
    return True


def _finish(request: HttpRequest, row: Registration, form: CodeForm) -> User | None:
    try:
        return registration.finish_registration(
            registration=row,
            code=form.cleaned_data["code"],
            language=language()[:2],
            at=clock.now(),
        )
    except (Invalid, TooMany) as error:
        form.add_error("code", str(error.message))
        return None


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """The code proved the phone or the address: the person is in."""
    request.session.pop(SESSION_KEY, None)
    if user.identity_checks.exists():
        messages.success(request, _("Akun Anda sudah jadi. Kami mencocokkan data Anda dengan Dukcapil."))
        return sign_in_registered(request, user)
    messages.success(request, _("Akun Anda sudah jadi. Sekarang sebut perusahaannya."))
    return sign_in_registered(request, user, then=reverse("participants:employer_join"))
