"""Template words of the portal. They are builtins: no template needs `{% load %}`."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template import RequestContext
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import override

from core import formatting
from core.language import language

register = template.Library()

ICONS = frozenset(
    {
        *("belajar", "cari", "cek", "dompet", "info", "jam", "klaim", "lonceng", "maju", "obrol", "orang", "perisai"),
        *("pintu", "rumah", "seru", "silang", "suara", "tanggal", "tas", "telepon", "tempat", "timbang", "unduh"),
        *("unggah", "video"),
    }
)
ARTS = frozenset({"seni-cari", "seni-surat", "seni-tenang"})


# --- icons -------------------------------------------------------------------------------------------------------


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "jam" %}` or `{% icon "jam" "l" %}`: always beside words, hence hidden from assistive technology.

    Raises ValueError for a name that the sprite (static/img/icons.svg) does not have.
    """
    if name not in ICONS:
        raise ValueError(f"No icon {name!r}. Known: {', '.join(sorted(ICONS))}")
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {size}" if size else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
@cache
def symbol(name: str, css: str = "") -> SafeString:
    """A drawing of the sprite in its own colours: the mark (tanda, tanda-malam), jembatan, the spot art (seni-...)."""
    return format_html(
        '<svg{} aria-hidden="true"><use href="{}#{}"/></svg>',
        format_html(' class="{}"', css) if css else "",
        static("img/icons.svg"),
        name,
    )


# --- money and numbers -------------------------------------------------------------------------------------------


@register.filter
def rupiah(amount: int | str | None) -> str:
    """3000000 -> Rp3.000.000"""
    return "" if amount is None or amount == "" else formatting.rupiah(int(amount), language())


@register.filter
def angka(value: int | str | None) -> str:
    """38088 -> 38.088"""
    return "" if value is None or value == "" else formatting.number(int(value), language())


@register.filter
def persen(share: Fraction | Decimal | int | None, decimals: int = 1) -> str:
    """Fraction(241, 250) -> 96,4%"""
    return "" if share is None or share == "" else formatting.percent(share, language(), decimals)


# --- dates and times ---------------------------------------------------------------------------------------------


@register.filter
def tanggal(day: date | None) -> str:
    """Senin, 14 Desember 2026"""
    return formatting.long_date(day, language()) if day else ""


@register.filter
def tanggal_pendek(day: date | None) -> str:
    """14 Desember 2026"""
    return formatting.plain_date(day, language()) if day else ""


@register.filter
def tanggal_ringkas(day: date | None) -> str:
    """14 Des 2026: dense tables only"""
    return formatting.short_date(day, language()) if day else ""


@register.filter
def bulan(day: date | None) -> str:
    """Desember 2026"""
    return formatting.month_year(day, language()) if day else ""


@register.filter
def sampai(first: date | None, last: date | None) -> str:
    """`first|sampai:last` -> 7–14 Desember 2026"""
    return formatting.date_range(first, last, language()) if first and last else ""


@register.filter
def waktu(moment: datetime | None, zone: str = "") -> str:
    """Jumat, 11 Desember 2026, 14.07 WIB; with the person's zone also their own time"""
    return formatting.long_moment(moment, language(), zone) if moment else ""


@register.filter
def pukul(moment: datetime | None, zone: str = "") -> str:
    """14.07 WIB"""
    return formatting.clock_time(moment, zone, language()) if moment else ""


@register.filter
def tenggat(last: date | datetime | None, zone: str = "") -> str:
    """Senin, 14 Desember 2026, 23.59 WIB: a date stands for its last second"""
    return formatting.deadline(last, language(), zone) if last else ""


@register.filter
def sisa(until: date | datetime | None, now: datetime) -> str:
    """`deadline|sisa:now` -> Tinggal 5 hari"""
    return formatting.countdown(until, now + timedelta(), language()) if until else ""  # `now` of a page is lazy


# --- private numbers ---------------------------------------------------------------------------------------------

_MASKS = {
    "nik": formatting.mask_nik,
    "rekening": formatting.mask_tail,
    "hp": formatting.mask_phone,
    "email": formatting.mask_email,
}


@register.filter
def masked(value: str | None, kind: str = "nik") -> str:
    """`nik|masked`, `account|masked:"rekening"`, `phone|masked:"hp"`, `email|masked:"email"`"""
    return _MASKS[kind](str(value)) if value else ""


# --- links -------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def other_language_url(context: template.Context, language: str) -> str:
    """This page in the other language, its query string kept."""
    request = context.get("request")
    if request is None:
        return "/"
    known = request.__dict__.setdefault("_in_other_languages", {})  # the head and the foot of a page both ask
    if language not in known:
        known[language] = _in_language(request, language)
    return known[language]


def _in_language(request: HttpRequest, language: str) -> str:
    """Django's translate_url, which would look for the view again that this request has found."""
    match = request.resolver_match
    if match is None:
        return translate_url(request.get_full_path(), language)
    try:
        if match.args or match.kwargs:
            with override(language):
                path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        else:
            path = _plain_address(match.view_name, language)
    except NoReverseMatch:
        path = request.path
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{iri_to_uri(query)}" if query else path


@cache
def _plain_address(view_name: str, language: str) -> str:
    with override(language):
        return reverse(view_name)


@register.filter
def first_id(field: Any) -> str:
    """The element an error summary links to: the first control of a bound field."""
    if field.id_for_label:
        return field.id_for_label
    return field.subwidgets[0].id_for_label or field.auto_id


@register.filter
def error_items(form: Any) -> list[tuple[str, str]]:
    """(id of the control or "", message) for each error of a bound form, in the order of the page."""
    if not form or not form.is_bound:
        return []
    items = [("", str(message)) for message in form.non_field_errors()]
    for field in form.visible_fields():
        items += [(first_id(field), str(message)) for message in field.errors]
    return items


# --- pieces of components ----------------------------------------------------------------------------------------


@register.filter
def pieces(total: int | str, done: int | str) -> list[str | int]:
    """`5|pieces:2` -> ["on", "on", 1, 2, 3]: done pieces, then the rest counted from one."""
    whole, finished = int(total), max(int(done), 0)
    return ["on" if n < finished else n - finished + 1 for n in range(whole)]


@register.simple_tag(takes_context=True)
def page_link(context: RequestContext, number: int, name: str = "page") -> str:
    """The address of a page of a list, with what else was asked. `name` tells two lists of one page apart."""
    query = context.request.GET.copy()
    query[name] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page) -> list[int]:
    """Page numbers to show around the current one; 0 stands for an ellipsis."""
    last = page.paginator.num_pages
    shown = sorted({1, last, *range(max(page.number - 1, 1), min(page.number + 1, last) + 1)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number - numbers[-1] > 1:
            numbers.append(0)
        numbers.append(number)
    return numbers
