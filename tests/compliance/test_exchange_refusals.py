"""Every refused request of a partner is written down; a stranger fills neither the log nor the database."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from compliance.exchange_refusals import Refusal, refusal_of
from compliance.models import DataAgreement, ExchangeEvent
from compliance.operations.exchange_refusing import address
from tests.factories.accounts import officer, sign_in
from tests.factories.exchange import BECAUSE, agreement, coordinator, delivery, exchange, signed
from tests.factories.participants import MORNING
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
API = "/api/v1/exchange/"
SETS, ASK, CARDS = f"{API}sets/", f"{API}identification/", f"{API}reconciliation/"
LOG = "/pengawasan/pertukaran/catatan/"
NIK = "9901010107900001"
STRANGER = b"\x09" * 32


def get(client: Client, of: DataAgreement, path: str = SETS, **how: Any) -> int:
    return client.get(path, headers=signed(of, path, **how)).status_code


def post(client: Client, of: DataAgreement, path: str, said: Any, **how: Any) -> int:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    headers = signed(of, path, method="POST", body=body, **how)
    return client.post(path, body, content_type="application/json", headers=headers).status_code


def written() -> list[tuple[str, str, str]]:
    rows = ExchangeEvent.objects.filter(kind="refused").order_by("pk")
    return list(rows.values_list("refusal", "note", "actor_name"))


def test_what_the_agreement_does_not_hold_is_refused_and_written_down(client: Client) -> None:
    made, other = agreement(fields=("company",), may_identify=False), delivery(of=agreement(province="35"))
    people = {"purpose": "Pendataan pengemudi daerah.", "people": [{"name": "Siti Aminah", "nik": NIK}]}
    assert post(client, made, ASK, people, nonce="a") == 403
    cards = {"purpose": "Pemutakhiran Kartu Pekerja.", "list": f"nama;nik\nSiti Aminah;{NIK}"}
    assert post(client, made, CARDS, cards, nonce="b") == 403
    assert get(client, made, f"{SETS}{other.number}/file/", nonce="c") == 404
    assert post(client, made, ASK, b"[", nonce="d") == 400
    who = made.first_party
    assert written() == [
        ("not_agreed", f"POST {ASK}", who),
        ("not_agreed", f"POST {CARDS}", who),
        ("not_found", f"GET {SETS}{other.number}/file/", who),
        ("malformed", f"POST {ASK}", who),
    ]
    assert {(event.at, event.agreement_id) for event in ExchangeEvent.objects.all()} == {(MORNING, made.pk)}


def test_nothing_that_names_a_person_is_kept_of_a_refused_request(client: Client) -> None:
    made = agreement(may_identify=False)
    people = {"purpose": "Pendataan pengemudi daerah.", "people": [{"name": "Siti Aminah", "nik": NIK}]}
    post(client, made, f"{ASK}?nik={NIK}", people, nonce="a")
    get(client, made, f"{SETS}{NIK}/file/", nonce="b")
    get(client, made, f"{CARDS}siti/", nonce="c")
    assert [note for _refusal, note, _who in written()] == [
        f"POST {ASK}",
        f"GET {SETS}…/file/",
        f"GET {CARDS}…/",
    ]


@pytest.mark.parametrize("path", [f"{SETS}DTW-2026-0000001/file/", f"{CARDS}RKP-2026-0000012/", "/"])
def test_numbers_of_ours_stay_in_an_address(path: str) -> None:
    assert address(f"{path}?x=1") == path


def test_what_is_not_proven_names_no_partner(client: Client) -> None:
    made = agreement()
    assert get(client, made, seed=STRANGER, nonce="a") == 401
    assert get(client, made, at=MORNING - timedelta(minutes=6), nonce="b") == 401
    assert client.get(SETS, headers={"X-JKP-Agreement": made.number}).status_code == 401
    assert get(client, made, nonce="c") == 200
    assert get(client, made, nonce="c") == 401
    reasons = [(refusal, who) for refusal, _note, who in written()]
    assert reasons == [("bad_signature", ""), ("stale", ""), ("unsigned", ""), ("replayed", "")]


def test_a_stranger_writes_ten_rows_an_hour_and_hides_nothing_of_the_partner(client: Client) -> None:
    made = agreement(may_identify=False)
    for number in range(15):
        assert get(client, made, seed=STRANGER, nonce=f"s{number}") == 401
    assert len(written()) == 10
    people = {"purpose": "Pendataan pengemudi daerah.", "people": [{"name": "Budi", "nik": NIK}]}
    assert post(client, made, ASK, people, nonce="own") == 403
    assert len(written()) == 11
    assert written()[-1][0] == "not_agreed"
    later = MORNING + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        get(client, made, seed=STRANGER, nonce="later", at=later)
    assert len(written()) == 12


@pytest.mark.parametrize("size", [200_001, 7_000_000])
def test_a_request_that_is_too_large_is_refused_and_written_down(client: Client, size: int) -> None:
    made, body = agreement(), b" " * size
    answer = client.post(
        ASK, body, content_type="application/json", headers=signed(made, ASK, method="POST", body=body)
    )
    assert answer.status_code == 413
    assert written() == [("too_long", f"POST {ASK}", "")]


def test_who_names_no_agreement_leaves_no_row(client: Client) -> None:
    assert client.get(SETS).status_code == 401
    assert client.get(SETS, headers=signed(agreement(), SETS) | {"X-JKP-Agreement": "PTD-X"}).status_code == 401
    assert ExchangeEvent.objects.count() == 0


def test_an_agreement_that_nobody_approved_shows_that_it_was_tried(client: Client) -> None:
    assert get(client, agreement("proposed")) == 401
    assert [refusal for refusal, _note, _who in written()] == ["unknown"]


def test_one_row_a_minute_says_that_the_partner_asks_too_often(client: Client) -> None:
    made = agreement()
    answers = [get(client, made, nonce=f"n{number}") for number in range(63)]
    assert answers == [200] * 60 + [429] * 3
    assert [refusal for refusal, _note, _who in written()] == ["too_many"]
    with time_machine.travel(MORNING + timedelta(minutes=1), tick=False):
        later = MORNING + timedelta(minutes=1)
        assert get(client, made, nonce="later", at=later) == 200


def test_an_agreement_that_ended_refuses_by_name(client: Client) -> None:
    made = delivery()
    exchange.end_agreement(made.agreement, because=BECAUSE, actor=coordinator(), at=MORNING)
    path = f"{SETS}{made.number}/file/"
    assert get(client, made.agreement, path) == 403
    assert written() == [("not_in_force", f"GET {path}", made.agreement.first_party)]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("no_header", Refusal.UNREADABLE),
        ("bad_wage", Refusal.UNREADABLE),
        ("parse_error", Refusal.MALFORMED),
        ("too_many_people", Refusal.MALFORMED),
        ("list_open", Refusal.LIST_OPEN),
        ("method_not_allowed", Refusal.OTHER),
    ],
)
def test_each_code_has_a_reason_in_the_log(code: str, reason: Refusal) -> None:
    assert refusal_of(code) == reason


# --- on the console


def test_the_log_is_narrowed_to_refusals_and_to_one_reason(client: Client) -> None:
    made = delivery("delivered")
    get(client, made.agreement, f"{SETS}DTW-2026-0000099/file/", nonce="a")
    get(client, made.agreement, seed=STRANGER, nonce="b")
    sign_in(client, coordinator())
    cells = [words(row) for row in soup(client.get(f"{LOG}?keadaan=refused")).select("tbody tr")]
    assert len(cells) == 2
    [row] = soup(client.get(f"{LOG}?alasan=bad_signature")).select("tbody tr")
    assert "Permintaan mitra ditolak Tanda tangan tidak cocok" in words(row)
    assert [words(cell) for cell in row.select("td")][2:4] == ["Belum terbukti dari mitra", "–"]
    [row] = soup(client.get(f"{LOG}?alasan=not_found&q=DTW-2026-0000099")).select("tbody tr")
    assert made.agreement.first_party in words(row)
    assert words(soup(client.get(f"{LOG}?alasan=altered")).select_one(".empty h2")) == "Tidak ada catatan yang cocok"


def test_the_agreement_counts_what_was_refused_in_thirty_days(client: Client) -> None:
    made, page = agreement(), "/pengawasan/pertukaran/"
    old = MORNING - timedelta(days=31)
    with time_machine.travel(old, tick=False):
        get(client, made, f"{SETS}DTW-2026-0000099/file/", nonce="old", at=old)
    sign_in(client, officer(Role.ADMINISTRATOR))
    assert soup(client.get(f"{page}{made.pk}/")).select_one("#ditolak") is None
    get(client, made, seed=STRANGER, nonce="a")
    for nonce in ("b", "c"):
        get(client, made, f"{SETS}DTW-2026-0000099/file/", nonce=nonce)
    with most_queries(16):
        answer = client.get(f"{page}{made.pk}/")
    card = soup(answer).select_one("section[aria-labelledby=ditolak]")
    assert card is not None
    assert "3 permintaan dalam 30 hari terakhir" in words(card)
    assert [words(row) for row in card.select("li")] == [
        "Data tidak ada, belum disetujui, atau milik perjanjian lain 2",
        "Tanda tangan tidak cocok 1",
    ]
    assert len(soup(client.get(card.select_one("a")["href"])).select("tbody tr")) == 4
