"""Worker cards on the console and for the partner's machine: who opens what, every state, and what each button does."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.models import DataAgreement, ExchangeEvent, Reconciliation
from compliance.operations import exchange_files, reconciliation
from tests.factories.accounts import officer, sign_in
from tests.factories.exchange import (
    BECAUSE,
    agreement,
    card_answer,
    card_list,
    coordinator,
    firm,
    holder,
    loaded,
    signed,
)
from tests.factories.participants import MORNING
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CONSOLE = "/pengawasan/pertukaran/"
LISTS = f"{CONSOLE}rekonsiliasi/"
SENT = "/api/v1/exchange/reconciliation/"
PURPOSE = "Pemutakhiran Kartu Pekerja."
NOBODY = card_list([("Budi Santoso", "9901010107900001", "", "")])


@pytest.fixture
def pgk() -> User:
    return coordinator()


@pytest.fixture
def adm() -> User:
    return officer(Role.ADMINISTRATOR)


def upload(client: Client, of: DataAgreement, content: bytes = NOBODY, name: str = "kartu.csv", **said: str) -> Any:
    file = SimpleUploadedFile(name, content)
    facts = {"do": "cards", "cards-file": file, "cards-purpose": PURPOSE} | said
    return client.post(f"{CONSOLE}{of.pk}/", facts, follow=True)


def act(client: Client, made: Reconciliation, do: str, **said: str) -> Any:
    return client.post(f"{LISTS}{made.pk}/", {"do": do, **said})


def heads(client: Client, path: str) -> list[str]:
    return [words(row) for row in soup(client.get(path)).select("tbody th")]


# --- officers


def test_a_list_goes_from_the_coordinator_to_the_administrator_and_out(client: Client, pgk: User, adm: User) -> None:
    loaded()
    of = agreement()
    sign_in(client, pgk)
    answer = upload(client, of)
    made = Reconciliation.objects.get()
    assert f"Daftar {made.number} diterima" in answer.content.decode()
    assert made.number in words(soup(answer).select_one("[aria-labelledby=kartu]"))
    reconciliation.reconcile(made, at=MORNING)
    page = soup(client.get(f"{LISTS}{made.pk}/"))
    assert page.select("aside button") == []
    told = [words(title) for title in page.select("[aria-labelledby=riwayat] li p")]
    assert told[0] == f"Daftar diterima dari {pgk.full_name}"
    assert len(told) == 2
    sign_in(client, adm)
    assert act(client, made, "approve").status_code == 302
    assert soup(client.get(f"{LISTS}{made.pk}/")).select("aside button") == []
    sign_in(client, pgk)
    taken = act(client, made, "fetch")
    assert b"".join(taken.streaming_content).decode("utf-8-sig").splitlines()[1].startswith("2;tidak_ditemukan;")
    made.refresh_from_db()
    assert (made.state, made.approved_by) == ("delivered", adm)
    event = ExchangeEvent.objects.get(kind="handed")
    assert (event.reconciliation, event.actor) == (made, pgk)
    assert made.number in words(soup(client.get(f"{CONSOLE}catatan/")).select_one("tbody"))


def test_what_is_wrong_with_a_file_comes_back_in_words_and_keeps_the_purpose(client: Client, pgk: User) -> None:
    of = agreement()
    sign_in(client, pgk)
    for content, name, said in (
        (b"nama;kpj\nBudi;1\n", "kartu.csv", "nama;nik;npp;upah"),
        (b"nama;nik\n", "kartu.csv", "kosong"),
        (NOBODY, "kartu.xlsx", "CSV"),
        (b"nama;nik;upah\nBudi;1;kira\n", "kartu.csv", "baris 2"),
    ):
        answer = upload(client, of, content, name, **{"cards-purpose": "Tujuan yang sudah saya ketik."})
        assert answer.status_code == 422
        page = soup(answer)
        assert said in words(page.select_one(".errs"))
        assert page.select_one("[name=cards-purpose]")["value"] == "Tujuan yang sudah saya ketik."
    assert upload(client, of, **{"cards-purpose": "apa"}).status_code == 422
    assert Reconciliation.objects.count() == 0


def test_a_second_list_of_the_quarter_is_told_which_one_is_open(client: Client, pgk: User) -> None:
    made = card_answer("received")
    sign_in(client, pgk)
    answer = upload(client, made.agreement, card_list([("Budi", "9901010107900002", "", "")]))
    assert answer.status_code == 422
    assert made.number in words(soup(answer).select_one(".errs"))
    assert upload(client, made.agreement).status_code == 200  # the same one
    assert Reconciliation.objects.count() == 1


def test_another_provinces_coordinator_finds_nothing(client: Client) -> None:
    made = card_answer()
    sign_in(client, coordinator("35"))
    assert heads(client, LISTS) == []
    assert client.get(f"{LISTS}{made.pk}/").status_code == 404
    for do in ("fetch", "approve", "refuse", "retry"):
        assert act(client, made, do).status_code == 404
    assert upload(client, made.agreement).status_code == 404


@pytest.mark.parametrize("role", [Role.DATA_PROTECTION, Role.AUDITOR])
def test_who_protects_data_and_who_audits_read_and_do_nothing(client: Client, role: Role) -> None:
    made = card_answer("checked")
    sign_in(client, officer(role))
    assert heads(client, LISTS) == [made.number]
    assert soup(client.get(f"{LISTS}{made.pk}/")).select("main form") == []
    for do in ("approve", "refuse", "fetch", "retry", "lain"):
        assert act(client, made, do, because=BECAUSE).status_code == 403
    assert upload(client, made.agreement).status_code == 403
    made.refresh_from_db()
    assert made.state == "checked"


def test_who_sent_it_and_the_coordinator_do_not_approve(client: Client, pgk: User) -> None:
    made = card_answer("checked")
    for user in (made.asked_by, pgk):
        sign_in(client, user)
        assert act(client, made, "approve").status_code == 403
        assert act(client, made, "fetch").status_code == 409


def test_a_refusal_says_why(client: Client, pgk: User, adm: User) -> None:
    made = card_answer("checked")
    sign_in(client, adm)
    for because in ("", "x"):
        answer = act(client, made, "refuse", because=because)
        assert answer.status_code == 422
        assert soup(answer).select(".errs li")
    assert act(client, made, "refuse", because=BECAUSE).status_code == 302
    sign_in(client, pgk)
    assert BECAUSE in words(soup(client.get(f"{LISTS}{made.pk}/")).select_one(".note.care"))


def test_a_failed_one_says_why_and_is_compared_again_once(client: Client, pgk: User) -> None:
    made = card_answer("failed")
    sign_in(client, pgk)
    assert "belum lengkap tiga bulan" in words(soup(client.get(f"{LISTS}{made.pk}/")).select_one(".note.fail"))
    assert act(client, made, "retry").status_code == 302
    assert act(client, made, "retry").status_code == 409
    made.refresh_from_db()
    assert made.state == "received"
    assert "setelah daftar dicocokkan" in words(soup(client.get(f"{LISTS}{made.pk}/")).select_one("#hasil + p"))


def test_the_picture_has_its_table(client: Client, pgk: User) -> None:
    worker = holder(11)
    loaded(work=[(11, firm(), 4_000_000, (2,))])
    lines = [(worker.full_name, worker.nik, "", "")] * 3 + [("Budi", "9901010107900001", "", "")]
    of = agreement()
    made = reconciliation.send_list(of, card_list(lines), purpose=PURPOSE, actor=pgk, at=MORNING)
    reconciliation.reconcile(made, at=MORNING)
    page = soup(sign_in(client, pgk).get(f"{LISTS}{made.pk}/"))
    rows = [[words(cell) for cell in row.select("th, td")[:3]] for row in page.select("tbody tr")]
    assert rows == [
        ["Cocok", "3", "75%"],
        ["Nonaktif", "0", "0%"],
        ["Upah berbeda", "0", "0%"],
        ["Perusahaan berbeda", "0", "0%"],
        ["Tidak ditemukan", "1", "25%"],
    ]
    assert [bar["width"] for bar in page.select("tbody rect:not(.f3)")] == ["225", "75"]


def test_the_picture_says_nothing_of_what_was_not_agreed(client: Client, pgk: User) -> None:
    made = card_answer("checked", of=agreement(fields=("active",)))
    page = soup(sign_in(client, pgk).get(f"{LISTS}{made.pk}/"))
    assert [words(head) for head in page.select("tbody th")] == ["Cocok", "Nonaktif", "Tidak ditemukan"]


def test_the_list_is_searched_narrowed_and_paged_with_few_questions(client: Client, pgk: User) -> None:
    made = [card_answer("received", of=agreement(by=pgk)) for _place in range(21)]
    sign_in(client, pgk)
    client.get(LISTS)
    with most_queries(14):
        client.get(LISTS)
    with most_queries(15):
        client.get(f"{LISTS}{made[0].pk}/")
    assert len(heads(client, LISTS)) == 20
    assert len(heads(client, f"{LISTS}?page=2")) == 1
    assert heads(client, f"{LISTS}?q={made[0].number}") == [made[0].number]
    assert heads(client, f"{LISTS}?q={made[1].agreement.reference}") == [made[1].number]
    assert heads(client, f"{LISTS}?keadaan=failed") == []
    assert words(soup(client.get(f"{LISTS}?q=tidakada")).select_one(".empty h2")) == "Tidak ada daftar yang cocok"


def test_without_lists_it_is_calm_and_an_agreement_without_cards_shows_no_form(client: Client, pgk: User) -> None:
    of = agreement(may_reconcile=False)
    sign_in(client, pgk)
    assert words(soup(client.get(LISTS)).select_one(".empty h2")) == "Belum ada daftar"
    assert "Kirim daftar" not in words(soup(client.get(f"{CONSOLE}{of.pk}/")).main)
    assert upload(client, of).status_code == 403


# --- the partner's machine


def send(client: Client, of: DataAgreement, content: str, *, nonce: str = "s-1", **how: Any) -> Any:
    body = json.dumps({"purpose": PURPOSE, "list": content}).encode()
    headers = signed(of, SENT, method="POST", body=body, nonce=nonce, **how)
    return client.post(SENT, body, content_type="application/json", headers=headers)


def get(client: Client, of: DataAgreement, path: str, nonce: str) -> Any:
    return client.get(path, headers=signed(of, path, nonce=nonce))


def test_the_partner_sends_a_list_asks_how_far_it_is_and_fetches_the_answer(client: Client, adm: User) -> None:
    worker = holder(11)
    loaded(work=[(11, firm(name="PT Tenun Solo"), 4_000_000, (2,))])
    of = agreement(fields=("active", "company"))
    content = card_list([(worker.full_name, worker.nik, "", "")]).decode()
    answer = send(client, of, content)
    made = Reconciliation.objects.get()
    waiting = {"number": made.number, "quarter": "2026-07-01", "problem": "", "rows": 1}
    hidden: dict[str, Any] = {"results": None, "sha256": "", "signature": ""}
    assert (answer.status_code, answer.json()) == (202, {**waiting, "state": "received", **hidden})
    assert made.asked_by is None
    assert ExchangeEvent.objects.get().actor_name == of.first_party
    again = send(client, of, content, nonce="s-2")
    assert again.json()["number"] == made.number
    made = reconciliation.reconcile(made, at=MORNING)
    one = f"{SENT}{made.number}/"
    assert get(client, of, one, "a").json() == {**waiting, "state": "checked", **hidden}
    assert get(client, of, f"{one}file/", "b").status_code == 404
    made = exchange_files.approve(made, actor=adm, at=MORNING)
    told = get(client, of, one, "c").json()
    assert (told["results"], told["sha256"], told["signature"]) == ({"cocok": 1}, made.sha256, made.signature)
    file = get(client, of, f"{one}file/", "d")
    assert b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[1] == "2;cocok;aktif;PT Tenun Solo"
    assert (file["X-JKP-SHA256"], file["X-JKP-Set-Signature"]) == (made.sha256, made.signature)
    assert get(client, of, one, "e").json()["state"] == "delivered"


def test_another_provinces_machine_finds_nothing(client: Client) -> None:
    made, other = card_answer(), agreement(province="35")
    for nonce, path in (("a", f"{SENT}{made.number}/"), ("b", f"{SENT}{made.number}/file/"), ("c", f"{SENT}RKP-X/")):
        assert get(client, other, path, nonce).status_code == 404


def test_a_list_is_believed_once_and_only_as_it_was_signed(client: Client) -> None:
    of, body = agreement(), json.dumps({"purpose": PURPOSE, "list": NOBODY.decode()}).encode()
    headers = signed(of, SENT, method="POST", body=body)
    assert client.post(SENT, body + b" ", content_type="application/json", headers=headers).status_code == 401
    assert client.post(SENT, body, content_type="application/json", headers=headers).status_code == 202
    again = client.post(SENT, body, content_type="application/json", headers=headers)
    assert (again.status_code, again.json()["code"]) == (401, "replayed")
    old = send(client, of, NOBODY.decode(), at=MORNING - timedelta(minutes=6), nonce="old")
    assert (old.status_code, old.json()["code"]) == (401, "stale")


def test_what_a_machine_may_not_send(client: Client) -> None:
    of = agreement()
    for nonce, content, status, code in (
        ("a", "nama;kpj\nBudi;1", 422, "no_header"),
        ("b", "nama;nik\n", 422, "empty"),
        ("c", "", 400, "malformed"),
    ):
        answer = send(client, of, content, nonce=nonce)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    refused = send(client, agreement(may_reconcile=False), NOBODY.decode())
    assert (refused.status_code, refused.json()["code"]) == (403, "not_agreed")
    long = send(client, of, "x" * (5 * 1024 * 1024 + 1), nonce="d")
    assert (long.status_code, long.json()["code"]) == (413, "too_long")
    assert Reconciliation.objects.count() == 0
