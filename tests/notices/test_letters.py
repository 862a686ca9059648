"""Letters: issued once, the same words on paper and on the page, provable for ever."""

import hashlib
import re
from datetime import UTC, date, datetime
from io import BytesIO
from threading import Thread

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from core.codes import ALPHABET, shown
from core.errors import Invalid
from core.jobs import run_due
from core.models import AuditEvent, Holiday
from notices.enums import LetterKind
from notices.letters import AlteredLetter, MissingFacts, issue_letter, read_pdf, revoke_letter, store_pdf
from notices.letters.document import bold, runs
from notices.letters.pdf import check_url, printed, render
from notices.models import LETTER_CODE, Letter
from tests.factories.notices import LETTER_FACTS, NOON, REFUSED_ROWS, make_letter, make_reader
from tests.pdf import words

every_kind = pytest.mark.parametrize("kind", list(LetterKind))


def text_of(letter: Letter) -> str:
    return words(render(letter))


# --- issuing -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_letter_gets_a_number_of_its_year_and_a_code():
    letter = make_letter()
    assert re.fullmatch(r"SRT-2026-\d{7}", letter.number)
    assert len(letter.code) == LETTER_CODE
    assert set(letter.code) <= set(ALPHABET)
    assert (letter.subject_kind, letter.subject_id) == ("accounts.user", str(letter.user.pk))


@pytest.mark.django_db
def test_the_year_of_a_letter_is_the_year_in_jakarta():
    new_year_in_jakarta = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert make_letter(at=new_year_in_jakarta).number.startswith("SRT-2027-")


