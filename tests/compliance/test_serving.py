"""What an employer is asked, what it answers, and what it can never learn."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction

from accounts.models import User
from compliance.enums import AllegationState
from compliance.models import Allegation, Complaint
from compliance.operations import complaints, serving
from compliance.operations.secrecy import reveals
from compliance.selectors.employers import Served, one_served, read, served_to
from core.errors import Conflict, Invalid, NotAllowed
from notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.compliance import ALLEGATION, complaint, inspector, served
from tests.factories.files import StoredFileFactory
from tests.factories.participants import MORNING, TODAY, EmployerFactory, PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db
REPLY = "Upah dilaporkan menurut daftar gaji, kami lampirkan."


@pytest.fixture
def wulan() -> User:
    """An author with everything that could give her away."""
    user = UserFactory(full_name="Wulandari Kusumastuti", email="wulan.kusuma@contoh.id", phone="+6281355550199")
    PersonFactory(user=user, full_name="Wulandari Kusumastuti", nik="9901010107900777")
    return user


def about(author: User, **employer: object) -> Complaint:
    return complaint("taken", author=author, employer=EmployerFactory(**employer))


# --- serving


def test_an_employer_has_seven_working_days() -> None:
    made = served()
    assert (made.state, made.due_on) == (AllegationState.SERVED, date(2026, 11, 25))
    assert made.number.startswith("TGP-2026-")


def test_everybody_who_acts_for_it_is_told_without_a_word_about_a_complaint() -> None:
    made = served()
    told = Notice.objects.filter(event="allegation_served")
    assert {row.user for row in told} == {made.employer.staff.get().user}
    assert {row.link for row in told} == {f"/perusahaan/kepatuhan/{made.pk}/"}
    assert not any("engaduan" in row.subject + row.body for row in told)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Mengapa upah Wulandari Kusumastuti dilaporkan kecil?", ["nama"]),
        ("Mengapa upah WULANDARI dilaporkan kecil?", ["nama"]),
        ("Upah pekerja dengan NIK 9901 0101 0790 0777 dilaporkan kecil.", ["NIK"]),
        ("Hubungi pekerja di 0813-5555-0199 segera.", ["nomor telepon"]),
        ("Hubungi pekerja di +62 813 5555 0199 segera.", ["nomor telepon"]),
        ("Tanyakan ke WULAN.KUSUMA@contoh.id sekarang.", ["alamat email"]),
        ("Akun wulan.kusuma di slip gaji tidak terdaftar.", ["alamat email"]),
        ("Upah ٩٩٠١٠١٠١٠٧٩٠٠٧٧٧ dilaporkan lebih kecil.", ["NIK"]),
    ],
)
def test_a_text_that_gives_the_author_away_is_refused(wulan: User, text: str, what: list[str]) -> None:
    made = about(wulan)
    assert reveals(text, made) == what
    with pytest.raises(Invalid) as error:
        serving.serve_employer(made, text=text, actor=made.taken_by, at=MORNING)
    assert error.value.code == "names_author"
    assert what[0] in str(error.value.message)
    assert not Allegation.objects.exists()


def test_the_refusal_does_not_repeat_what_it_found(wulan: User) -> None:
    made = about(wulan)
    with pytest.raises(Invalid) as error:
        serving.serve_employer(made, text="Upah Wulandari kecil sekali.", actor=made.taken_by, at=MORNING)
    assert "ulandari" not in str(error.value.message)


def test_words_that_the_employers_own_name_has_give_nobody_away() -> None:
    author = UserFactory(full_name="Kusuma Jaya", email=None)
    made = about(author, name="PT Kusuma Jaya Tekstil")
    assert reveals("Laporan upah di Tekstil Kusuma perlu dijelaskan, 15 November 2026.", made) == []
    assert reveals("Upah Kusuma Jaya perlu dijelaskan.", made) == ["nama"]


@pytest.mark.parametrize("text", ["Telepon 081355550101 tidak dijawab.", "Surel budi.s@contoh.id memuat slip."])
def test_what_an_anonymous_author_left_gives_away_too(text: str) -> None:
    made = complaint("taken", anonymous=True, contact="0813 5555 0101 atau budi.s@contoh.id")
    assert reveals(text, made) == ["kontak"]
    assert reveals(ALLEGATION, made) == []


def test_a_typed_name_is_nobody_to_ask() -> None:
    made = complaint("taken")
    with pytest.raises(Invalid) as error:
        serving.serve_employer(made, text=ALLEGATION, actor=made.taken_by, at=MORNING)
    assert error.value.code == "employer_unknown"
    complaints.name_employer(made, employer=EmployerFactory(), actor=made.taken_by, at=MORNING)
    assert serving.serve_employer(made, text=ALLEGATION, actor=made.taken_by, at=MORNING).pk


def test_the_employer_stays_once_it_was_asked() -> None:
    made = served().complaint
    with pytest.raises(Conflict):
        complaints.name_employer(made, employer=EmployerFactory(), actor=made.taken_by, at=MORNING)


def test_the_same_words_are_asked_once() -> None:
    made = served()
    assert serving.serve_employer(made.complaint, text=ALLEGATION, actor=made.served_by, at=MORNING) == made


def test_only_who_took_it_asks_and_only_while_it_is_open() -> None:
    made = complaint("taken", employer=EmployerFactory())
    with pytest.raises(NotAllowed):
        serving.serve_employer(made, text=ALLEGATION, actor=inspector(), at=MORNING)
    done = complaint("answered", employer=EmployerFactory())
    with pytest.raises(Conflict):
        serving.serve_employer(done, text=ALLEGATION, actor=done.taken_by, at=MORNING)


def test_what_was_asked_is_never_changed() -> None:
    made = served()
    with pytest.raises(InternalError), transaction.atomic():
        Allegation.objects.filter(pk=made.pk).update(text="Lain")


# --- the employer


def test_what_an_employer_reads_has_no_way_to_the_complaint() -> None:
    made = served()
    staff = made.employer.staff.get().user
    found = one_served(staff, made.pk, TODAY)
    assert found is not None
    assert [field.name for field in fields(Served)] == [
        "pk", "number", "employer", "text", "served_at", "due_on", "reply",
    ]  # fmt: skip
    assert str(made.complaint.pk) not in repr(found)
    assert made.complaint.number not in repr(found)
    assert "complaint" not in str(served_to(staff, TODAY).query).lower().replace(
        'from "compliance_allegation"', ""
    ).replace("compliance_", "")


def test_staff_of_another_firm_and_former_staff_find_nothing() -> None:
    made = served()
    for user in (StaffFactory().user, StaffFactory(employer=made.employer, former=True).user, made.complaint.author):
        assert one_served(user, made.pk, TODAY) is None


def test_an_employer_answers_once() -> None:
    made = served()
    staff = made.employer.staff.get().user
    first, again = (serving.reply_to_allegation(made, text=REPLY, actor=staff, at=MORNING) for _ in range(2))
    assert first == again
    assert Allegation.objects.get(pk=made.pk).state == AllegationState.REPLIED
    with pytest.raises(Conflict):
        serving.reply_to_allegation(made, text="Jawaban lain dari kami semua.", actor=staff, at=MORNING)
    found = read(served_to(staff, TODAY).get())
    assert (found.reply.text, found.reply.by) == (REPLY, staff.full_name)


def test_a_late_answer_is_taken_all_the_same() -> None:
    made = served()
    staff = made.employer.staff.get().user
    assert serving.reply_to_allegation(made, text=REPLY, actor=staff, at=MORNING + timedelta(days=30)).text == REPLY


def test_somebody_else_does_not_answer_for_it() -> None:
    made = served()
    for user in (StaffFactory().user, made.complaint.author, made.served_by):
        with pytest.raises(NotAllowed):
            serving.reply_to_allegation(made, text=REPLY, actor=user, at=MORNING)


def test_files_are_added_until_the_last_day() -> None:
    made = served()
    staff = made.employer.staff.get().user
    serving.reply_to_allegation(made, text=REPLY, actor=staff, at=MORNING)
    one, two = StoredFileFactory.create_batch(2, owner=staff, purpose=serving.FILE_PURPOSE)
    serving.add_reply_file(made, file=one, actor=staff, at=MORNING + timedelta(days=9))
    with pytest.raises(Conflict):
        serving.add_reply_file(made, file=two, actor=staff, at=MORNING + timedelta(days=10))
    with pytest.raises(NotAllowed):
        serving.add_reply_file(made, file=two, actor=made.complaint.author, at=MORNING)
