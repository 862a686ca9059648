"""What the admin calls things: every app, model and field in people's words, in both languages."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.utils.functional import Promise

from accounts.enums import Role
from core import audit, clock
from core.admin_words import IN_ALL_MODELS, IN_ONE_MODEL, MODELS, unnamed_fields
from core.models import AuditEvent
from tests.factories.accounts import officer, sign_in
from tests.html import soup, words

# Said alike in both languages, and in no catalogue.
SAME_EVERYWHERE = {"ID", "VIN"}


def shown() -> list[type[models.Model]]:
    """Every model that the admin shows, as a list or below another."""
    found = set(admin.site._registry)
    return sorted(
        found | {inline.model for kept in admin.site._registry.values() for inline in kept.inlines},
        key=lambda model: model._meta.label,
    )


def fields_of(model: type[models.Model]) -> list[Any]:
    return [*model._meta.fields, *model._meta.many_to_many]


def test_every_field_in_the_admin_is_named_in_peoples_words() -> None:
    """A name that is no translatable text is the name of the code: give the field one, or a row in the table."""
    nameless = [
        f"{model._meta.label_lower}.{field.name}"
        for model in shown()
        for field in fields_of(model)
        if not isinstance(field.verbose_name, Promise) and field.verbose_name not in SAME_EVERYWHERE
    ]
    assert len(shown()) > 60
    assert nameless == []


def test_every_column_that_is_no_field_is_named_too() -> None:
    nameless = [
        f"{model._meta.label_lower}.{name}"
        for model, kept in admin.site._registry.items()
        for name in {*kept.list_display, *kept.readonly_fields, *(kept.fields or ())} - {"__str__"}
        if name not in {field.name for field in fields_of(model)}
        and not isinstance(getattr(getattr(kept, name, None), "short_description", None), Promise)
    ]
    assert nameless == []


def test_every_model_and_every_app_in_the_admin_is_named_in_peoples_words() -> None:
    options = [model._meta for model in shown()]
    assert [o.label for o in options if not isinstance(o.verbose_name, Promise)] == []
    assert [o.label for o in options if not isinstance(o.verbose_name_plural, Promise)] == []
    labels = {model._meta.app_label for model in admin.site._registry}
    assert [label for label in labels if not isinstance(apps.get_app_config(label).verbose_name, Promise)] == []


def test_no_word_of_the_table_is_left_without_a_field() -> None:
    named = [(model._meta.label_lower, field.name) for model in shown() for field in unnamed_fields(model)]
    in_one = {f"{label}.{name}" for label, name in named}
    in_all = {name for label, name in named if f"{label}.{name}" not in IN_ONE_MODEL}
    assert sorted(IN_ALL_MODELS.keys() - in_all) == []
    assert sorted(IN_ONE_MODEL.keys() - in_one) == []
    assert sorted(MODELS.keys() - {model._meta.label_lower for model in shown()}) == []


def test_a_word_says_what_its_field_means_in_its_model() -> None:
    names = {"core.AccessLog": "dilihat oleh", "core.AuditEvent": "dilakukan oleh"}
    found = {label: str(apps.get_model(label)._meta.get_field("actor_name").verbose_name) for label in names}
    assert found == names


def headings(client: Client, path: str) -> list[str]:
    return [words(cell) for cell in soup(client.get(path)).select("#result_list thead th")]


def labels(client: Client, path: str) -> list[str]:
    return [words(label).rstrip(":") for label in soup(client.get(path)).select("#content-main .form-row label")]


@pytest.mark.django_db
def test_a_list_has_its_headings_in_the_language_of_the_page(client: Client) -> None:
    audit.record("accounts.user.created", actor=None, at=clock.now())
    sign_in(client, officer(Role.AUDITOR))
    assert headings(client, "/admin/core/auditevent/") == [
        "Waktu", "Dilakukan oleh", "Yang dilakukan", "Jenis data", "Nomor data",
    ]  # fmt: skip
    assert headings(client, "/en/admin/core/auditevent/") == [
        "Time", "Done by", "What was done", "Kind of record", "Number of the record",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_row_names_its_fields_in_the_language_of_the_page(client: Client) -> None:
    audit.record("accounts.user.created", actor=None, at=clock.now())
    row = AuditEvent.objects.latest("pk")
    sign_in(client, officer(Role.AUDITOR))
    assert labels(client, f"/admin/core/auditevent/{row.pk}/change/") == [
        "Waktu", "Akun yang melakukan", "Dilakukan oleh", "Yang dilakukan", "Jenis data", "Nomor data", "Alasan",
        "Fakta", "Nomor permintaan",
    ]  # fmt: skip
    english = labels(client, f"/en/admin/core/auditevent/{row.pk}/change/")
    assert english[:3] == ["Time", "Account that did it", "Done by"]


@pytest.mark.django_db
def test_the_index_names_apps_as_screens_do(client: Client) -> None:
    sign_in(client, officer(Role.AUDITOR))
    found = [words(title) for title in soup(client.get("/admin/")).select("#content-main caption")]
    assert found == [
        "Akun dan peran", "Berkas dan unggahan", "IPK", "Jejak dan data acuan", "Kepatuhan", "Klaim dan keputusan",
        "Konseling", "Laporan dan evaluasi", "Pelatihan", "Pembayaran",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_header_names_the_person_and_leads_back_to_the_portal(client: Client) -> None:
    sign_in(client, officer(Role.AUDITOR, full_name="Sekar Arum"))
    tools = soup(client.get("/admin/")).select_one("#user-tools")
    assert words(tools.select_one("strong")) == "Sekar Arum"
    assert [link["href"] for link in tools.select("a")] == ["/", "/akun/keamanan/"]
    assert tools.select_one("form")["action"] == "/keluar/"
    assert client.get("/admin/password_change/")["Location"] == "/akun/keamanan/sandi/"


@pytest.mark.django_db
def test_a_moment_says_its_zone(client: Client) -> None:
    audit.record("accounts.user.created", actor=None, at=datetime(2026, 12, 14, 7, 7, tzinfo=UTC))
    row = AuditEvent.objects.latest("pk")
    sign_in(client, officer(Role.AUDITOR))
    for path, moment in {"/admin": "14 Des 2026, 14.07 WIB", "/en/admin": "14 Dec 2026, 14.07 WIB"}.items():
        shown_at = soup(client.get(f"{path}/core/auditevent/{row.pk}/change/")).select_one(".field-at .readonly")
        assert words(shown_at) == moment


@pytest.mark.django_db
def test_a_persons_language_is_chosen_and_their_history_is_in_words(client: Client) -> None:
    person = officer(Role.MEDIATOR, region="3372", email="m@contoh.id")
    sign_in(client, officer(Role.ADMINISTRATOR))
    address = f"/admin/accounts/user/{person.pk}/change/"
    page = soup(client.get(address))
    assert [option["value"] for option in page.select("#id_language option")] == ["id", "en"]
    changes = [words(cell) for cell in page.select(".field-change")]
    assert changes
    assert set(changes) <= {"dibuat", "diubah"}
    typed = {field["name"]: field.get("value", "") for field in page.select("#content-main form input[name]")}
    refused = soup(client.post(address, typed | {"language": "xx"}))
    assert refused.select_one(".field-language .errorlist") is not None
    assert client.post(address, typed | {"language": "en"}).status_code == 302
    person.refresh_from_db()
    assert person.language == "en"


@pytest.mark.django_db
def test_the_trail_names_the_kind_of_record_as_screens_do(client: Client) -> None:
    audit.record("accounts.user.created", actor=None, at=clock.now(), subject=officer(Role.MEDIATOR))
    sign_in(client, officer(Role.AUDITOR))
    for path, kind in {"/admin": "pengguna", "/en/admin": "user"}.items():
        cells = soup(client.get(f"{path}/core/auditevent/?q=accounts.user.created")).select(".field-object_kind")
        assert [words(cell) for cell in cells] == [kind]
