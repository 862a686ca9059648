"""A4 and D5: one's own address and wishes about one's own data; the officer who answers them."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import participant, recent_sign_in, roles, signed_in
from accounts.reading import note_reading
from core import audit, clock
from core.errors import DomainError, ensure
from participants import policies
from participants.enums import REFUSAL_ARTICLES
from participants.forms.own_data import AddressForm, WishAnswerForm, WishForm
from participants.models import DataRequest
from participants.models.data_requests import READERS
from participants.operations import addresses, data_requests
from participants.selectors import person_of
from participants.views.common import show_error

ROWS = 20
GET_POST = ["GET", "HEAD", "POST"]
MY_DATA = "jkp_portal:my_data"


@never_cache
@participant
@recent_sign_in
@require_http_methods(GET_POST)
def address(request: HttpRequest) -> HttpResponse:
    """Where I live now."""
    person = person_of(request.user)
    if person is None or not person.is_verified:
        messages.info(request, _("Identitas Anda masih diperiksa. Ubah alamat sesudah itu."))
        return redirect(MY_DATA)
    form = AddressForm(request.POST or None, initial={"region": person.region_id, "address": person.address})
    if request.method == "POST" and form.is_valid():
        try:
            addresses.change_address(person, **form.cleaned_data, actor=request.user, at=clock.now())
        except DomainError as error:
            show_error(form, error, {"not_a_regency": "region", "address_missing": "address"})
        else:
            messages.success(request, _("Alamat Anda tersimpan."))
            return redirect(MY_DATA)
    context = {"form": form, "person": person}
    return render(request, "participants/address.html", context, status=422 if form.errors else 200)


@never_cache
@signed_in
@require_http_methods(GET_POST)
def wish(request: HttpRequest) -> HttpResponse:
    """Ask to have my data put right, deleted, or no longer used."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = data_requests.ask(request.user, **form.cleaned_data, at=clock.now())
        except DomainError as error:
            show_error(form, error, {"text_short": "text"})
        else:
            messages.success(request, _("Permintaan %(number)s terkirim.") % {"number": asked.number})
            return redirect(MY_DATA)
    return render(request, "participants/wish.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@roles(*READERS)
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """Every wish, those that wait first, with the time that is left."""
    now = clock.now()
    visible = DataRequest.objects.visible_to(request.user, clock.today())
    shown = visible if "semua" in request.GET else visible.waiting()
    page = Paginator(shown.select_related("user").order_by("due_at", "pk"), ROWS).get_page(request.GET.get("page"))
    waiting = visible.waiting().order_by()
    totals = waiting.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    context = {"page": page, "all": "semua" in request.GET, "now": now, "totals": _totals(totals)}
    return render(request, "participants/wishes.html", context)


def _totals(numbers: dict[str, int]) -> list[dict[str, object]]:
    return [
        {"term": _("Menunggu jawaban"), "value": numbers["waiting"]},
        {"term": _("Lewat 3 × 24 jam"), "value": numbers["late"], "bad": bool(numbers["late"])},
    ]


@never_cache
@roles(*READERS)
@require_http_methods(GET_POST)
def wish_case(request: HttpRequest, wish_id: uuid.UUID) -> HttpResponse:
    """One wish. Every opening is written down and can be seen by who asked."""
    visible = DataRequest.objects.visible_to(request.user, clock.today())
    asked = get_object_or_404(visible.select_related("user__person", "officer"), pk=wish_id)
    may_answer = policies.can_answer_wish(request.user, asked, clock.today())
    if request.method == "POST":
        ensure(may_answer, "not_allowed", _("Anda tidak dapat menjawab permintaan ini."))
        return _answered(request, asked)
    _note(request, asked)
    return _page(request, asked, WishAnswerForm() if may_answer and asked.answered_at is None else None)


@recent_sign_in
def _answered(request: HttpRequest, asked: DataRequest) -> HttpResponse:
    form = WishAnswerForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        data_requests.answer(
            asked,
            granted=typed["verdict"] == form.GRANT,
            reply=typed["reply"],
            article=typed["article"],
            actor=request.user,
            at=clock.now(),
        )
        messages.success(request, _("Jawaban untuk %(number)s terkirim.") % {"number": asked.number})
        return redirect("participants:wishes")
    return _page(request, asked, form)


def _note(request: HttpRequest, asked: DataRequest) -> None:
    person = person_of(asked.user)
    if person is None:
        audit.record("participants.data.viewed", actor=request.user, at=clock.now(), subject=asked)
    else:
        purpose = "permintaan tentang data pribadi"
        note_reading(request, person=person, subject=asked, purpose=purpose, roles=READERS)


def _page(request: HttpRequest, asked: DataRequest, form: WishAnswerForm | None) -> HttpResponse:
    context = {
        "asked": asked,
        "form": form,
        "late": asked.answered_at is None and asked.due_at < clock.now(),
        "articles": list(REFUSAL_ARTICLES.items()),
    }
    return render(request, "participants/wish_case.html", context, status=422 if form and form.errors else 200)
