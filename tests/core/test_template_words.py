"""Filters and tags of core.templatetags.jkp, and the small components whose logic deserves a test of its own."""

from datetime import date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from django_cotton.compiler_regex import CottonCompiler

from core.formatting import JAKARTA
from core.forms import BankAccountField, DateTripleField, Form
from core.templatetags.jkp import ICONS, error_items, page_numbers, pieces
from tests.html import soup, words


def render(source: str, **context: object) -> str:
    compiled = CottonCompiler().process(source)
    return engines["django"].from_string(compiled).render(context, RequestFactory().get("/daftar/?status=x&page=3"))


def test_filters_follow_the_language_of_the_page():
    source = "{{ amount|rupiah }} {{ day|tanggal }} {{ day|sampai:last }} {{ day|tenggat }}"
    values = {"amount": 3_000_000, "day": date(2026, 12, 14), "last": date(2026, 12, 18)}
    with override("id"):
        assert render(source, **values) == (
            "Rp3.000.000 Senin, 14 Desember 2026 14–18 Desember 2026 Senin, 14 Desember 2026, 23.59 WIB"
        )
    with override("en"):
        assert render(source, **values) == (
            "Rp3,000,000 Monday, 14 December 2026 14–18 December 2026 Monday, 14 December 2026, 23.59 WIB"
        )


def test_filters_of_nothing_are_nothing():
    source = "".join(f"[{{{{ x|{name} }}}}]" for name in ("rupiah", "angka", "tanggal", "waktu", "tenggat", "masked"))
    assert render(source, x=None) == "[]" * 6


def test_the_countdown_needs_the_present():
    now = datetime(2026, 12, 9, 10, 0, tzinfo=JAKARTA)
    assert render("{{ day|sisa:now }}", day=date(2026, 12, 14), now=now) == "Tinggal 5 hari"


def test_masks_are_chosen_by_name():
    source = '{{ nik|masked }} {{ account|masked:"rekening" }} {{ phone|masked:"hp" }}'
    text = render(source, nik="3372014101900004", account="002301004471", phone="+6281234568890")
    assert text == "3372 •••• •••• 0004 •••• 4471 0812 •••• 8890"


def test_an_icon_is_hidden_from_assistive_technology_and_comes_from_the_sprite():
    html = render('{% icon "jam" "l" %}')
    assert html == '<svg class="i l" aria-hidden="true"><use href="/static/img/icons.svg#jam"/></svg>'


def test_an_unknown_icon_is_an_error_of_the_programmer():
    with pytest.raises(ValueError, match="No icon 'bulan'"):
        render('{% icon "bulan" %}')


def test_every_icon_is_in_the_sprite(settings):
    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    assert {name for name in ICONS if f'<symbol id="{name}"' not in sprite} == set()


def test_pieces_are_done_first():
    assert pieces(5, 2) == ["on", "on", 1, 2, 3]
    assert pieces("3", "5") == ["on", "on", "on"]
    assert pieces(2, -1) == [1, 2]


@pytest.mark.parametrize(
    ("current", "numbers"),
    [(1, [1, 2, 0, 10]), (5, [1, 0, 4, 5, 6, 0, 10]), (10, [1, 0, 9, 10]), (3, [1, 2, 3, 4, 0, 10])],
)
def test_the_pager_shows_neighbours_and_ends(current, numbers):
    assert page_numbers(Paginator(range(200), 20).page(current)) == numbers


def test_the_pager_keeps_the_filter_of_the_list():
    page = soup(render("<c-pager :page='page' />", page=Paginator(range(60), 20).page(2)))
    assert [a["href"] for a in page.select("a")] == [
        "?status=x&page=1",
        "?status=x&page=1",
        "?status=x&page=2",
        "?status=x&page=3",
        "?status=x&page=3",
    ]
    assert page.select_one("[aria-current=page]").get_text(" ", strip=True) == "Halaman 2"


def test_a_single_page_has_no_pager():
    assert render("<c-pager :page='page' />", page=Paginator(range(3), 20).page(1)).strip() == ""


class TwoFields(Form):
    account = BankAccountField(label="Nomor rekening")
    on = DateTripleField(label="Tanggal")

    def clean(self) -> None:
        self.add_error(None, "Keduanya salah.")


def test_the_error_summary_counts_and_links_to_the_first_control_of_each_field():
    form = TwoFields({"on_day": "1", "on_month": "", "on_year": ""}, prefix="x")
    form.is_valid()
    page = soup(render("<c-errors :form='form' />", form=form))
    assert words(page.h2) == "Ada 3 hal yang perlu diperbaiki"
    assert page.select_one(".errs")["role"] == "alert"
    assert [(a["href"], words(a)) for a in page.select("a")] == [
        ("#id_x-account", "Isi nomor rekening."),
        ("#id_x-on_day", "Isi tanggalnya: hari, bulan, dan tahun."),
    ]
    assert words(page.li) == "Keduanya salah."


def test_a_form_without_errors_has_no_summary():
    assert error_items(TwoFields()) == []
    assert render("<c-errors :form='form' />", form=TwoFields()).strip() == ""


def test_the_form_component_writes_token_fields_button_and_way_out():
    source = '<c-form :form="form" submit="Simpan" back="/klaim/" back_label="Nanti saja" data-x="1" />'
    page = soup(render(source, form=TwoFields()))
    form = page.form
    assert form["method"] == "post"
    assert form["data-x"] == "1"
    assert form.has_attr("novalidate")
    assert form.select_one("input[name=csrfmiddlewaretoken]")["value"]
    assert form.select_one("#id_account")
    assert form.select_one("#id_on_year")
    assert words(form.select_one("button.btn")) == "Simpan"
    assert form.select_one(".act a")["href"] == "/klaim/"


def test_a_search_form_sends_no_token():
    page = soup(render('<c-form method="get" submit="Cari"><input name="q"></c-form>'))
    assert page.select_one("[name=csrfmiddlewaretoken]") is None
    assert page.select_one("[name=q]")


@pytest.mark.parametrize(("met", "css", "word"), [(True, "y", "Ya"), (False, "n", "Tidak"), (None, "u", "Belum pasti")])
def test_a_check_says_yes_no_or_unknown_in_words(met, css, word):
    page = soup(render('<c-tag :met="met" />', met=met))
    assert words(page.select_one(f".res.{css}")) == word


def test_values_in_components_are_escaped():
    evil = '<img src=x onerror="1">'
    source = (
        '<c-card title="{{ evil }}"><c-facts :items="items" /></c-card><c-note title="{{ evil }}">{{ evil }}</c-note>'
    )
    page = soup(render(source, evil=evil, items=[{"term": evil, "value": evil, "href": "/"}]))
    assert page.select_one("img") is None
    assert words(page.select_one(".card h2")) == evil