@pytest.mark.django_db
def test_a_letter_is_issued_once_for_a_kind_and_a_subject():
    reader = make_reader()
    first = make_letter("approval", user=reader)
    again = make_letter("approval", user=reader, amount=9_999_999)
    assert again == first
    assert again.facts["amount"] == 3_000_000
    assert make_letter("refusal", user=reader) != first


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_issue_one_letter():
    reader = make_reader()

    def issue():
        make_letter(user=reader)
        connection.close()

    threads = [Thread(target=issue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Letter.objects.count() == 1


@pytest.mark.django_db
@every_kind
def test_missing_facts_are_a_programming_error(kind):
    reader = make_reader()
    facts = {name: value for name, value in LETTER_FACTS[kind].items() if name not in ("claim_number", "number")}
    with pytest.raises(MissingFacts, match=r"needs .*number"):
        issue_letter(kind=kind, user=reader, subject=reader, at=NOON, **facts)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_an_unknown_kind_is_a_programming_error():
    reader = make_reader()
    with pytest.raises(ValueError, match="invitation"):
        issue_letter(kind="invitation", user=reader, subject=reader, at=NOON)


@pytest.mark.django_db
def test_a_letter_is_in_indonesian_whatever_the_officer_reads():
    with translation.override("en"):
        lazy = gettext_lazy("Bukti PHK diterima")
        letter = make_letter(reason=lazy, rows=[[lazy, lazy, lazy]])
        assert "Proof of PHK" not in str(letter.content)
        assert "Proof of PHK" not in str(Letter.objects.get(pk=letter.pk).facts)
    assert letter.content["title"] == "Klaim JKP Anda ditolak"
    assert "Selasa, 15 Desember 2026" in str(letter.content)


# --- the words ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_refusal_says_why_on_what_facts_by_which_article_and_how_to_object():
    text = text_of(make_letter(nik="3311 •••• •••• 0007", place="Kabupaten Sukoharjo, Jawa Tengah"))
    for said in (
        "Yth. Siti Aminah",
        "NIK 3311 •••• •••• 0007",
        "Klaim JKP Anda ditolak",
        "Mengapa. Iuran yang dihitung belum 12 bulan dalam 24 bulan terakhir. Kami menemukan 9 bulan.",
        "Syarat Yang kami temukan Hasil",
        "Kurang 3",
        "KEP-2026-0000032",
        "PP 6/2025 Pasal 19; PP 6/2025 Pasal 40.",
        "Manfaat JKP tidak dibayar untuk klaim ini.",
        "Keberatan sampai Selasa, 15 Desember 2026, 23.59 WIB, lewat portal, dinas, atau Halo JKP. Gratis.",
        "paling lambat 10 hari kerja sesudah keberatan kami terima (paling akhir Kamis, 31 Desember 2026)",
        "Banding paling lambat 10 hari kerja sesudah jawaban (paling akhir",
        "Halaman 1 dari 1",
    ):
        assert said in text
    assert "POL-" not in text


@pytest.mark.django_db
def test_a_year_without_a_calendar_drops_the_later_dates_not_the_letter():
    Holiday.objects.filter(day__year__gte=2027).delete()
    text = text_of(make_letter(objection_until="2026-12-28"))
    assert "Keberatan sampai Senin, 28 Desember 2026, 23.59 WIB" in text
    assert "paling akhir" not in text
    assert "paling lambat 10 hari kerja sesudah keberatan kami terima." in text


@pytest.mark.django_db
def test_an_approval_shows_its_sum():
    text = text_of(make_letter("approval"))
    assert (
        "Manfaat bulan ke-1 sebesar Rp3.000.000 dibayar ke rekening Anda paling lambat Kamis, 19 November 2026." in text
    )
    assert "60% × Rp5.000.000 = Rp3.000.000" in text
    assert "PP 6/2025 Pasal 21 ayat (1)." in text
    assert "Bank Contoh •••• 4471" in text


@pytest.mark.django_db
def test_an_approval_under_the_old_rules_cites_the_old_article():
    assert "PP 37/2021 Pasal 21 ayat (1)." in text_of(make_letter("approval", regime="R21", rate_percent=45))


@pytest.mark.django_db
def test_a_payment_is_proved_with_amount_day_account_and_reference():
    text = text_of(make_letter("payment_proof"))
    assert "Rp3.000.000 sudah masuk ke rekening Anda pada Rabu, 18 November 2026." in text
    assert "TRX-20261118-7781" in text


@pytest.mark.django_db
def test_a_claim_s_receipt_names_the_day_of_the_decision():
    assert "Kami memutus paling lambat Kamis, 19 November 2026." in text_of(make_letter("claim_receipt"))


@pytest.mark.django_db
def test_a_signed_kapk_holds_every_point():
    text = text_of(make_letter("kapk"))
    assert "1. Saya bersedia bekerja kembali. 2. Saya mencari kerja secara aktif." in text


@pytest.mark.django_db
def test_the_acknowledgement_of_a_report_names_the_other_side_s_last_day():
    text = text_of(make_letter("phk_report"))
    assert "Laporan PHK sudah kami terima" in text
    assert "Tanda terima" not in text
    assert "PHK-2026-0000012" in text
    assert "Pihak lain kami minta menjawab paling lambat Rabu, 25 November 2026, 23.59 WIB." in text


@pytest.mark.django_db
def test_a_receipt_after_the_mediator_accepted_has_its_own_number():
    text = text_of(make_letter("phk_receipt"))
    assert "Tanda terima laporan PHK" in text
    assert "TTP-2026-0000003" in text


@pytest.mark.django_db
def test_there_is_no_receipt_without_its_number():
    with pytest.raises(MissingFacts, match="receipt_number"):
        make_letter("phk_receipt", receipt_number="")


@pytest.mark.django_db
def test_a_letter_to_the_employer_does_not_show_the_worker_s_nik_as_its_own():
    letter = make_letter("phk_receipt", nik="3311 •••• •••• 0007", worker="Rudi Hartanto")
    assert letter.content["to"] == ["Yth. **Siti Aminah**"]
    assert "Rudi Hartanto" in text_of(letter)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "to"),
    [
        ("lpk_report", "Direktorat Pelatihan Vokasi, Kementerian Ketenagakerjaan"),
        ("lpk_request", "Direktorat Pelatihan Vokasi, Kementerian Ketenagakerjaan"),
        ("sptjm", "Direktorat Pelatihan Vokasi, Kementerian Ketenagakerjaan"),
        ("billing_letter", "BPJS Ketenagakerjaan"),
    ],
)
def test_what_goes_with_an_invoice_is_addressed_to_who_pays_it_or_sees_to_it(kind: str, to: str):
    assert make_letter(kind).content["to"] == [f"Yth. **{to}**"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "evil", ['#read("/etc/passwd")', "*tebal* _miring_ = judul", "<script>alert(1)</script>", "$x$ @sitasi \\ `kode`"]
)
def test_what_people_write_is_text_and_never_markup(evil):
    assert evil in text_of(make_letter("claim_receipt", employer=evil))


def test_bold_is_the_only_mark_and_cannot_be_forged():
    assert runs(f"sampai {bold('Se**nin')} pagi") == [("sampai ", False), ("Senin", True), (" pagi", False)]


# --- the file ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@every_kind
def test_a_letter_is_one_small_tagged_archival_page(kind):
    data = render(make_letter(kind))
    assert len(data) <= 80 * 1024
    with pikepdf.open(BytesIO(data)) as document:
        assert len(document.pages) == 1
        assert [round(float(edge)) for edge in document.pages[0].mediabox[2:]] == [595, 842]
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "id"
        with document.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"


@pytest.mark.django_db
@every_kind
def test_the_same_letter_gives_the_same_bytes(kind):
    letter = make_letter(kind)
    assert render(letter) == render(Letter.objects.get(pk=letter.pk))


