"""P2: the public check of eligibility, one question a page, without an account and without storing anything."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.decorators import public
from claims.check import (
    CONTRACTS,
    NOT_ASKED,
    PAID_MONTHS,
    REASONS,
    UNKNOWN,
    WORKING,
    Answers,
    answers_from,
    ask_rules,
    said,
)
from claims.presentation.trace import reason_items
from core import clock
from core.forms import DateTripleField, Form, Pick, RupiahField
from rules.decision import Decision
from rules.eligibility import amounts
from rules.parameters import BENEFIT_RATES

_PICK_ONE = {"required": _("Pilih satu jawaban.")}


class ReasonForm(Form):
    alasan = forms.ChoiceField(
        label=_("Mengapa pekerjaan Anda berakhir?"),
        help_text=_("Pilih yang paling mendekati. Biasanya tertulis di surat PHK Anda."),
        choices=REASONS,
        widget=Pick(apart={UNKNOWN}),
        error_messages=_PICK_ONE,
    )


class ContractForm(Form):
    kontrak = forms.ChoiceField(
        label=_("Apa jenis perjanjian kerja Anda?"),
        choices=CONTRACTS,
        widget=Pick(apart={UNKNOWN}),
        error_messages=_PICK_ONE,
    )


class DateForm(Form):
    tanggal = DateTripleField(label=_("Kapan hari terakhir Anda bekerja (tanggal PHK)?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tanggal"].latest = clock.today()


class MonthsForm(Form):
    iuran = forms.ChoiceField(
        label=_("Berapa bulan iuran BPJS Ketenagakerjaan dibayar dalam 24 bulan terakhir?"),
        help_text=_("Lihat di aplikasi JMO atau kartu kepesertaan. Bulan dari beberapa perusahaan boleh dijumlahkan."),
        choices=PAID_MONTHS,
        widget=Pick(apart={UNKNOWN}),
        error_messages=_PICK_ONE,
    )


class WorkForm(Form):
    bekerja = forms.ChoiceField(
        label=_("Apakah Anda sudah bekerja lagi?"), choices=WORKING, widget=Pick, error_messages=_PICK_ONE
    )


class WageForm(Form):
    upah = RupiahField(
        label=_("Berapa upah terakhir Anda sebulan?"),
        help_text=_("Yang dilaporkan perusahaan ke BPJS. Kosongkan bila tidak tahu."),
        required=False,
    )


STEPS: list[type[Form]] = [ReasonForm, ContractForm, DateForm, MonthsForm, WorkForm, WageForm]


@require_safe
@public
def question(request: HttpRequest) -> HttpResponse:
    """The first question that is not yet answered well. Earlier answers travel along as hidden fields."""
    step = _asked_step(request)
    first_visit = not _touches(STEPS[step], request)
    form = STEPS[step]() if first_visit else STEPS[step](request.GET)
    context = {
        "form": form,
        "number": step + 1,
        "total": len(STEPS),
        "kept": _kept(request, step),
        "back": _back(request, step),
        "field": form[next(iter(form.fields))],
    }
    return render(request, "claims/check.html", context, status=422 if form.errors else 200)


@require_safe
@public
def result(request: HttpRequest) -> HttpResponse:
    """What the rules say to these answers, with article and reason."""
    cleaned: dict[str, Any] = {}
    for form_class in STEPS:
        form = form_class(request.GET)
        if not (_touches(form_class, request) and form.is_valid()):
            return redirect(f"{reverse('claims:check')}?{request.GET.urlencode()}")
        cleaned |= form.cleaned_data
    answers = answers_from(cleaned)
    decision = ask_rules(answers, clock.today())
    today = clock.today()
    items = _items(decision, answers)
    context = {
        "answers": answers,
        "decision": decision,
        "failed": any(item["met"] is False for item in items),
        "trace": items,
        "estimate": _estimate(decision, today),
        "too_late": decision.last_filing_day is not None and today > decision.last_filing_day,
        "edit": f"{reverse('claims:check')}?{urlencode(_without(request, 'upah'))}",
    }
    return render(request, "claims/check_result.html", context)


def _items(decision: Decision, answers: Answers) -> list[dict[str, Any]]:
    """The conditions that the six questions touch, in the words that were answered; what was not asked comes last."""
    words = said(answers)
    items = reason_items([reason.to_json() for reason in decision.reasons if reason.code not in NOT_ASKED])
    return [item | {"text": words.get(item["code"], item["text"])} for item in items]


def _touches(form_class: type[Form], request: HttpRequest) -> bool:
    return any(key.split("_")[0] in form_class.base_fields for key in request.GET)


def _asked_step(request: HttpRequest) -> int:
    for number, form_class in enumerate(STEPS):
        if not _touches(form_class, request) or not form_class(request.GET).is_valid():
            return number
    return len(STEPS) - 1


def _names(step: int) -> set[str]:
    return {name for form_class in STEPS[:step] for name in form_class.base_fields}


def _kept(request: HttpRequest, step: int) -> list[tuple[str, str]]:
    names = _names(step)
    return [(key, value[:40]) for key, value in request.GET.items() if key.split("_")[0] in names]


def _back(request: HttpRequest, step: int) -> str:
    if step == 0:
        return reverse("jkp_portal:home")
    before = urlencode(_kept(request, step - 1))
    return f"{reverse('claims:check')}?{before}" if before else reverse("claims:check")


def _without(request: HttpRequest, name: str) -> list[tuple[str, str]]:
    return [(key, value[:40]) for key, value in request.GET.items() if key.split("_")[0] != name]


def _estimate(decision: Decision, today: date) -> dict[str, Any] | None:
    """Amounts when nothing known fails and the wage is known: an estimate, said to be one."""
    if decision.wage_base is None or any(r.met is False for r in decision.reasons):
        return None
    months = decision.months or amounts(decision.wage_base, today)
    return {
        "first": months[0].amount,
        "total": sum(month.amount for month in months),
        "months": len(months),
        "wage_base": decision.wage_base,
        "rate": int(BENEFIT_RATES.on(today).value[0] * 100),
    }
