"""Arrears and data exchange in the admin: looked at by auditors, never changed, and no secret in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from compliance.models import (
    ArrearsCase,
    DataAgreement,
    Delivery,
    EmployerPayment,
    ExchangeEvent,
    Identification,
    PartnerKey,
    Reconciliation,
)
from compliance.operations.exchange_requests import Asked, identify
from tests.factories import arrears, exchange
from tests.factories.accounts import officer, sign_in
from tests.factories.participants import MORNING
from tests.html import soup, words
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
SHOWN = [
    ArrearsCase,
    EmployerPayment,
    DataAgreement,
    PartnerKey,
    Delivery,
    ExchangeEvent,
    Identification,
    Reconciliation,
]
NIK = "3372014107900001"


@pytest.fixture(scope="module", autouse=True)
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A case that was asked for, an agreement with its key, a set that left and a question of the partner."""
    with made_once(django_db_blocker):
        arrears.arrears_case("asked")
        agreed = exchange.delivery("delivered").agreement
        identify(agreed, [Asked(name="Budi", nik=NIK)], purpose="Pendataan pengemudi.", at=MORNING)
        exchange.card_answer("checked", of=agreed)
        yield


def url(model: type[models.Model], action: str, *args: Any) -> str:
    return reverse(f"admin:compliance_{model._meta.model_name}_{action}", args=args)


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.model_name)
def test_an_auditor_opens_a_row_and_neither_adds_changes_nor_deletes(client: Client, model: type[models.Model]) -> None:
    sign_in(client, officer(Role.AUDITOR))
    row = model._default_manager.first()
    assert str(row.pk) in client.get(url(model, "changelist")).content.decode()
    page = client.get(url(model, "change", row.pk))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.get(url(model, "add")).status_code == 403
    assert client.post(url(model, "change", row.pk), {}).status_code == 403
    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_what_was_owed_stands_under_the_case(client: Client) -> None:
    sign_in(client, officer(Role.AUDITOR))
    case = ArrearsCase.objects.get()
    cells = soup(client.get(url(ArrearsCase, "change", case.pk))).select("#debts-group .field-amount_written")
    assert [words(cell) for cell in cells] == ["6.300"] * 4


def test_neither_account_nor_key_nor_person_is_in_the_admin(client: Client) -> None:
    sign_in(client, officer(Role.AUDITOR))
    case, agreed = ArrearsCase.objects.get(), DataAgreement.objects.get()
    assert case.account == arrears.ACCOUNT.number
    pages = [url(model, "change", model._default_manager.first().pk) for model in SHOWN]
    said = "".join(client.get(page).content.decode() for page in pages)
    assert arrears.ACCOUNT.number not in said
    assert agreed.signing not in said
    assert NIK not in said
    assert "account_sealed" not in said
    assert "signing_sealed" not in said


def test_an_administrator_reads_neither(client: Client) -> None:
    sign_in(client, officer(Role.ADMINISTRATOR))
    for model in SHOWN:
        assert client.get(url(model, "changelist")).status_code == 403