@pytest.mark.django_db
def test_a_refusal_with_every_condition_is_still_one_page():
    text = text_of(make_letter(rows=REFUSED_ROWS * 4))
    assert "Halaman 1 dari 1" in text


@pytest.mark.django_db
def test_the_longest_refusal_still_has_its_page_numbers():
    text = text_of(make_letter(rows=REFUSED_ROWS * 12, explanation="Penjelasan petugas yang panjang. " * 12))
    assert "Halaman 1 dari 2" in text
    assert "Halaman 2 dari 2" in text


@pytest.mark.django_db
def test_the_worker_stores_the_file_with_its_fingerprint():
    letter = make_letter()
    run_due()
    letter.refresh_from_db()
    assert letter.pdf == f"letters/2026/12/{letter.pk}.pdf"
    assert letter.sha256 == hashlib.sha256(default_storage.open(letter.pdf).read()).hexdigest()


@pytest.mark.django_db
def test_a_letter_asked_for_before_the_worker_came_is_rendered_then():
    letter = make_letter()
    data = read_pdf(letter)
    letter.refresh_from_db()
    assert letter.sha256 == hashlib.sha256(data).hexdigest()
    assert store_pdf(str(letter.pk)).sha256 == letter.sha256


@pytest.mark.django_db
def test_half_a_file_of_a_killed_worker_is_replaced():
    letter = make_letter()
    default_storage.save(f"letters/2026/12/{letter.pk}.pdf", ContentFile(b"%PDF-"))
    assert read_pdf(letter) == render(letter)


@pytest.mark.django_db
def test_a_lost_file_comes_back_the_same():
    letter = store_pdf(str(make_letter().pk))
    default_storage.delete(letter.pdf)
    assert hashlib.sha256(read_pdf(letter)).hexdigest() == letter.sha256
    assert default_storage.exists(letter.pdf)


@pytest.mark.django_db
def test_an_altered_file_is_never_handed_out():
    letter = store_pdf(str(make_letter().pk))
    default_storage.delete(letter.pdf)
    default_storage.save(letter.pdf, ContentFile(b"%PDF-1.7 lain"))
    with pytest.raises(AlteredLetter, match=letter.number):
        read_pdf(letter)


# --- the code ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_qr_code_leads_to_the_check_of_this_letter(settings):
    settings.PORTAL_BASE_URL = "https://jkp.contoh/"
    letter = make_letter()
    assert check_url(letter) == f"https://jkp.contoh/verifikasi/{shown(letter.code)}/"
    assert printed(letter)["check_address"] == "jkp.contoh/verifikasi"


# --- for ever ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_revoked_letter_keeps_the_first_reason():
    officer = make_reader(full_name="Petugas")
    letter = revoke_letter(make_letter(), reason=" Nama keliru ", actor=officer, at=NOON)
    again = revoke_letter(letter, reason="Lain", actor=officer, at=NOON)
    assert (again.revoked_at, again.revoked_reason) == (NOON, "Nama keliru")
    assert AuditEvent.objects.get(action="notices.letter.revoked").object_id == str(letter.pk)


@pytest.mark.django_db
def test_revoking_needs_a_reason():
    letter = make_letter()
    with pytest.raises(Invalid, match="reason_missing"):
        revoke_letter(letter, reason="  ", actor=None, at=NOON)
    letter.refresh_from_db()
    assert letter.revoked_at is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"facts": {}},
        {"number": "SRT-2026-9999999"},
        {"code": "0" * 12},
        {"issued_at": datetime(2020, 1, 1, tzinfo=UTC)},
        {"sha256": "0" * 64},
        {"pdf": "letters/lain.pdf"},
        {"revoked_reason": "Lain"},
        {"revoked_at": None, "revoked_reason": ""},
    ],
)
def test_the_database_refuses_to_change_an_issued_letter(change):
    letter = store_pdf(str(make_letter().pk))
    revoke_letter(letter, reason="Nama keliru", actor=None, at=NOON)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**change)


@pytest.mark.django_db
def test_the_database_refuses_to_delete_a_letter():
    letter = make_letter()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk)._raw_delete("default")


@pytest.mark.django_db
def test_the_database_refuses_a_file_without_fingerprint():
    letter = make_letter()
    with pytest.raises(DatabaseError, match="stored_letter_has_its_fingerprint"), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(pdf="letters/x.pdf")


@pytest.mark.django_db
def test_dates_may_be_dates_moments_or_words():
    given = {"reported_at": NOON, "phk_on": date(2026, 11, 10), "other_side_due_on": "2026-11-25"}
    text = text_of(make_letter("phk_report", **given))
    assert "Senin, 14 Desember 2026" in text
    assert "Selasa, 10 November 2026" in text
