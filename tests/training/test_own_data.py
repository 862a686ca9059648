"""Training in one's own data: periods, vouchers, lines, seats with every meeting, certificates and letters."""

import json
from datetime import date

import pytest
from django.urls import reverse

from core.codes import shown
from jkp_portal.my_data import export
from tests import pdf
from tests.factories.accounts import sign_in
from tests.factories.participants import PersonFactory
from tests.factories.training_money import EnrolmentFactory, at_eight, attended
from tests.factories.training_places import with_voucher
from tests.queries import most_queries
from training.models import AttendanceCorrection, WaitingPlace
from training.operations import close_class_outcomes
from training.operations.outcomes import certificate_of, reopen_outcomes

pytestmark = pytest.mark.django_db
LONG_AFTER = at_eight(date(2027, 1, 4))


def told(person) -> dict:
    return json.loads(json.dumps(export(person.user), default=str))["pelatihan"]


def test_a_seat_holds_every_meeting_with_its_minutes_and_the_certificate(person):
    seat = attended(person, 16, 20)
    close_class_outcomes(at=LONG_AFTER)
    (row,) = told(person)["kelas"]
    assert (row["program"], row["keadaan"]) == (seat.training_class.programme.title, "completed")
    assert [len(row["presensi"]), row["hadir_menit"], row["diadakan_menit"]] == [20, 16 * 420, 20 * 420]
    assert row["presensi"][19]["hadir_menit"] == 0
    assert row["presensi"][0]["saat"].startswith("2026-11-02")
    letter = certificate_of(seat)
    assert [(one["jenis"], one["nomor"], one["kode"]) for one in row["surat"]] == [
        ("sertifikat", letter.number, letter.code)
    ]


def test_a_correction_and_a_revoked_certificate_are_told_with_why(person):
    seat = attended(person, 20, 20)
    close_class_outcomes(at=LONG_AFTER)
    head = seat.person.user
    reopen_outcomes([seat.__class__.objects.get(pk=seat.pk)], actor=head, at=LONG_AFTER, reason="Salah hitung.")
    row = seat.attendances.order_by("on").first()
    why = {"was": 420, "now": 60, "reason": "Pulang lebih awal.", "by": head, "at": LONG_AFTER}
    AttendanceCorrection.objects.create(attendance=row, **why)
    (found,) = told(person)["kelas"]
    assert found["surat"][0]["alasan_dicabut"] == "Presensi diperbaiki."
    (change,) = found["presensi"][0]["perbaikan"]
    assert (change["semula"], change["menjadi"], change["alasan"]) == (420, 60, "Pulang lebih awal.")


def test_a_voucher_its_period_and_a_place_in_line_are_told(person):
    voucher = with_voucher(person)
    full = EnrolmentFactory(training_class__programme=voucher.recommendation.programme).training_class
    WaitingPlace.objects.create(training_class=full, voucher=voucher, asked_at=voucher.issued_at)
    data = told(person)
    assert (data["masa"][0]["mulai"], data["masa"][0]["sampai"]) == ("2026-11-01", "2027-02-28")
    (row,) = data["voucher"]
    assert (row["kode"], row["keadaan"], row["nilai_paling_tinggi"]) == (shown(voucher.code), "active", 2_400_000)
    assert [line["keadaan"] for line in data["antrean"]] == ["waiting"]
    assert data["kelas"] == []


def test_the_pdf_holds_it_too(client, person):
    voucher = with_voucher(person)
    sign_in(client, person.user)
    said = pdf.words(client.post(reverse("jkp_portal:download_my_data_pdf")).content)
    assert shown(voucher.code) in said


def test_another_persons_training_is_not_in_it(person):
    attended(PersonFactory(), 2, 2)
    with_voucher()
    assert told(person) == {"masa": [], "voucher": [], "antrean": [], "kelas": []}


def test_meetings_are_read_together(person):
    attended(person, 20, 20)
    with most_queries(60):
        export(person.user)
