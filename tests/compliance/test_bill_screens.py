"""The contribution bill on both desks: sent by BPJS, read and agreed by two officers, paid, and who may not."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from compliance.bill_enums import BillState as S
from compliance.models import ContributionBill
from core.jobs import run_due
from tests.factories import bills as make
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.html import soup
from tests.html import words as words_of
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def words(response: HttpResponse) -> str:
    return words_of(soup(response))


def url(name: str, *args: object) -> str:
    return reverse(f"compliance:{name}", args=args)


def desk(role: Role, **fields: object) -> Client:
    return sign_in(Client(), officer(role, **fields))


@pytest.fixture
def lines(tmp_path: Path) -> list[make.Line]:
    return make.lines_of(make.register(tmp_path, rows=30))


def posted(bill: make.BillFile, **other: object) -> dict[str, object]:
    totals = bill.totals
    return {
        "month": f"{bill.month:%Y-%m}",
        "file": SimpleUploadedFile("tagihan-oktober.csv", bill.content),
        "rows": totals.rows,
        "recomposition": totals.recomposition,
        "amount": totals.amount,
        "sha256": totals.sha256,
        **other,
    }


def test_a_bill_goes_from_bpjs_to_the_money(lines) -> None:
    """Sent, refused work for a mistake, returned, corrected, agreed by two, paid: through the pages alone."""
    bpjs, first, second = desk(Role.BPJS_VERIFIER), desk(Role.REVIEWER, full_name="Dewi Penelaah"), desk(Role.APPROVER)
    wrong = make.bill_file([replace(lines[0], iuran=str(int(lines[0].iuran) + 5)), *lines[1:]])
    bpjs.post(url("bpjs_bill_new"), posted(wrong))
    bill = ContributionBill.objects.get()
    page = first.get(url("bill", bill.pk))
    assert page["Refresh"] == "5"
    assert "0 dari 30 baris sudah dibaca" in words(page)
    run_due()
    page = words(first.get(url("bill", bill.pk), {"kode": "government"}))
    assert "1 baris salah. Kembalikan tagihan ke BPJS." in page
    assert "Jumlah iuran berbeda Rp5 dari hitungan kami." in page
    assert "Iuran pemerintah seharusnya" in page
    assert "Siapkan untuk disepakati" not in page
    assert first.post(url("bill_prepare", bill.pk)).status_code == 409
    first.post(url("bill_return", bill.pk), {"words": "Perbaiki iuran baris 2."})
    back = words(bpjs.get(url("bpjs_bill", bill.pk)))
    assert "Perbaiki iuran baris 2." in back
    assert "Kirim tagihan perbaikan" in back

    bpjs.post(url("bpjs_bill_new"), posted(make.bill_file(lines)))
    run_due()
    bill = ContributionBill.objects.get(version=2)
    first.post(url("bill_prepare", bill.pk))
    assert "jadi petugas lain yang menyepakatinya" in words(first.get(url("bill", bill.pk)))
    for _twice in range(2):
        assert second.post(url("bill_agree", bill.pk), {"sha256": bill.sha256}).status_code == 302
    page = soup(second.get(url("bill", bill.pk)))
    assert "Disepakati" in words_of(page)
    papers = [a["href"] for a in page.select(".doc a")]
    assert len(papers) == 3
    for path in papers:
        assert second.get(path).content.startswith(b"%PDF")
        assert bpjs.get(path).status_code == 200
    first.post(url("bill_sent", bill.pk))
    day = {"on_day": "16", "on_month": "11", "on_year": "2026", "sp2d": "sp2d-77"}
    page = first.post(url("bill_paid", bill.pk), {**day, "amount": bill.said_amount - 1})
    assert page.status_code == 422
    assert "Jumlah yang dibayar harus sama dengan jumlah yang disepakati." in words(page)
    for _twice in range(2):
        first.post(url("bill_paid", bill.pk), {**day, "amount": bill.said_amount})
    bill.refresh_from_db()
    assert (bill.state, bill.sp2d) == (S.PAID, "SP2D-77")
    assert "dibayar Senin, 16 November 2026 dengan SP2D SP2D-77" in words(bpjs.get(url("bpjs_bill", bill.pk)))


def test_who_prepared_it_finds_no_button_and_is_refused(lines) -> None:
    me = make.reviewer()
    bill = make.prepared(make.bill_file(lines), by=me)
    client = sign_in(Client(), me)
    page = words(client.get(url("bill", bill.pk)))
    assert "Sepakati tagihan" not in page
    assert client.post(url("bill_agree", bill.pk), {"sha256": bill.sha256}).status_code == 403
    bill.refresh_from_db()
    assert bill.state == S.PREPARED


def test_the_workbench_puts_totals_and_shares_beside_each_other(lines) -> None:
    bill = make.checked(make.bill_file(lines[:29]))
    page = soup(desk(Role.REVIEWER).get(url("bill", bill.pk)))
    text = words_of(page)
    assert "0,22%" in text
    assert "PP 6/2025 Pasal 11 ayat (4)" in text
    rows = [[words_of(cell) for cell in row.select("th, td")] for row in page.select("#totals ~ .scroll tbody tr")]
    assert [row[0] for row in rows] == ["Peserta", "Total rekomposisi (Rp)", "Iuran pemerintah (Rp)"]
    assert rows[0][1:] == ["29", "29", "–", "–", "30"]
    assert rows[2][1] == rows[2][2] == rows[2][3]
    assert "Tidak ada temuan" in text


def test_lines_of_a_code_are_shown_by_pages(lines) -> None:
    lines = [replace(line, iuran=str(int(line.iuran) + 1)) for line in lines]
    bill = make.checked(make.bill_file(lines))
    client = desk(Role.REVIEWER)
    first = soup(client.get(url("bill", bill.pk), {"kode": "government"}))
    second = soup(client.get(url("bill", bill.pk), {"kode": "government", "page": 2}))
    numbers = [row.th.text for page in (first, second) for row in page.select(".card:has(#baris) tbody tr")]
    assert numbers == [str(line) for line in range(2, 32)]
    assert client.get(url("bill", bill.pk), {"kode": "nothing"}).status_code == 200


def test_what_goes_back_is_a_file_for_both_sides(lines) -> None:
    clean = make.checked(make.bill_file(lines))
    bpjs = desk(Role.BPJS_VERIFIER)
    assert bpjs.get(url("bill_feedback", clean.pk)).status_code == 404
    clean = ContributionBill.objects.get()
    desk(Role.REVIEWER).post(url("bill_return", clean.pk), {"words": "Ulangi."})
    bill = make.checked(make.bill_file([replace(lines[0], nik="1"), *lines[1:]]))
    for client in (bpjs, desk(Role.REVIEWER), desk(Role.AUDITOR)):
        response = client.get(url("bill_feedback", bill.pk))
        assert f"{bill.number}-umpan-balik.csv" in response["Content-Disposition"]
        assert b"".join(response.streaming_content).count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"month": "2026-11"}, "Bulan iuran belum berakhir"),
        ({"month": "Oktober"}, "Tulis tahun dan bulan seperti 2026-10."),
        ({"month": "2010-01"}, "di luar bulan yang dapat dicatat"),
        ({"sha256": "0" * 64}, "Isi berkas berbeda dari SHA-256"),
        ({"file": SimpleUploadedFile("a.exe", b"x")}, "Galat"),
    ],
)
def test_a_wrong_form_says_where(lines, other, said) -> None:
    response = desk(Role.BPJS_VERIFIER).post(url("bpjs_bill_new"), posted(make.bill_file(lines), **other))
    assert response.status_code == 422
    assert said in words(response) or said in response.content.decode()
    assert not ContributionBill.objects.exists()


def test_a_second_bill_of_the_month_is_refused_in_words(lines) -> None:
    make.checked(make.bill_file(lines))
    response = desk(Role.BPJS_VERIFIER).post(url("bpjs_bill_new"), posted(make.bill_file(lines[:5])))
    assert response.status_code == 422
    assert "masih diperiksa atau sudah disepakati" in words(response)


def test_an_empty_return_says_what_to_write(lines) -> None:
    bill = make.checked(make.bill_file(lines))
    response = desk(Role.REVIEWER).post(url("bill_return", bill.pk), {"words": " "})
    assert response.status_code == 422
    bill.refresh_from_db()
    assert bill.state == S.CHECKED


def test_a_bill_is_checked_again_at_a_press(lines) -> None:
    bill = make.checked(make.bill_file(lines))
    client = desk(Role.REVIEWER)
    assert "Periksa lagi" in words(client.get(url("bill", bill.pk)))
    client.post(url("bill_recheck", bill.pk))
    run_due()
    bill.refresh_from_db()
    assert (bill.state, bill.log.filter(move="checked").count()) == (S.CHECKED, 2)


def test_a_refused_file_says_why_to_bpjs(lines) -> None:
    bpjs = desk(Role.BPJS_VERIFIER)
    bpjs.post(url("bpjs_bill_new"), posted(make.bill_file(lines), rows=31))
    run_due()
    page = words(bpjs.get(url("bpjs_bill", ContributionBill.objects.get().pk)))
    assert "Berkas ini ditolak seluruhnya" in page
    assert "Jumlah baris berbeda dari jumlah pada surat tagihan." in page


# --- lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "role"), [("bills", Role.REVIEWER), ("bpjs_bills", Role.BPJS_VERIFIER)])
def test_the_list_is_narrowed_by_number_year_and_state(name, role) -> None:
    old = make.ContributionBillFactory(month=make.date(2025, 3, 1))
    new = make.ContributionBillFactory(month=make.date(2026, 3, 1), state=S.REFUSED, problem="rows")
    client = desk(role)
    for query, shown, hidden in (
        ({"q": old.number}, old, new),
        ({"tahun": "2026"}, new, old),
        ({"keadaan": "refused"}, new, old),
    ):
        page = words(client.get(url(name), query))
        assert shown.number in page
        assert hidden.number not in page
    assert "Hapus saringan" in words(client.get(url(name), {"q": "tidak ada"}))


@pytest.mark.parametrize(("name", "role"), [("bills", Role.REVIEWER), ("bpjs_bills", Role.BPJS_VERIFIER)])
def test_an_empty_list_says_what_comes(name, role) -> None:
    assert "Belum ada tagihan iuran" in words(desk(role).get(url(name)))


@pytest.mark.parametrize(("name", "role"), [("bills", Role.REVIEWER), ("bpjs_bills", Role.BPJS_VERIFIER)])
def test_a_longer_list_asks_no_more_of_the_database(name, role) -> None:
    client = desk(role)
    make.ContributionBillFactory.create_batch(25)
    with most_queries(14):
        page = soup(client.get(url(name)))
    assert len(page.select("tbody tr")) == 20
    assert len(soup(client.get(url(name), {"page": 2})).select("tbody tr")) == 5


def test_the_months_of_a_year_are_held_against_each_other(lines, tmp_path) -> None:
    paid = make.paid(make.bill_file(lines))
    make.register(tmp_path, rows=30, month=make.date(2026, 9, 1))
    client = desk(Role.AUDITOR)
    with most_queries(14):
        page = soup(client.get(url("bill_months")))
    text = words_of(page)
    assert "Rekonsiliasi iuran pemerintah 2026" in text
    assert "1 bulan belum ditagihkan" in text
    rows = [[words_of(cell) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[0] for row in rows] == ["September 2026", "Oktober 2026"]
    amount = f"{paid.paid_amount:,}".replace(",", ".")
    assert rows[1][2:7] == [amount, amount, amount, amount, "0"]
    assert client.get(url("bill_months"), {"tahun": "1999"}).status_code == 200


def test_months_without_any_bill_say_so() -> None:
    assert "Belum ada bulan untuk dibandingkan" in words(desk(Role.REVIEWER).get(url("bill_months")))


# --- who ---------------------------------------------------------------------------------------------------------


def test_other_roles_open_nothing(lines) -> None:
    bill = make.checked(make.bill_file(lines))
    reading = [url("bills"), url("bill_months"), url("bill", bill.pk), url("bpjs_bills"), url("bpjs_bill", bill.pk)]
    acts = ["bill_recheck", "bill_prepare", "bill_agree", "bill_return", "bill_sent", "bill_paid"]
    for role in (Role.INSPECTOR, Role.HELP_DESK, Role.BPJS_PAYMENT_MAKER, Role.ADMINISTRATOR):
        client = desk(role)
        assert {client.get(path).status_code for path in reading} == {403}
        assert {client.post(url(name, bill.pk)).status_code for name in acts} == {403}
    auditor = desk(Role.AUDITOR)
    assert {auditor.get(path).status_code for path in reading} == {200}
    assert {auditor.post(url(name, bill.pk)).status_code for name in acts} == {403}
    bpjs = desk(Role.BPJS_VERIFIER)
    assert bpjs.get(url("bill", bill.pk)).status_code == 403
    assert {bpjs.post(url(name, bill.pk)).status_code for name in acts} == {403}
    assert desk(Role.REVIEWER).get(url("bpjs_bill_new")).status_code == 403
    assert sign_in(Client(), UserFactory()).get(url("bills")).status_code == 403


def test_agreeing_asks_who_it_is_again_after_a_while(lines) -> None:
    bill = make.prepared(make.bill_file(lines))
    client = sign_in(Client(), make.reviewer(), proved_ago=3_600)
    response = client.post(url("bill_agree", bill.pk), {"sha256": bill.sha256})
    assert response.status_code == 302
    assert "/reviu/" not in response.url.split("?")[0]
    bill.refresh_from_db()
    assert bill.state == S.PREPARED


# --- a file that is too large for a page -------------------------------------------------------------------------


def test_operators_take_in_a_large_file(lines, tmp_path, capsys) -> None:
    file = make.bill_file(lines)
    path = tmp_path / "tagihan.csv"
    path.write_bytes(file.content)
    totals = file.totals
    said = {
        "rows": totals.rows,
        "recomposition": totals.recomposition,
        "amount": totals.amount,
        "sha256": totals.sha256,
    }
    call_command("receive_bill", str(path), month="2026-10", **said)
    bill = ContributionBill.objects.get()
    assert f"{bill.number}: Diterima" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Bulan iuran belum berakhir"):
        call_command("receive_bill", str(path), month="2026-12", **said)
