"""Money in the admin is looked at, by auditors, and never changed."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from accounts.enums import Role
from core.formatting import number
from payments.models import BankStatement, ReconciliationDay, StatementLine
from payments.operations.statements import upload_statement
from tests.factories.accounts import officer, sign_in
from tests.factories.payments import NOON, make_paid
from tests.html import soup, words
from tests.payments.test_statements import DAY, file_of, line

pytestmark = pytest.mark.django_db

SHOWN = [model for model in apps.get_app_config("payments").get_models() if model in admin.site._registry]


@pytest.fixture
def rows():
    payout = make_paid(account_number="001234567890123")
    upload_statement(file_of(line(payout)), day=DAY, actor=officer(Role.BPJS_PAYMENT_MAKER), at=NOON)
    return {
        "payout": payout,
        "batch": payout.batch,
        "journalentry": None,
        "bankstatement": BankStatement.objects.get(),
        "statementline": StatementLine.objects.get(),
        "reconciliationday": ReconciliationDay.objects.get(),
    }


def url(model, action, *args):
    return reverse(f"admin:payments_{model._meta.model_name}_{action}", args=args)


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.model_name)
def test_an_auditor_sees_the_list_and_cannot_add(client, rows, model):
    sign_in(client, officer(Role.AUDITOR))
    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "add")).status_code == 403


@pytest.mark.parametrize("name", ["payout", "batch", "bankstatement", "statementline", "reconciliationday"])
def test_an_auditor_opens_a_row_and_can_neither_change_nor_delete_it(client, rows, name):
    sign_in(client, officer(Role.AUDITOR))
    row = rows[name]
    model = type(row)
    page = client.get(url(model, "change", row.pk))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(url(model, "change", row.pk), {}).status_code == 403
    assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_the_account_number_is_not_in_the_admin(client, rows):
    sign_in(client, officer(Role.AUDITOR))
    page = client.get(url(type(rows["payout"]), "change", rows["payout"].pk)).content.decode()
    assert "001234567890123" not in page
    assert "account_sealed" not in page


def test_an_administrator_sees_no_money(client, rows):
    sign_in(client, officer(Role.ADMINISTRATOR))
    for model in SHOWN:
        assert client.get(url(model, "changelist")).status_code == 403


def test_money_is_written_in_groups_and_codes_are_words(client, rows):
    sign_in(client, officer(Role.AUDITOR))
    payout = rows["payout"]
    amount, kind = number(payout.amount), "Bulan manfaat"
    assert "." in amount
    for address in (url(type(payout), "changelist"), url(type(payout), "change", payout.pk)):
        assert words(soup(client.get(address)).select_one(".field-amount, .field-amount .readonly")).endswith(amount)
    lines = soup(client.get(url(StatementLine, "changelist")))
    assert words(lines.select_one("#result_list .field-kind")) == "Uang keluar"
    assert words(lines.select("#changelist-filter")[0]).count("Uang keluar") == 1
    payouts = soup(client.get(url(type(payout), "changelist")))
    assert kind in words(payouts.select_one("#changelist-filter"))
