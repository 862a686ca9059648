"""Done when: an author is visible to the employer in no page, file, log or notice. Planted, then searched for."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from compliance.models import Allegation, Complaint
from compliance.operations import complaints, filing
from core.models import AuditEvent
from notices.models import Letter, Notice
from tests.architecture.routes import routes
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.compliance import complaint, served
from tests.factories.files import StoredFileFactory, photo, upload
from tests.factories.participants import MORNING, EmployerFactory, PersonFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
NAME, NIK, PHONE, EMAIL = "Wulandari Kusumastuti", "9901010107900777", "81355550199", "wulan.kusuma@contoh.id"
SECRETS = ("Wulandari", "Kusumastuti", NIK, PHONE, EMAIL, "wulan.kusuma", "slip-wulandari")
REPLY = "Upah dilaporkan menurut daftar gaji, kami lampirkan."


@pytest.fixture
def author() -> User:
    user = UserFactory(full_name=NAME, email=EMAIL, phone=f"+62{PHONE}")
    PersonFactory(user=user, full_name=NAME, nik=NIK)
    return user


@pytest.fixture
def asked(author: User) -> Allegation:
    """A complaint with all of its author in text, files, conversation and notes; its employer is asked."""
    firm = StaffFactory(employer=EmployerFactory(), is_admin=True).employer
    made = complaint(author=author, employer=firm, text=f"Saya {NAME}, {EMAIL}, 0{PHONE}: upah saya keliru.")
    stored = StoredFileFactory(owner=author, purpose=filing.FILE_PURPOSE, name="slip-wulandari.jpg")
    filing.add_file(made, file=stored, actor=author, at=MORNING)
    allegation = served(made)
    by = allegation.served_by
    complaints.ask_author(made, text="Berapa upah pada slip gaji?", actor=by, at=MORNING)
    complaints.reply_to_question(made, text=f"Slip saya, {NAME}, {NIK}.", actor=author, at=MORNING)
    complaints.add_note(made, text=f"Pelapor {NAME} tampak takut.", actor=by, at=MORNING)
    return allegation


@pytest.fixture
def logged(caplog: Any) -> Iterator[Any]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.casefold() in text.casefold()]


def _pages(client: Client, allegation: Allegation) -> dict[str, str]:
    """Every address that this person may open, with the ids of this case wherever they fit."""
    made = allegation.complaint
    ids = {
        "complaint_id": made.pk, "allegation_id": allegation.pk, "file_id": made.files.get().pk,
        "letter_id": made.pk, "notice_id": made.pk,
    }  # fmt: skip
    pages: dict[str, str] = {}
    for route in routes():
        kwargs = {param: ids.get(param) for param, _converter in route.params}
        if None in kwargs.values() or not route.admits(None):
            continue
        answer = client.get(reverse(route.name, kwargs=kwargs))
        if answer.status_code == 200 and not getattr(answer, "streaming", False):
            pages[route.name] = answer.content.decode(errors="replace") + str(dict(answer.headers))
    return pages


def test_no_page_of_the_employer_holds_anything_of_the_author(asked: Allegation) -> None:
    staff = asked.employer.staff.get().user
    pages = _pages(sign_in(Client(), staff), asked)
    assert {"compliance:employer_home", "compliance:employer_allegation", "notices:inbox"} <= set(pages)
    assert asked.text in pages["compliance:employer_allegation"]
    assert {name: found for name, text in pages.items() if (found := found_in(text))} == {}
    assert [name for name, text in pages.items() if asked.complaint.number in text] == []
    assert [name for name, text in pages.items() if str(asked.complaint.pk) in text] == []


def test_what_is_the_authors_is_not_found_by_the_employer(asked: Allegation) -> None:
    client, made = sign_in(Client(), asked.employer.staff.get().user), asked.complaint
    for path in (f"/pengaduan/saya/{made.pk}/", f"/pengaduan/berkas/{made.files.get().pk}/"):
        assert client.get(path).status_code == 404
    assert client.get(f"/pengawasan/pengaduan/{made.pk}/").status_code == 403


def test_no_message_or_letter_to_the_employer_holds_anything_of_the_author(asked: Allegation) -> None:
    users = [row.user for row in asked.employer.staff.all()]
    notices = Notice.objects.filter(user__in=users)
    assert notices.filter(event="allegation_served").count() == 3
    said = " ".join(f"{n.subject} {n.body} {n.link}" for n in notices)
    said += " ".join(str(letter.content) for letter in Letter.objects.filter(user__in=users))
    said += " ".join(f"{m.subject} {m.body}" for m in mail.outbox if m.to[0] in {u.email for u in users})
    assert found_in(said) == []
    assert "engaduan" not in said


def test_files_that_the_employer_sends_and_gets_back_are_its_own(asked: Allegation) -> None:
    staff = asked.employer.staff.get().user
    client = sign_in(Client(), staff)
    path = f"/perusahaan/kepatuhan/{asked.pk}/"
    client.post(path, {"do": "file", "file-file": upload(photo(), "daftar-gaji.jpg")})
    row = asked.files.get()
    answer = client.get(f"/perusahaan/kepatuhan/berkas/{row.pk}/")
    assert answer.status_code == 200
    assert found_in(str(dict(answer.headers))) == []
    assert "daftar-gaji.jpg" in answer["Content-Disposition"]


def test_no_line_of_the_log_holds_anything_of_the_author(logged: Any, author: User) -> None:
    made = complaint(author=author, employer=StaffFactory(employer=EmployerFactory()).employer)
    allegation = served(made)
    client = sign_in(Client(), allegation.employer.staff.get().user)
    client.get("/perusahaan/kepatuhan/")
    client.post(f"/perusahaan/kepatuhan/{allegation.pk}/", {"do": "reply", "reply-text": REPLY})
    own = [r for r in logged.records if not r.name.startswith(("django.db", "factory", "faker"))]
    assert found_in(" ".join(f"{r.getMessage()} {r.__dict__.get('facts', '')}" for r in own)) == []


def test_no_fact_of_the_trail_about_the_allegation_leads_to_the_author(asked: Allegation) -> None:
    rows = AuditEvent.objects.filter(object_kind="compliance.allegation")
    assert rows.count() == 1
    said = " ".join(f"{r.actor_name} {r.reason} {r.facts} {r.object_id}" for r in rows)
    assert found_in(said) == []
    assert str(asked.complaint.pk) not in said


def test_facts_of_every_row_of_the_trail_hold_nothing_personal(asked: Allegation) -> None:
    rows = AuditEvent.objects.filter(action__startswith="compliance.")
    assert found_in(" ".join(f"{r.reason} {r.facts}" for r in rows)) == []


# --- the employer's page itself


def test_an_employer_reads_and_answers_once(client: Client, asked: Allegation) -> None:
    sign_in(client, asked.employer.staff.get().user)
    assert asked.number in client.get("/perusahaan/kepatuhan/").content.decode()
    path = f"/perusahaan/kepatuhan/{asked.pk}/"
    assert client.post(path, {"do": "reply", "reply-text": "Ya"}).status_code == 422
    page = client.post(path, {"do": "reply", "reply-text": REPLY}, follow=True)
    assert REPLY in page.content.decode()
    assert client.post(path, {"do": "reply", "reply-text": "Jawaban lain dari kami."}).status_code == 409


def test_other_firms_and_former_staff_find_nothing(client: Client, asked: Allegation) -> None:
    path = f"/perusahaan/kepatuhan/{asked.pk}/"
    for user in (StaffFactory().user, StaffFactory(employer=asked.employer, former=True).user, asked.complaint.author):
        assert sign_in(client, user).get(path).status_code == 404
        assert client.post(path, {"do": "reply", "reply-text": REPLY}).status_code == 404


def test_an_employer_with_nothing_to_answer_is_told_so(client: Client) -> None:
    page = sign_in(client, StaffFactory().user).get("/perusahaan/kepatuhan/")
    assert "Tidak ada yang perlu ditanggapi" in page.content.decode()


def test_who_acts_for_no_employer_is_led_away(client: Client) -> None:
    assert sign_in(client, UserFactory()).get("/perusahaan/kepatuhan/").status_code == 302


def test_the_admin_shows_neither_author_nor_text(asked: Allegation) -> None:
    from compliance.admin import AllegationAdmin, ComplaintAdmin

    hidden = {"author", "text", "contact_sealed", "employer", "employer_typed", "claim", "taken_by"}
    assert hidden.isdisjoint(ComplaintAdmin.fields + ComplaintAdmin.list_display)
    assert {"complaint", "text"}.isdisjoint(AllegationAdmin.fields + AllegationAdmin.list_display)
    assert Complaint.objects.count() == 1
