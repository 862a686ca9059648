"""The console of data exchange: who opens what, every state, and what each button does."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.models import DataAgreement, Delivery, ExchangeEvent
from compliance.models.exchange import ExchangeField
from tests.factories.accounts import officer, sign_in
from tests.factories.exchange import BECAUSE, agreement, coordinator, delivery, loaded, partner_key
from tests.factories.participants import MORNING, TODAY
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST = "/pengawasan/pertukaran/"
SETS, LOG, NEW = f"{LIST}data/", f"{LIST}catatan/", f"{LIST}baru/"


@pytest.fixture
def pgk() -> User:
    return coordinator()


@pytest.fixture
def adm() -> User:
    return officer(Role.ADMINISTRATOR)


def heads(client: Client, path: str) -> list[str]:
    return [words(row) for row in soup(client.get(path)).select("tbody th")]


def post(client: Client, made: DataAgreement, do: str, **said: Any) -> Any:
    return client.post(f"{LIST}{made.pk}/", {"do": do, **said}, follow=True)


def typed(**facts: Any) -> dict[str, Any]:
    plain = {
        "province": "33",
        "reference": "MOU/9/022025",
        "first_party": "Pemerintah Provinsi Jawa Tengah",
        "second_party": "BPJS Ketenagakerjaan",
        "purpose": "Pemadanan data ketenagakerjaan daerah.",
        "fields_agreed": ["company", "city"],
        "contact_name": "Dinas Tenaga Kerja",
        "contact_email": "data@contoh.invalid",
        "key": partner_key()[1],
    }
    days = {"valid_from": (1, 1, 2026), "valid_until": (31, 12, 2026), "key_until": (1, 6, 2027)}
    for name, values in days.items():
        plain |= {f"{name}_{place}": str(value) for place, value in zip(("day", "month", "year"), values, strict=True)}
    return plain | facts


def test_a_memorandum_goes_from_the_coordinator_to_the_administrator(client: Client, pgk: User, adm: User) -> None:
    sign_in(client, pgk)
    assert client.post(NEW, typed()).status_code == 302
    made = DataAgreement.objects.get()
    assert made.fields == [ExchangeField.CITY, ExchangeField.COMPANY]
    assert "Setujui perjanjian" not in words(soup(client.get(f"{LIST}{made.pk}/")).main)
    sign_in(client, adm)
    post(client, made, "approve")
    made.refresh_from_db()
    assert (made.state, made.approved_by) == ("active", adm)


def test_what_is_wrong_comes_back_at_its_field(client: Client, pgk: User) -> None:
    sign_in(client, pgk)
    for facts in ({"key": "bukan kunci"}, {"fields_agreed": []}, {"purpose": "data"}, {"province": "35"}):
        answer = client.post(NEW, typed(**facts))
        assert answer.status_code == 422
        assert soup(answer).select(".errs li")
    client.post(NEW, typed())
    again = client.post(NEW, typed())
    assert "sudah dicatat" in words(soup(again).select_one(".errs"))
    assert DataAgreement.objects.count() == 1


def test_another_provinces_coordinator_finds_nothing(client: Client) -> None:
    made = delivery()
    sign_in(client, coordinator("35"))
    for path in (LIST, SETS, LOG):
        assert heads(client, path) == []
    assert client.get(f"{LIST}{made.agreement_id}/").status_code == 404
    assert post(client, made.agreement, "end", **{"end-because": BECAUSE}).status_code == 404
    assert client.post(f"{SETS}{made.pk}/", {"do": "fetch"}).status_code == 404


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.AUDITOR])
def test_who_protects_data_and_who_audits_read_and_do_nothing(client: Client, role: Role) -> None:
    made = delivery("prepared")
    page = soup(sign_in(client, officer(role)).get(f"{LIST}{made.agreement_id}/"))
    assert page.select("main form") == []
    assert post(client, made.agreement, "end", **{"end-because": BECAUSE}).status_code == 403
    assert client.post(f"{SETS}{made.pk}/", {"do": "approve"}).status_code == 403


def test_a_set_is_approved_fetched_and_logged(client: Client, pgk: User, adm: User) -> None:
    made = delivery("prepared")
    sign_in(client, adm)
    client.post(f"{SETS}{made.pk}/", {"do": "approve"})
    sign_in(client, pgk)
    answer = client.post(f"{SETS}{made.pk}/", {"do": "fetch"})
    assert b"".join(answer.streaming_content).startswith("\ufeffstatus".encode())
    made.refresh_from_db()
    assert made.state == "delivered"
    event = ExchangeEvent.objects.get()
    assert (event.kind, event.actor) == ("handed", pgk)
    assert words(soup(client.get(LOG)).select_one("tbody td")) == "Diunduh petugas untuk diserahkan"


def test_a_failed_set_says_why_and_is_prepared_again(client: Client, pgk: User) -> None:
    made = delivery("failed")
    sign_in(client, pgk)
    page = soup(client.get(f"{LIST}{made.agreement_id}/"))
    assert "belum lengkap tiga bulan" in words(page.select_one(".t-bad"))
    assert page.select("button[value=retry]")
    client.post(f"{SETS}{made.pk}/", {"do": "retry"})
    made.refresh_from_db()
    assert made.state == "due"
    assert client.post(f"{SETS}{made.pk}/", {"do": "retry"}).status_code == 409


def test_a_coordinator_asks_for_a_quarter_once(client: Client, pgk: User) -> None:
    made = agreement()
    sign_in(client, pgk)
    for _round in range(2):
        post(client, made, "ask", **{"ask-quarter": "2026-04-01"})
    assert [str(row.quarter) for row in Delivery.objects.all()] == ["2026-04-01"]
    assert post(client, made, "ask", **{"ask-quarter": "2026-10-01"}).status_code == 422


def test_a_key_is_renewed_by_two(client: Client, pgk: User, adm: User) -> None:
    made = agreement(key_until=TODAY + timedelta(days=9))
    sign_in(client, pgk)
    assert "perlu diganti sebelum" in words(soup(client.get(LIST)).select_one("tbody .t-bad"))
    days = {"key-key_until_day": "1", "key-key_until_month": "6", "key-key_until_year": "2027"}
    post(client, made, "key", **{"key-key": partner_key(b"\x05" * 32)[1], **days})
    key = made.keys.get(approved_at=None)
    sign_in(client, adm)
    post(client, made, "approve_key", key=str(key.pk))
    key.refresh_from_db()
    assert key.approved_by == adm
    assert soup(client.get(LIST)).select("tbody .t-bad") == []


def test_an_agreement_past_its_last_day_says_so_with_the_date(client: Client, pgk: User) -> None:
    made = agreement(valid_until=TODAY)
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        page = soup(sign_in(client, pgk).get(f"{LIST}{made.pk}/"))
    assert "16 November 2026" in words(page.select_one(".note.fail"))
    assert page.select("button[value=ask], input[value=ask]") == []


def test_refused_and_ended_ones_say_why(client: Client, pgk: User, adm: User) -> None:
    waiting, live = agreement("proposed"), agreement()
    sign_in(client, adm)
    assert post(client, waiting, "refuse", **{"refuse-because": "x"}).status_code == 422
    post(client, waiting, "refuse", **{"refuse-because": BECAUSE})
    post(client, live, "end", **{"end-because": BECAUSE})
    for made in (waiting, live):
        assert BECAUSE in words(soup(client.get(f"{LIST}{made.pk}/")).select_one(".note.care"))
    assert sorted(DataAgreement.objects.values_list("state", flat=True)) == ["ended", "refused"]


def test_lists_are_searched_narrowed_and_paged_with_few_questions(client: Client, pgk: User) -> None:
    one = delivery("delivered")
    for _round in range(21):
        agreement("proposed", by=pgk)
    sign_in(client, pgk)
    for path in (LIST, SETS, LOG):
        client.get(path)
        with most_queries(14):
            client.get(path)
    assert len(heads(client, LIST)) == 20
    assert len(heads(client, f"{LIST}?page=2")) == 2
    assert len(heads(client, f"{LIST}?keadaan=active")) == 1
    assert len(heads(client, f"{LIST}?q={one.agreement.reference}")) == 1
    assert heads(client, f"{SETS}?q={one.number}") == [one.number]
    assert heads(client, f"{SETS}?keadaan=failed") == []
    assert len(heads(client, f"{LOG}?keadaan=fetched&q={one.number}")) == 1
    assert words(soup(client.get(f"{LOG}?q=tidakada")).select_one(".empty h2")) == "Tidak ada catatan yang cocok"


def test_an_empty_console_is_calm(client: Client, pgk: User) -> None:
    loaded()
    sign_in(client, pgk)
    for path in (LIST, SETS, LOG):
        assert soup(client.get(path)).select_one(".empty")


def test_a_choice_that_is_none_is_said_at_its_field_and_hides_nothing(client: Client, pgk: User) -> None:
    agreement()
    page = soup(sign_in(client, pgk).get(LIST, {"keadaan": "zz", "q": ""}))
    wrong = page.select_one("form.filters .field.err")
    assert words(wrong.select_one("#id_keadaan_error")) == "Galat: Pilih satu dari daftar."
    assert wrong.select_one("#id_keadaan")["aria-describedby"] == "id_keadaan_error"
    assert len(page.select("tbody th")) == 1
