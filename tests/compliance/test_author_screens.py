"""P8 and what follows it, with an account and without."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.enums import Role
from compliance.enums import ComplaintState
from compliance.models import Complaint
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.claims import claim
from tests.factories.compliance import TEXT, complaint
from tests.factories.files import EICAR, StoredFileFactory, photo, upload
from tests.factories.participants import MORNING, confirmed_phk
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
FORM, SENT, TRACK, TRACKED, OWN = (f"/pengaduan/{part}" for part in ("", "terkirim/", "lacak/", "lacak/isi/", "saya/"))


def filled(**facts: Any) -> dict[str, Any]:
    return {
        "submission": str(uuid.uuid4()), "kind": "not_enrolled", "employer": "CV Roti Manis", "region": "3372",
        "since": "Januari 2026", "until": "", "text": TEXT, "contact": "", **facts,
    }  # fmt: skip


def send(client: Client, **facts: Any) -> Any:
    return client.post(FORM, filled(**facts), follow=True)


def code_on(page: Any) -> str:
    return words(soup(page).select_one("#kode + .money"))


# --- sending


def test_anybody_complains_and_reads_number_code_and_date(client: Client) -> None:
    page = send(client)
    made = Complaint.objects.get()
    assert page.redirect_chain == [(SENT, 302)]
    assert words(soup(page).select_one(".done .big")) == made.number
    assert len(code_on(page)) == 14
    assert "Senin, 23 November 2026" in words(soup(page).select_one("ol.log"))
    assert (made.author, made.employer_typed, made.region_id) == (None, "CV Roti Manis", "3372")


def test_the_code_is_in_no_address_and_stays_readable_for_half_an_hour(client: Client) -> None:
    code = code_on(send(client))
    assert code_on(client.get(SENT)) == code
    with time_machine.travel(MORNING + timedelta(minutes=31), tick=False):
        assert client.get(SENT)["Location"] == TRACK


def test_another_browser_does_not_see_it(client: Client) -> None:
    send(client)
    assert Client().get(SENT)["Location"] == TRACK


def test_the_session_does_not_hold_the_code_in_the_open(client: Client) -> None:
    code = code_on(send(client)).replace("-", "")
    assert code not in str(dict(client.session))


def test_two_clicks_make_one_complaint_with_its_code(client: Client) -> None:
    form = filled()
    first = code_on(client.post(FORM, form, follow=True))
    assert code_on(client.post(FORM, form, follow=True)) == first
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"employer": " "}, "employer"),
        ({"region": ""}, "region"),
        ({"region": "33"}, "region"),
        ({"text": "Singkat"}, "text"),
        ({"since": "Mei 2026", "until": "April 2026"}, "until"),
        ({"since": "Desember 2026"}, "since"),
        ({"submission": ""}, "submission"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(client: Client, facts: dict, field: str) -> None:
    page = client.post(FORM, filled(**facts))
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Complaint.objects.exists()
    if "employer" not in facts:
        assert soup(page).select_one("[name=employer]")["value"] == "CV Roti Manis"


def test_a_stranger_sends_a_photo_along(client: Client) -> None:
    send(client, file=upload(photo()))
    stored = Complaint.objects.get().files.get().file
    assert (stored.owner, stored.name) == (None, "bukti.jpg")


def test_a_file_that_is_refused_does_not_stop_the_complaint(client: Client) -> None:
    page = send(client, file=upload(EICAR, "bukti.jpg"))
    assert "Pengaduan terkirim, tetapi berkasnya belum" in words(soup(page).body)
    assert not Complaint.objects.get().files.exists()


def test_a_signed_in_author_keeps_it_in_the_account(client: Client) -> None:
    user = UserFactory()
    page = send(sign_in(client, user), name="named")
    made = Complaint.objects.get()
    assert (made.author, made.code_index) == (user, None)
    assert soup(page).select_one("#kode") is None
    assert f"{OWN}{made.pk}/" in page.content.decode()


def test_a_signed_in_author_may_stay_nameless(client: Client) -> None:
    page = send(sign_in(client, UserFactory()), name="nameless", contact="081355550101")
    made = Complaint.objects.get()
    assert (made.author, made.contact) == (None, "081355550101")
    assert code_on(page)


def test_an_officer_complains_without_a_name_only(client: Client) -> None:
    sign_in(client, officer(Role.REVIEWER))
    assert soup(client.get(FORM)).select_one("[name=name]") is None
    send(client, name="named")
    assert Complaint.objects.get().author is None


def test_a_claim_leads_here_with_employer_and_region_filled_in(client: Client) -> None:
    own = claim("active")
    sign_in(client, own.person.user)
    page = soup(client.get(f"{FORM}?klaim={own.pk}&jenis=wage"))
    assert page.select_one("[name=employer]")["value"] == own.phk.employer.name
    assert page.select_one("[name=region] option[selected]")["value"] == "3372"
    assert page.select_one("[name=kind][checked]")["value"] == "wage"
    send(client, name="named", claim=str(own.pk), employer=own.phk.employer.name)
    made = Complaint.objects.get()
    assert (made.claim, made.employer) == (own, own.phk.employer)


def test_the_claim_of_somebody_else_fills_in_nothing(client: Client) -> None:
    other = claim("active")
    sign_in(client, UserFactory())
    assert other.phk.employer.name not in client.get(f"{FORM}?klaim={other.pk}").content.decode()
    send(client, name="named", claim=str(other.pk))
    assert Complaint.objects.get().claim is None


def test_the_claims_page_leads_to_a_complaint(client: Client) -> None:
    own = claim("active")
    page = sign_in(client, own.person.user).get(f"/klaim/{own.pk}/")
    assert f"{FORM}?klaim={own.pk}" in page.content.decode()


def test_wages_that_are_wrong_lead_here_before_there_is_a_claim(client: Client) -> None:
    event = confirmed_phk()
    sign_in(client, event.person.user)
    path = f"{FORM}?phk={event.pk}&jenis=wage"
    assert path in client.get(f"/kelayakan/{event.pk}/").content.decode().replace("&amp;", "&")
    assert soup(client.get(path)).select_one("[name=employer]")["value"] == event.employer.name
    send(client, name="named", employer=event.employer.name)
    assert Complaint.objects.get().employer == event.employer


# --- the code


def track(client: Client, code: str) -> Any:
    return client.post(TRACK, {"code": code}, follow=True)


def test_the_code_opens_it_as_people_type_it(client: Client) -> None:
    made = complaint(anonymous=True)
    code = made.tracking_code
    page = track(client, f" {code[:4].lower()} {code[4:8]}-{code[8:]} ")
    assert page.redirect_chain == [(TRACKED, 302)]
    assert made.number in words(soup(page).body)


def test_a_slip_of_the_pen_is_told_from_a_wrong_code(client: Client) -> None:
    code = complaint(anonymous=True).tracking_code
    other = next(c for c in "ABCD" if c != code[0])
    assert "salah ketik" in words(soup(track(client, other + code[1:])).select_one(".err"))
    assert "12 huruf dan angka" in words(soup(track(client, "123")).select_one(".err"))


def test_ten_wrong_codes_close_the_door_for_this_address(client: Client) -> None:
    code = complaint(anonymous=True).tracking_code
    for _ in range(10):
        assert track(client, "0" * 12).status_code == 422
    assert track(client, code).status_code == 429


def test_who_typed_no_code_is_led_to_it(client: Client) -> None:
    complaint(anonymous=True)
    for answer in (client.get(TRACKED), client.post(TRACKED, {"do": "withdraw"})):
        assert answer["Location"] == TRACK
    assert Complaint.objects.get().state == ComplaintState.RECEIVED


def test_the_page_closes_by_itself_and_by_hand(client: Client) -> None:
    made = complaint(anonymous=True)
    track(client, made.tracking_code)
    assert client.get(TRACKED).status_code == 200
    client.post(TRACKED, {"do": "close"})
    assert client.get(TRACKED)["Location"] == TRACK
    track(client, made.tracking_code)
    with time_machine.travel(MORNING + timedelta(minutes=31), tick=False):
        assert client.get(TRACKED)["Location"] == TRACK


def test_without_an_account_one_answers_adds_reopens_and_withdraws(client: Client) -> None:
    made = complaint("asked", anonymous=True)
    track(client, made.tracking_code)
    client.post(TRACKED, {"do": "say", "say-text": "Empat juta dua ratus ribu."})
    client.post(TRACKED, {"do": "file", "file-file": upload(photo())})
    made.refresh_from_db()
    assert (made.state, made.files.count()) == (ComplaintState.EXAMINING, 1)
    client.post(TRACKED, {"do": "withdraw"})
    made.refresh_from_db()
    assert made.state == ComplaintState.WITHDRAWN


# --- one's own


def own_page(client: Client, made: Complaint) -> Any:
    return sign_in(client, made.author).get(f"{OWN}{made.pk}/")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("received", "Jawa Tengah akan memeriksa"),
        ("taken", "sedang memeriksa"),
        ("asked", "perlu keterangan Anda"),
        ("referred", "langsung di tempat kerja"),
        ("answered", "sudah dijawab"),
        ("withdrawn", "menarik pengaduan"),
    ],
)
def test_every_state_says_what_happens(client: Client, state: str, said: str) -> None:
    page = own_page(client, complaint(state))
    assert said in words(soup(page).select_one("p.lead"))


def test_officers_have_no_name_on_the_authors_page(client: Client) -> None:
    made = complaint("asked")
    page = own_page(client, made).content.decode()
    assert "Pengawas ketenagakerjaan" in page
    assert made.taken_by.full_name not in page


def test_internal_notes_are_not_the_authors(client: Client) -> None:
    from compliance.operations.complaints import add_note

    made = complaint("taken")
    add_note(made, text="Catatan rahasia pengawas.", actor=made.taken_by, at=MORNING)
    assert "Catatan rahasia" not in own_page(client, made).content.decode()


def test_a_late_answer_is_said_to_be_our_fault(client: Client) -> None:
    made = complaint("taken")
    with time_machine.travel(MORNING + timedelta(days=8), tick=False):
        assert "tanggung jawab kami" in words(soup(own_page(client, made)).select_one(".note.care"))


def test_an_answer_is_read_downloaded_and_reopened_once(client: Client) -> None:
    made = complaint("answered")
    page = soup(own_page(client, made))
    assert page.select_one("a[href^='/surat/']") or "Unduh surat jawaban" in words(page.body)
    client.post(f"{OWN}{made.pk}/", {"do": "reopen", "reopen-text": "Upahnya belum diperbaiki."})
    made.refresh_from_db()
    assert made.state == ComplaintState.RECEIVED
    again = client.post(f"{OWN}{made.pk}/", {"do": "reopen", "reopen-text": "Upahnya belum diperbaiki."})
    assert again.status_code == 409


def test_a_short_reply_comes_back_with_its_words(client: Client) -> None:
    made = complaint("asked")
    sign_in(client, made.author)
    page = client.post(f"{OWN}{made.pk}/", {"do": "say", "say-text": "Ya"})
    assert page.status_code == 422
    assert words(soup(page).select_one("[name=say-text]")) == "Ya"


def test_a_file_is_its_authors_and_the_regions(client: Client) -> None:
    from compliance.operations.filing import FILE_PURPOSE, add_file

    made = complaint()
    stored = StoredFileFactory(owner=made.author, purpose=FILE_PURPOSE)
    path = f"/pengaduan/berkas/{add_file(made, file=stored, actor=made.author, at=MORNING).pk}/"
    asked = {
        made.author: 200, UserFactory(): 404, officer(Role.INSPECTOR, region="33"): 200,
        officer(Role.INSPECTOR, region="35"): 404, officer(Role.AUDITOR): 404,
        officer(Role.MEDIATOR, region="3372"): 404,
    }  # fmt: skip
    assert [sign_in(Client(), user).get(path).status_code for user in asked] == list(asked.values())


def test_somebody_elses_complaint_is_not_found(client: Client) -> None:
    made = complaint()
    sign_in(client, UserFactory())
    assert client.get(f"{OWN}{made.pk}/").status_code == 404
    assert client.post(f"{OWN}{made.pk}/", {"do": "withdraw"}).status_code == 404


def test_the_list_asks_few_questions_however_long_it_is(client: Client) -> None:
    author = UserFactory()
    for n in range(22):
        complaint(author=author, at=MORNING + timedelta(days=n // 5))
    sign_in(client, author)
    with most_queries(14):
        page = client.get(OWN)
    assert len(soup(page).select("main ul.list > li")) == 20
    assert len(soup(client.get(f"{OWN}?page=2")).select("main ul.list > li")) == 2


def test_an_empty_list_says_how_to_begin(client: Client) -> None:
    page = sign_in(client, UserFactory()).get(OWN)
    assert soup(page).select_one(".empty a[href='/pengaduan/']")


def test_own_data_hold_ones_complaints() -> None:
    from jkp_portal.my_data import export

    made = complaint("answered")
    data = export(made.author)["pengaduan"]
    assert [row["nomor"] for row in data] == [made.number]
    assert [m["dari"] for m in data[0]["percakapan"]] == ["officer"]
