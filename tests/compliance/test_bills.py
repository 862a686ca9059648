"""The government's contribution bill: what is found in it, and who takes it to the money."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, InternalError, transaction

from accounts.enums import Role
from compliance.bill_enums import FINDINGS, BillFinding
from compliance.bill_enums import BillState as S
from compliance.bill_lines import read_block
from compliance.models import BillRow, ContributionBill
from compliance.operations import bill_checking, bill_files, bill_reading, bills
from compliance.selectors.bills import letters_of_bill, obstacles, reconciliation, rows_with
from core.errors import Conflict, Invalid, NotAllowed
from core.jobs import run_due
from notices.letters import read_pdf
from notices.models import Notice
from tests.factories import bills as make
from tests.factories.accounts import officer
from tests.factories.bills import AT, OCTOBER, Line

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, SEPTEMBER = date(2025, 1, 1), date(2025, 2, 1), date(2026, 9, 1)
F = BillFinding


@pytest.fixture
def lines(tmp_path: Path) -> list[Line]:
    """One for each of forty participants of a register that is loaded."""
    return make.lines_of(make.register(tmp_path))


def returned_file(bill: ContributionBill) -> list[dict[str, str]]:
    with default_storage.open(bill.feedback_location) as stored:
        return list(csv.DictReader(io.StringIO(stored.read().decode("utf-8-sig")), delimiter=";"))


def stored() -> set[str]:
    known = default_storage.exists(bill_files.FOLDER)
    return set(default_storage.listdir(bill_files.FOLDER)[1]) if known else set()


# --- what is found -----------------------------------------------------------------------------------------------


def test_a_bill_without_mistakes_is_what_the_law_and_the_register_say(lines) -> None:
    bill = make.checked(make.bill_file(lines))
    assert (bill.state, bill.findings, bill.found_rows, bill.feedback_location) == (S.CHECKED, {}, 0, "")
    assert bill.counted_rows == bill.register_rows == 40
    assert bill.counted_amount == bill.our_amount == bill.good_amount == bill.register_amount
    assert bill.counted_recomposition == bill.our_jkk == bill.register_recomposition
    assert (bill.our_jkm, bill.relief_rows, bill.relief_off) == (0, 0, 0)
    assert obstacles(bill) == []
    assert bill.location == ""


def _planted(lines: list[Line]) -> tuple[list[Line | str], dict[str, int]]:
    """A different number of each mistake, so that no two can be taken for each other."""
    rows: list[Line | str] = list(lines)
    stranger = make.line(99_999_999_991, 4_000_000)
    newcomer = rows[39]
    rows[0] = replace(rows[0], nama="")
    rows[1] = replace(rows[1], nik="", upah="")
    rows[2] = replace(rows[2], nik="12345")
    rows[3] = rows[3].text().rpartition(",")[0]
    for place in (4, 5, 6):
        rows[place] = replace(rows[place], bulan="9")
    for place in (7, 8):
        rows[place] = replace(rows[place], iuran=str(int(rows[place].iuran) + 1))
    for place in (9, 10, 11, 12):
        rows[place] = replace(rows[place], rekomposisi=str(int(rows[place].rekomposisi) - 1))
    for place in (13, 14):
        rows[place] = make.line(int(rows[place].nomor_peserta), int(rows[place].upah) + 100_000)
    rows[15] = replace(rows[15], nik=rows[16].nik)
    rows += [stranger, newcomer, newcomer, newcomer]
    return rows, {
        "columns": 1, "missing": 2, "malformed": 1, "month": 3, "unknown": 1, "repeated": 3, "same_nik": 1,
        "differs": 2, "government": 2, "recomposition": 4,
    }  # fmt: skip


def test_every_planted_mistake_is_found_and_no_other(lines) -> None:
    rows, planted = _planted(lines)
    bill = make.checked(make.bill_file(rows))
    assert bill.findings == planted
    assert bill.found_rows == 20
    assert bill.blocking_rows == 19  # the same NIK twice is asked about, and blocks nothing
    assert BillRow.objects.filter(bill=bill).exclude(bits=0).count() == 20
    for code, count in planted.items():
        assert rows_with(bill, F(code)).count() == count


def test_what_goes_back_names_line_column_code_sentence_and_article(lines) -> None:
    rows, planted = _planted(lines)
    back = returned_file(make.checked(make.bill_file(rows)))
    counted = {code: sum(row["kode"] == code for row in back) for code in planted}
    assert counted == planted | {"missing": 3}  # two cells of one line
    wrong = next(row for row in back if row["kode"] == "government")
    assert wrong["baris"] == "9"
    assert wrong["isi"] == rows[7].iuran
    assert wrong["penjelasan"] == f"Iuran pemerintah seharusnya Rp{int(rows[7].iuran) - 1:,}.".replace(",", ".")
    assert wrong["dasar"] == "PP 6/2025 Pasal 11 ayat (4)"
    assert [row["kolom"] for row in back if row["baris"] == "3"] == ["nik", "upah"]
    assert all(len(row["penjelasan"]) > 20 and "%(" not in row["penjelasan"] for row in back)


def test_what_goes_back_is_no_formula_and_repeats_neither_name_nor_nik(lines) -> None:
    lines[0] = replace(lines[0], upah="=1+1")
    lines[1] = replace(lines[1], nik="@9912345678901234")
    back = returned_file(make.checked(make.bill_file(lines)))
    assert [(row["kode"], row["isi"]) for row in back] == [("malformed", "'=1+1"), ("malformed", "")]


def test_a_row_keeps_neither_the_nik_nor_anything_that_leads_to_it(lines) -> None:
    bill = make.checked(make.bill_file(lines[:1]))
    row = BillRow.objects.get(bill=bill)
    assert row.nik_end == lines[0].nik[-4:]
    assert lines[0].nik not in str(row.__dict__)
    assert len(bytes(row.nik_index)) == 32


def test_somebody_insured_whom_the_register_of_the_month_lacks_is_not_billed(lines, tmp_path) -> None:
    other = make.lines_of(make.register(tmp_path, rows=5, month=SEPTEMBER, seed=11))
    late = [make.line(int(row.nomor_peserta), int(row.upah)) for row in other]
    bill = make.checked(make.bill_file([*lines, *late[:2]]))
    assert bill.findings == {"inactive": 2}


def test_a_wage_far_from_the_last_one_is_asked_about_while_the_register_is_not_there(tmp_path) -> None:
    lines = make.lines_of(make.register(tmp_path, month=SEPTEMBER))
    october = [make.line(int(row.nomor_peserta), int(row.upah)) for row in lines]
    october[0] = make.line(int(lines[0].nomor_peserta), 3 * int(lines[0].upah) + 1)
    october[1] = make.line(int(lines[1].nomor_peserta), 3 * int(lines[1].upah))
    bill = make.checked(make.bill_file(october))
    assert bill.findings == {"wage": 1}
    assert (bill.blocking_rows, bill.register_rows) == (0, None)
    assert [found.code for found in obstacles(bill)] == ["register"]


def test_a_month_that_was_loaded_meanwhile_is_looked_at_again(tmp_path) -> None:
    lines = make.lines_of(make.register(tmp_path, month=SEPTEMBER))
    october = [make.line(int(row.nomor_peserta), int(row.upah)) for row in lines]
    bill = make.checked(make.bill_file(october))
    with pytest.raises(Conflict, match="not_agreeable"):
        bills.prepare_bill(bill, actor=make.reviewer(), at=AT)
    make.register(tmp_path, rows=30)
    bill = bill_checking.recheck_bill(bill, actor=make.reviewer(), at=AT)
    assert bill.state == S.RECEIVED
    run_due()
    bill.refresh_from_db()
    assert (bill.state, bill.register_rows) == (S.CHECKED, 30)
    assert bill.findings["inactive"] == 10
    again = bill_checking.recheck_bill(bill, actor=make.reviewer(), at=AT)
    assert bill_checking.check_bill(again, at=AT).findings == bill.findings


def test_what_an_agreed_bill_holds_is_not_billed_again(lines, tmp_path) -> None:
    make.agreed(make.bill_file(lines))
    late = make.lines_of(make.register(tmp_path, rows=40, month=SEPTEMBER))
    late[0] = lines[0]
    bill = make.checked(make.bill_file(late, month=SEPTEMBER))
    assert bill.findings == {"billed": 1, "month": 1}


# --- the law of the month ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "jkk", "jkm"), [(JANUARY, 7_000, 5_000), (FEBRUARY, 7_000, 0)], ids=["january", "february"]
)
def test_jkm_is_recomposed_until_january_2025(tmp_path, month, jkk, jkm) -> None:
    people = make.lines_of(make.register(tmp_path, rows=3, month=month))
    bill = make.checked(make.bill_file([make.line(int(row.nomor_peserta), int(row.upah), month) for row in people],
                                       month=month))  # fmt: skip
    assert bill.findings == {}
    assert (bill.our_jkm == 0) == (jkm == 0)
    assert make.line(1, 6_000_000, month).rekomposisi == str(jkk + jkm)
    wrong = FEBRUARY if month == JANUARY else JANUARY
    other = [make.line(int(row.nomor_peserta), int(row.upah), wrong) for row in people]
    bills.return_bill(bill, words="Periksa.", actor=make.reviewer(), at=AT)
    moved = [replace(row, bulan=str(month.month), tahun=str(month.year)) for row in other]
    assert make.checked(make.bill_file(moved, month=month)).findings == {"recomposition": 3}


def test_relief_halves_jkk_in_its_months_and_only_there(tmp_path) -> None:
    people = make.lines_of(make.register(tmp_path, rows=3, month=SEPTEMBER))
    wages = [(int(row.nomor_peserta), int(row.upah)) for row in people]
    in_relief = [make.line(*one, FEBRUARY, relief=True) for one in wages[:2]] + [make.line(*wages[2], FEBRUARY)]
    bill = make.checked(make.bill_file(in_relief, month=FEBRUARY))
    assert bill.findings == {}  # the register of that month is not there to say who is in relief
    assert (bill.relief_rows, bill.our_jkm) == (2, 0)
    assert bill.counted_recomposition == bill.our_jkk
    full = sum(int(make.line(*one, FEBRUARY).rekomposisi) for one in wages)
    assert bill.relief_off == full - bill.our_jkk > 0
    after = date(2026, 2, 1)
    late = [replace(row, bulan="2", tahun="2026") for row in in_relief]
    assert make.checked(make.bill_file(late, month=after)).findings == {"recomposition": 2}


def test_relief_that_the_register_does_not_know_is_found(tmp_path) -> None:
    people = make.lines_of(make.register(tmp_path, rows=3, month=FEBRUARY))
    wages = [(int(row.nomor_peserta), int(row.upah)) for row in people]
    rows = [make.line(*wages[0], FEBRUARY, relief=True), *people[1:]]
    bill = make.checked(make.bill_file(rows, month=FEBRUARY))
    assert bill.findings == {"relief": 1}
    assert bill.counted_recomposition < bill.our_jkk
    assert [found.code for found in obstacles(bill)] == ["rows", "recomposition"]


# --- lines -------------------------------------------------------------------------------------------------------

USUAL = "Siti Aminah,9901234567890123,12345678901,4500000,6300,9900,10,2026"


@pytest.mark.parametrize(
    "other",
    [
        '"Siti Aminah",9901234567890123,12345678901,4500000,6300,9900,10,2026',
        " Siti Aminah , 9901234567890123,12345678901,4500000,6300,9900,10,2026",
        USUAL + "\r",
    ],
)
def test_a_line_is_read_alike_however_it_is_written(other: str) -> None:
    plain, lines = read_block(f"{USUAL}\n".encode(), bill=1, first_line=2)
    assert lines == 1
    assert read_block(f"{other}\n".encode(), bill=1, first_line=2) == (plain, 1)
    assert plain.startswith("1,2,Siti Aminah,\\x")
    assert plain.endswith(f",0123,12345678901,4500000,6300,9900,{2026 * 12 + 9},0,[]\n")


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        (USUAL.replace("12345678901", "00000000000"), 4),
        (USUAL.replace("4500000", "0"), 4),
        (USUAL.replace(",10,", ",13,"), 4),
        (USUAL.replace("2026", "1926"), 4),
        (USUAL.replace("6300", "-6300"), 4),
        (USUAL.replace("9900", "9.900"), 4),
        (USUAL.replace("Siti Aminah", ""), 2),
        (",,,,,,,", 2),
        (USUAL + ",", 1),
        ('"Siti', 1),
        ("", 1),
        (USUAL.replace("Siti Aminah", "Šiti 数"), 0),
        (USUAL.replace("6300", "0"), 0),
    ],
)
def test_what_cannot_be_read_of_a_line_is_told_by_its_bits(text: str, bits: int) -> None:
    (row,) = csv.reader(io.StringIO(read_block(f"{text}\n".encode(), bill=1, first_line=2)[0]))
    assert len(row) == 12
    assert row[10] == str(bits)


# --- arrival -----------------------------------------------------------------------------------------------------


def test_the_same_file_again_is_the_same_bill(lines) -> None:
    file = make.bill_file(lines)
    first = make.received(file)
    assert make.received(file).pk == first.pk
    run_due()
    again = make.received(file)
    assert (again.pk, again.state) == (first.pk, S.CHECKED)
    assert BillRow.objects.filter(bill=first).count() == 40


def test_read_twice_and_in_pieces_reads_nothing_twice(lines, monkeypatch) -> None:
    monkeypatch.setattr(bill_reading, "AT_ONCE", 500)
    bill = make.received(make.bill_file(lines))
    half = bill_reading.read_bill(bill, at=AT, most=900)
    assert half.state == S.RECEIVED
    assert 0 < half.counted_rows <= 40
    whole = bill_reading.read_bill(bill, at=AT)
    assert bill_reading.read_bill(bill, at=AT).counted_rows == whole.counted_rows == 40
    assert list(BillRow.objects.filter(bill=bill).order_by("line").values_list("line", flat=True)) == [*range(2, 42)]


@pytest.mark.parametrize(
    ("said", "problem"), [({"rows": 41}, "rows"), ({"amount": 1}, "totals"), ({"recomposition": 0}, "totals")]
)
def test_a_bill_unlike_its_letter_is_refused_whole(lines, said, problem) -> None:
    bill = make.read(make.bill_file(lines, **said))
    assert (bill.state, bill.problem, bill.location) == (S.REFUSED, problem, "")
    assert not BillRow.objects.filter(bill=bill).exists()
    assert make.checked(make.bill_file(lines)).version == 2  # the same file with its right letter


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: f.said.update(sha256="0" * 64), "hash"),
        (lambda f: f.said.update(rows=0), "empty"),
        (lambda f: setattr(f, "month", date(2026, 11, 1)), "month"),
        (lambda f: setattr(f, "month", date(2026, 10, 2)), "month"),
    ],
)
def test_what_is_no_bill_is_refused_at_once(lines, change: Callable, code: str) -> None:
    file = make.bill_file(lines)
    change(file)
    before = stored()
    with pytest.raises(Invalid, match=code):
        make.received(file)
    assert not ContributionBill.objects.exists()
    assert stored() == before


def test_a_file_with_other_columns_is_refused(lines, monkeypatch) -> None:
    monkeypatch.setattr("tests.factories.bills.HEADER", "nama,nik")
    with pytest.raises(Invalid, match="header"):
        make.received(make.bill_file(lines))


def test_a_line_that_never_ends_is_no_csv(lines) -> None:
    bill = make.read(make.bill_file([*lines, "x" * 400_000]))
    assert (bill.state, bill.problem) == (S.REFUSED, "not_text")


def test_one_bill_of_a_month_is_live(lines) -> None:
    make.checked(make.bill_file(lines))
    with pytest.raises(Conflict, match="month_taken"):
        make.received(make.bill_file(lines[:39]))
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ContributionBillFactory(month=OCTOBER, version=2)


def test_a_corrected_bill_takes_the_place_of_a_returned_one(lines) -> None:
    first = make.checked(make.bill_file(lines[:39]))
    done = bills.return_bill(first, words="  Satu peserta\nkurang. ", actor=make.reviewer(), at=AT)
    assert (done.state, done.returned_words) == (S.RETURNED, "Satu peserta kurang.")
    assert make.received(make.bill_file(lines[:39])).pk == first.pk  # the returned file itself changes nothing
    second = make.checked(make.bill_file(lines))
    assert (second.version, second.state) == (2, S.CHECKED)


# --- BPJS hears of it --------------------------------------------------------------------------------------------


def inbox(event: str) -> list[tuple]:
    told = Notice.objects.filter(event=event, channel="inbox").order_by("user")
    return list(told.values_list("user", "link", "body"))


def test_who_sent_a_bill_hears_once_that_it_was_returned_and_why(lines) -> None:
    sender, colleague, who = officer(Role.BPJS_VERIFIER), officer(Role.BPJS_VERIFIER), make.reviewer()
    bill = make.checked(make.bill_file(lines), by=sender)
    for _ in range(2):
        bills.return_bill(bill, words="Satu peserta kurang.", actor=who, at=AT)
    [(user, link, body)] = inbox("bill_returned")
    assert (user, link) == (sender.pk, f"/bpjs/tagihan-iuran/{bill.pk}/")
    assert f"Nomor tagihan {bill.number}. Yang harus diperbaiki: Satu peserta kurang." in body
    assert not Notice.objects.filter(user=colleague).exists()


def test_who_sent_a_bill_hears_once_that_it_was_agreed(lines) -> None:
    sender, another = officer(Role.BPJS_VERIFIER), make.reviewer()
    bill = make.checked(make.bill_file(lines), by=sender)
    bills.prepare_bill(bill, actor=make.reviewer(), at=AT)
    for _ in range(2):
        bills.agree_bill(bill, shown_sha256=bill.sha256, actor=another, at=AT)
    assert [row[:2] for row in inbox("bill_agreed")] == [(sender.pk, f"/bpjs/tagihan-iuran/{bill.pk}/")]


def test_of_a_bill_whose_sender_is_gone_every_verifier_hears(lines) -> None:
    sender = officer(Role.BPJS_VERIFIER)
    bill = make.checked(make.bill_file(lines), by=sender)
    sender.role_assignments.update(ends_on=AT.date() - timedelta(days=1))
    others = sorted(officer(Role.BPJS_VERIFIER).pk for _ in range(2))
    bills.return_bill(bill, words="Satu peserta kurang.", actor=make.reviewer(), at=AT)
    assert sorted(row[0] for row in inbox("bill_returned")) == others


# --- to the money ------------------------------------------------------------------------------------------------


def test_a_bill_goes_to_the_money_with_its_papers(lines) -> None:
    bill = make.paid(make.bill_file(lines))
    assert (bill.state, bill.paid_amount, bill.paid_on) == (S.PAID, bill.counted_amount, date(2026, 11, 16))
    moves = [row.move for row in bill.log.all()]
    assert moves == ["receive", "checked", "prepare", "agree", "send", "pay"]
    letters = letters_of_bill(bill)
    assert set(letters) == {"bill_agreement", "bill_kppn", "bill_statement"}
    for letter in letters.values():
        assert read_pdf(letter).startswith(b"%PDF")
        assert "Oktober 2026" in str(letter.content)
    assert "Yth. **Kepala Kantor" in str(letters["bill_kppn"].content)


def test_who_prepared_it_does_not_agree_to_it(lines) -> None:
    me = make.reviewer()
    bill = make.prepared(make.bill_file(lines), by=me)
    with pytest.raises(NotAllowed, match="own_bill"):
        bills.agree_bill(bill, shown_sha256=bill.sha256, actor=me, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionBill.workflow.move(bill, "agree", actor=me, at=AT, agreed_by=me, agreed_at=AT)


def test_agreeing_twice_is_agreeing_once(lines) -> None:
    another = make.reviewer()
    bill = make.agreed(make.bill_file(lines), by=another)
    again = bills.agree_bill(bill, shown_sha256=bill.sha256, actor=another, at=AT + timedelta(hours=1))
    assert again.agreed_at == AT
    assert bill.log.filter(move="agree").count() == 1
    with pytest.raises(Conflict, match="wrong_state"):
        bills.agree_bill(bill, shown_sha256=bill.sha256, actor=officer(Role.APPROVER), at=AT)


def test_a_bill_with_a_wrong_line_is_not_agreed_whoever_asks(lines) -> None:
    lines[0] = replace(lines[0], nomor_peserta="99999999991")
    bill = make.checked(make.bill_file(lines))
    with pytest.raises(Conflict) as refused:
        bills.prepare_bill(bill, actor=make.reviewer(), at=AT)
    assert str(refused.value.message) == "1 baris salah. Kembalikan tagihan ke BPJS."
    me = make.reviewer()
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionBill.workflow.move(bill, "prepare", actor=me, at=AT, prepared_by=me, prepared_at=AT)


def test_a_bill_that_is_not_the_one_shown_is_not_agreed(lines) -> None:
    bill = make.prepared(make.bill_file(lines))
    with pytest.raises(Conflict, match="bill_changed"):
        bills.agree_bill(bill, shown_sha256="0" * 64, actor=make.reviewer(), at=AT)
    BillRow.objects.filter(bill=bill, line=2).delete()
    with pytest.raises(Conflict, match="bill_changed"):
        bills.agree_bill(bill, shown_sha256=bill.sha256, actor=make.reviewer(), at=AT)


def test_what_was_agreed_stands_still(lines) -> None:
    bill = make.agreed(make.bill_file(lines))
    with pytest.raises(InternalError), transaction.atomic():
        ContributionBill.objects.filter(pk=bill.pk).update(counted_amount=1, our_amount=1)
    with pytest.raises(Conflict, match="wrong_state"):
        bills.return_bill(bill, words="Terlambat.", actor=make.reviewer(), at=AT)


def test_another_amount_than_the_agreed_one_is_not_paid(lines) -> None:
    bill = make.sent(make.bill_file(lines))
    facts = {"paid_on": AT.date(), "sp2d": "SP2D-1", "actor": make.reviewer(), "at": AT}
    with pytest.raises(Invalid, match="amount_differs"):
        bills.pay_bill(bill, amount=bill.counted_amount - 1, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionBill.workflow.move(
            bill, "pay", actor=None, at=AT, paid_on=AT.date(), sp2d="S", paid_amount=bill.counted_amount - 1
        )
    done = bills.pay_bill(bill, amount=bill.counted_amount, **facts)
    assert bills.pay_bill(done, amount=bill.counted_amount, **facts).log.filter(move="pay").count() == 1
    with pytest.raises(Conflict, match="wrong_state"):
        bills.pay_bill(done, amount=bill.counted_amount, **(facts | {"sp2d": "SP2D-2"}))


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"paid_on": date(2026, 11, 17)}, "paid_on"),
        ({"paid_on": date(2026, 11, 15)}, "paid_on"),
        ({"sp2d": " "}, "sp2d_missing"),
    ],
)
def test_a_payment_has_its_day_and_number(lines, other, code) -> None:
    bill = make.sent(make.bill_file(lines))
    facts = {"paid_on": AT.date(), "sp2d": "1", "amount": bill.counted_amount, "actor": make.reviewer(), "at": AT}
    with pytest.raises(Invalid, match=code):
        bills.pay_bill(bill, **(facts | other))


def test_one_sp2d_pays_one_bill(lines, tmp_path) -> None:
    first = make.paid(make.bill_file(lines))
    other = make.lines_of(make.register(tmp_path, rows=40, month=SEPTEMBER))
    second = make.sent(make.bill_file(other, month=SEPTEMBER))
    with pytest.raises(Invalid, match="sp2d_taken"):
        bills.pay_bill(
            second, paid_on=AT.date(), sp2d=first.sp2d, amount=second.counted_amount, actor=make.reviewer(), at=AT
        )


@pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.AUDITOR, Role.INSPECTOR, Role.ADMINISTRATOR])
def test_other_roles_move_nothing(lines, role: Role) -> None:
    who = officer(role)
    bill = make.checked(make.bill_file(lines))
    acts = [
        lambda: bills.prepare_bill(bill, actor=who, at=AT),
        lambda: bills.agree_bill(bill, shown_sha256=bill.sha256, actor=who, at=AT),
        lambda: bills.return_bill(bill, words="Ulangi.", actor=who, at=AT),
        lambda: bills.send_bill(bill, actor=who, at=AT),
        lambda: bills.pay_bill(bill, paid_on=AT.date(), sp2d="1", amount=1, actor=who, at=AT),
        lambda: bill_checking.recheck_bill(bill, actor=who, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    bill.refresh_from_db()
    assert bill.state == S.CHECKED


@pytest.mark.parametrize("words", ["", "  ", "x" * 501])
def test_a_return_says_what_is_wrong(lines, words: str) -> None:
    bill = make.checked(make.bill_file(lines))
    with pytest.raises(Invalid, match="words"):
        bills.return_bill(bill, words=words, actor=make.reviewer(), at=AT)


# --- over the months ---------------------------------------------------------------------------------------------


def test_months_stand_beside_each_other(lines, tmp_path) -> None:
    paid = make.paid(make.bill_file(lines))
    other = make.lines_of(make.register(tmp_path, rows=40, month=SEPTEMBER))
    open_yet = make.agreed(make.bill_file(other[:39], month=SEPTEMBER))
    make.register(tmp_path, rows=40, month=date(2026, 8, 1))
    august, september, october = reconciliation(2026)
    assert (august.bill, august.billed, august.kept) == (None, None, True)
    assert (september.agreed, september.paid, september.owed) == (open_yet.counted_amount, None, september.agreed)
    assert september.unlike == open_yet.counted_amount - open_yet.register_amount < 0
    assert (october.paid, october.owed, october.unlike) == (paid.counted_amount, 0, 0)


def test_every_finding_has_a_bit_of_its_own_and_an_article() -> None:
    bits = [finding.bit for finding in FINDINGS.values()]
    assert set(FINDINGS) == set(BillFinding)
    assert bits == [1 << place for place in range(len(bits))]
    for finding in FINDINGS.values():
        assert all(str(article) for article in finding.articles(OCTOBER))
