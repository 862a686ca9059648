"""One person on one page for officers who say why; and one's own data with who looked at it."""

import json
import uuid

import pytest
from django.apps import apps
from django.test import Client

from accounts.enums import Role
from claims.models import WageReview
from core import audit, clock
from core.models import AccessLog, AuditEvent
from ipk.enums.vacancies import ReportReason
from ipk.operations.saved_searches import save_search
from ipk.operations.vacancy_reports import report_vacancy
from ipk.wanted import Wanted
from jkp_portal.one_window import OPENED
from tests.factories import claims as make
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.ipk_vacancies import VacancyFactory
from tests.html import soup
from tests.queries import most_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.claim("paid").person


def opened(client: Client, person, untuk: str = "klaim"):
    return client.get(f"/petugas/peserta/{person.pk}/?untuk={untuk}")


def test_an_officer_finds_somebody_by_nik_name_or_claim(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    number = person.claims.get().number
    for typed in (person.nik, person.full_name.split()[1].lower(), number):
        page = soup(client.post("/petugas/peserta/", {"q": typed, "untuk": "klaim"}))
        assert f"/petugas/peserta/{person.pk}/?untuk=klaim" in [a["href"] for a in page.select("tbody a")]
    assert person.nik not in str(page)


def test_nobody_is_listed_without_a_purpose_or_a_word(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    assert not soup(client.get("/petugas/peserta/")).select("tbody")
    response = client.post("/petugas/peserta/", {"q": person.full_name, "untuk": ""})
    assert response.status_code == 422
    assert "Pilih tujuannya." in response.content.decode()
    assert person.full_name in response.content.decode()


def test_the_page_asks_for_a_purpose_before_it_shows_anything(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    page = soup(client.get(f"/petugas/peserta/{person.pk}/"))
    assert "Untuk apa Anda membuka data orang ini?" in page.get_text()
    assert "Laporan PHK" not in page.main.get_text()
    assert not AccessLog.objects.exists()


def test_one_page_has_everything_and_is_written_down(client, person):
    verifier = officer(Role.BPJS_VERIFIER)
    sign_in(client, verifier)
    with most_queries(25):
        page = soup(opened(client, person))
    text = page.get_text(" ", strip=True)
    claim = person.claims.get()
    for said in (
        claim.number,
        "bulan dihitung. Data per",
        "2.700.000",
        "KEP-",
        "Dibayar",
        "Belum ada bukti mencari kerja.",
    ):
        assert said in text
    assert person.nik not in str(page)
    log = AccessLog.objects.get()
    assert (log.actor, log.person_id, log.purpose, log.role) == (verifier, person.pk, "pemeriksaan klaim", "BVF")


def test_an_unknown_purpose_opens_nothing(client, person):
    sign_in(client, officer(Role.AUDITOR))
    assert person.full_name not in soup(opened(client, person, "iseng")).main.get_text()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("role", [Role.BPJS_PAYMENT_MAKER, Role.MEDIATOR, Role.ADMINISTRATOR])
def test_other_officers_do_not_come_in(client, person, role):
    sign_in(client, officer(role))
    assert opened(client, person).status_code == 403


# --- one's own data ----------------------------------------------------------------------------------------------


def test_the_person_sees_who_looked_and_why_without_a_name(client, person):
    verifier = officer(Role.BPJS_VERIFIER)
    sign_in(client, verifier)
    opened(client, person, "keberatan")
    sign_in(client, person.user)
    text = soup(client.get("/akun/data-saya/")).get_text(" ", strip=True)
    assert "Verifikator BPJS membuka seluruh berkas" in text
    assert "Untuk pemeriksaan keberatan." in text
    assert verifier.full_name not in text
    assert person.nik not in text


def test_nobody_sees_who_looked_at_somebody_else(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    opened(client, person)
    sign_in(client, make.participant().user)
    assert "Belum ada petugas yang membuka berkas Anda." in client.get("/akun/data-saya/").content.decode()


def test_an_account_without_a_person_is_told_so(client):
    sign_in(client, UserFactory())
    assert "belum terhubung dengan data kependudukan" in client.get("/akun/data-saya/").content.decode()


def test_ones_data_can_be_taken_along_in_full(client, person):
    save_search(person.user, wanted=Wanted("penjahit", ""), label="penjahit", at=clock.now())
    report_vacancy(VacancyFactory(), user=person.user, reason=ReportReason.FEE, note="Diminta uang.", at=clock.now())
    sign_in(client, person.user)
    response = client.post("/akun/data-saya/unduh/")
    assert response["Content-Disposition"] == 'attachment; filename="data-saya-jkp.json"'
    data = json.loads(response.content)
    assert data["orang"]["nik"] == person.nik
    assert data["klaim"][0]["bulan"][0]["jumlah"] == 2_700_000
    assert data["klaim"][0]["rekening"]["nomor"] == person.claims.get().account
    assert [row["nama"] for row in data["pencarian_tersimpan"]] == ["penjahit"]
    assert [row["keterangan"] for row in data["lowongan_dilaporkan"]] == ["Diminta uang."]
    assert {"phk", "bpjs", "pembayaran", "surat", "pemberitahuan", "siapa_melihat"} <= data.keys()
    assert AuditEvent.objects.filter(action="accounts.data.exported").count() == 1


@pytest.mark.parametrize("typed", ["' OR 1=1--", "%", "_", "a\x00b", "<script>alert(1)</script>", "9" * 150, "١٢٣"])
def test_strange_words_find_nobody_and_come_back_as_text(client, person, typed):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    response = client.post("/petugas/peserta/", {"q": typed, "untuk": "klaim"})
    assert response.status_code in (200, 422)
    assert not soup(response).select("tbody a")
    assert "<script>alert" not in response.content.decode()


def test_a_search_longer_than_any_name_is_told_so(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    response = client.post("/petugas/peserta/", {"q": "a" * 10_000, "untuk": "klaim"})
    assert response.status_code == 422
    assert not soup(response).select("tbody")


@pytest.mark.parametrize("query", ["page=-1", "page=9e99", "page=0&page=x", "lang=xx", "next=//jahat.invalid"])
def test_no_query_of_ones_data_breaks_the_page(client, person, query):
    sign_in(client, person.user)
    assert client.get(f"/akun/data-saya/?{query}").status_code == 200


def test_a_request_for_data_gives_ones_own_whatever_the_form_says(client, person):
    other = make.claim("paid").person
    sign_in(client, person.user)
    named = {"person": str(other.pk), "user": str(other.user_id), "nik": other.nik, "format": "csv"}
    data = json.loads(client.post("/akun/data-saya/unduh/", named).content)
    assert data["orang"]["nik"] == person.nik
    assert other.nik not in json.dumps(data)


def test_data_are_not_downloaded_by_a_link(client, person):
    sign_in(client, person.user)
    assert client.get("/akun/data-saya/unduh/").status_code == 405
    assert not AuditEvent.objects.filter(action="accounts.data.exported").exists()


def test_a_person_who_is_none_is_not_found(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    assert client.get("/petugas/peserta/00000000-0000-0000-0000-000000000000/?untuk=klaim").status_code == 404
    assert client.get("/petugas/peserta/satu/?untuk=klaim").status_code == 404
    assert not AccessLog.objects.exists()


def test_what_was_opened_has_a_name_in_words(client, person):
    """Each kind that a desk writes down is a model that there is; a wage review is one of them."""
    known = {model._meta.label_lower for model in apps.get_models()}
    assert set(OPENED) - known == set()
    review = WageReview(pk=uuid.uuid4())
    audit.record_access(
        actor=make.verifier(), at=make.MORNING, person_id=person.pk, subject=review, purpose="klaim", role="auditor"
    )
    sign_in(client, person.user)
    text = soup(client.get("/akun/data-saya/")).main.get_text(" ", strip=True)
    assert "membuka evaluasi ulang upah" in text
    assert "claims." not in text
