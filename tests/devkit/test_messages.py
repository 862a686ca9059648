"""The catalogue's tool finds what Django's makemessages would find, and notices every way to fall behind."""

import pytest

from devkit import messages
from devkit.messages import Message

INDONESIAN = {("", "Bulan %(n)s"): Message(files={"claims/x.py"}), ("", "Klaim"): Message(files={"claims/x.py"})}


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """An English catalogue on disk that is complete for INDONESIAN."""
    monkeypatch.setattr(messages, "PO", tmp_path / "django.po")
    monkeypatch.setattr(messages, "MO", tmp_path / "django.mo")
    monkeypatch.setattr(messages, "extract", lambda: INDONESIAN)
    fresh = messages.updated(messages.load(), INDONESIAN)
    fresh.find("Bulan %(n)s").msgstr = "Month %(n)s"
    fresh.find("Klaim").msgstr = "Claim"

    def save(change=lambda catalogue: None):
        change(fresh)
        fresh.save(str(messages.PO))
        messages.MO.write_bytes(fresh.to_binary())

    save()
    return save


def test_python_calls_are_found_whatever_their_form():
    source = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.utils import translation
a = _("satu")
b = _("dua " "kata")
c = ngettext("%(n)s hari", "%(n)s hari-hari", n)
d = pgettext_lazy("bulan", "Mei")
e = translation.gettext_lazy("lewat modul")
f = _(variable)
g = other("bukan")
"""
    assert set(messages.in_python(source)) == {
        ("", "satu", ""),
        ("", "dua kata", ""),
        ("", "%(n)s hari", "%(n)s hari-hari"),
        ("bulan", "Mei", ""),
        ("", "lewat modul", ""),
    }


def test_template_tags_are_found_whatever_their_form():
    source = """{% load i18n %}
<p title="{% trans "Judul" %}">{% translate 'Isi' context "surat" %}</p>
{% blocktrans trimmed with name=person.name %}
  Halo {{ name }},
  selamat datang 100%
{% endblocktrans %}
{% blocktrans count n=days %}{{ n }} hari{% plural %}{{ n }} hari-hari{% endblocktrans %}
{{ _("tetap")|upper }} {# {% trans "tidak" %} #}
{% if x == _("syarat") %}{% endif %}
<c-button label="{% trans 'Kirim' %}" />
"""
    assert set(messages.in_template(source, "x.html")) == {
        ("", "Judul", ""),
        ("surat", "Isi", ""),
        ("", "Halo %(name)s, selamat datang 100%%", ""),
        ("", "%(n)s hari", "%(n)s hari-hari"),
        ("", "tetap", ""),
        ("", "syarat", ""),
        ("", "Kirim", ""),
    }


def test_a_complete_catalogue_has_no_faults(catalogue):
    assert messages.faults() == []


def test_a_new_text_is_missed(catalogue, monkeypatch):
    monkeypatch.setattr(messages, "extract", lambda: {**INDONESIAN, ("", "Baru"): Message(files={"core/y.py"})})
    assert messages.faults() == ["missing: 'Baru' (core/y.py)"]


def test_a_text_that_nobody_says_is_noticed(catalogue, monkeypatch):
    monkeypatch.setattr(messages, "extract", lambda: {("", "Klaim"): INDONESIAN[("", "Klaim")]})
    assert messages.faults() == ["no longer said anywhere: 'Bulan %(n)s'"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda entry: setattr(entry, "msgstr", ""), "not translated: 'Bulan %(n)s'"),
        (lambda entry: setattr(entry, "msgstr", "Month"), "placeholders differ: 'Bulan %(n)s'"),
        (lambda entry: setattr(entry, "msgstr", "Month %(m)s"), "placeholders differ: 'Bulan %(n)s'"),
        (lambda entry: entry.flags.append("fuzzy"), "fuzzy: 'Bulan %(n)s'"),
    ],
)
def test_a_damaged_translation_is_noticed(catalogue, change, fault):
    catalogue(lambda fresh: change(fresh.find("Bulan %(n)s")))
    assert messages.faults() == [fault]


def test_a_catalogue_that_was_not_compiled_is_noticed(catalogue):
    messages.MO.write_bytes(b"old")
    assert messages.faults() == ["django.mo is not what django.po compiles to"]


def test_an_update_keeps_translations_and_drops_what_is_gone(catalogue):
    found = {("", "Klaim"): Message(files={"claims/x.py"}), ("", "Baru"): Message(files={"claims/x.py"})}
    after = messages.updated(messages.load(), found)
    assert [(entry.msgid, entry.msgstr) for entry in after] == [("Baru", ""), ("Klaim", "Claim")]
