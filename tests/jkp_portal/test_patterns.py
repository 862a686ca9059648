"""The living page shows every component, and every component is shown."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.html import soup, words

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "cotton").glob("*.html"))

pytestmark = pytest.mark.django_db


def source(path: Path) -> str:
    return path.read_text()


def test_there_are_few_components_and_each_begins_with_its_contract():
    assert len(COMPONENTS) <= 27
    for name in COMPONENTS:
        lines = source(TEMPLATES / "cotton" / f"{name}.html").splitlines()
        assert lines[0].startswith("<c-vars"), name
        assert any(line.startswith("{% comment %}") for line in lines[:12]), name


def test_every_component_is_on_the_living_page():
    pages = source(TEMPLATES / "jkp_portal/patterns.html") + source(TEMPLATES / "jkp_portal/patterns_officer.html")
    inside = "".join(source(path) for path in (TEMPLATES / "cotton").glob("*.html"))
    missing = [name for name in COMPONENTS if f"<c-{name}" not in pages and f"<c-{name}" not in inside]
    assert missing == []


@pytest.mark.parametrize("path", ["/pola/", "/pola/petugas/"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_living_pages_render_clean_html(client: Client, path, prefix):
    response = client.get(prefix + path)
    assert response.status_code == 200
    text = response.content.decode()
    assert not re.search(r"\{\{|\{%|<c-", text)
    page = soup(text)
    assert page.html["lang"] == "id"
    assert len(page.select("h1")) == 1
    ids = [tag["id"] for tag in page.select("[id]")]
    assert [i for i in set(ids) if ids.count(i) > 1] == []
    for label in page.select("label[for]"):
        assert page.find(id=label["for"]) is not None, label


def test_the_wrong_form_shows_a_sentence_for_each_mistake(client: Client):
    page = soup(client.get("/pola/"))
    assert page.title.text.strip().startswith("Pola")
    summary = [words(a) for a in page.select(".errs a")]
    assert "NIK harus 16 angka. Periksa KTP Anda." in summary
    assert "Tanggal 31 Februari 2026 tidak ada. Periksa lagi." in summary
    for link in page.select(".errs a"):
        assert page.find(id=link["href"][1:]) is not None, link


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        (".sw li", 14),
        (".icons li", 25),
        ("#status .tag", 10),
        ("#kabar .note", 4),
        (".now .pips .on", 2),
        (".card.calm", 1),
        (".three > div", 3),
        ("ol.six > li", 6),
        ("ol.six .paid > i", 1),
        ("ol.six [aria-current=step]", 1),
        (".tasks li", 3),
        (".tasks a", 2),
        (".trace .u", 1),
        (".trace .n", 1),
        (".log .todo", 1),
        (".pager [aria-current=page]", 1),
        (".empty", 3),
        (".confirm", 1),
        (".done .big", 1),
        (".doc", 1),
        (".where .on", 1),
        ("progress", 1),
        (".msgs .note.good", 1),
        (".btn.sunny", 1),
        (".roll .times input[type=radio]", 3),
        (".roll .mins input", 1),
        (".codewall svg.qr", 1),
        (".codewall .digits", 1),
    ],
)
def test_each_variant_is_drawn(client: Client, selector, count):
    assert len(soup(client.get("/pola/")).select(selector)) == count


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        (".kpi > div", 4),
        (".chips a", 3),
        (".filters > .field", 3),
        (".empty a[href='/pola/petugas/']", 1),
        ("tr.hot", 1),
        ("tr.look .res.u", 1),
        (".res.y", 1),
        (".decide form", 1),
        (".bar .tabs [aria-current=true]", 1),
        (".bar .pages [aria-current=page]", 1),
    ],
)
def test_each_officer_variant_is_drawn(client: Client, selector, count):
    assert len(soup(client.get("/pola/petugas/")).select(selector)) == count


def test_filters_are_labelled_remember_what_was_asked_and_say_what_is_wrong(client: Client):
    form = soup(client.get("/pola/petugas/")).select_one("form.filters[method=get][role=search]")
    labels = {label["for"]: words(label) for label in form.select("label")}
    assert labels == {"id_q": "Nomor klaim atau nama", "id_keadaan": "Keadaan", "id_bulan": "Bulan"}
    assert form.select_one("#id_q")["value"] == "Siti"
    assert form.select_one("#id_keadaan option[selected]")["value"] == "periksa"
    assert form.select_one("input[type=hidden]")["value"] == "klaim"
    wrong = form.select_one("#id_bulan")
    assert wrong["aria-describedby"] == form.select_one(".field.err > div")["id"]
    assert words(form.select_one("button")) == "Saring"
