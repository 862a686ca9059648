"""The profile in one's own data, and what an officer is told of it."""

import json

import pytest
from django.urls import reverse

from accounts.enums import Role
from core.models import AccessLog
from ipk.operations import jobseekers
from jkp_portal.my_data import export
from tests import pdf
from tests.factories.accounts import officer, sign_in
from tests.factories.ipk_profile import conditioned, jobseeker, profile
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import RecommendationFactory
from tests.html import soup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


def card(client, person):
    page = soup(client.get(reverse("jkp_portal:person", args=[person.pk]), {"untuk": "klaim"}))
    return next(found for found in page.select("aside .card") if "Profil dan keinginan" in words(found))


def test_ones_data_hold_every_part_and_every_registration(client, person):
    profile(person, full=True, summary="Teliti.")
    jobseeker(person, ended=True, wage=3_000_000)
    conditioned(person)
    data = json.loads(json.dumps(export(person.user), default=str))
    told = data["profil"]
    assert (told["ringkasan"], told["foto"]) == ("Teliti.", "bukti.jpg")
    assert told["pengalaman"][0]["nama"] == "Operator jahit"
    assert set(told) >= {"pendidikan", "pelatihan", "sertifikasi", "prestasi", "bahasa", "keahlian"}
    seeker = data["pencari_kerja"]
    assert [row["upah"] for row in seeker["pendaftaran"]] == [None, 3_000_000]
    assert seeker["pendaftaran"][0]["tempat"] == ["Jawa Tengah", "Kota Surakarta"]
    assert seeker["kondisi_fisik"] == {"jenis": ["fisik"], "kebutuhan": "Jalur kursi roda"}
    sign_in(client, person.user)
    said = pdf.words(client.post(reverse("jkp_portal:download_my_data_pdf")).content)
    assert "Operator jahit" in said
    assert "Jalur kursi roda" in said


def test_a_condition_that_was_taken_back_is_gone_and_the_consent_remains(person):
    conditioned(person)
    jobseekers.withdraw_condition(person, actor=person.user, at=MORNING)
    seeker = export(person.user)["pencari_kerja"]
    assert seeker["kondisi_fisik"] is None
    assert [row["ditarik"] for row in seeker["persetujuan"]] == [MORNING]


def test_ones_data_without_a_profile_say_so(person):
    data = export(person.user)
    assert data["profil"]["terakhir_diubah"] is None
    assert data["pencari_kerja"] == {"pendaftaran": [], "kondisi_fisik": None, "persetujuan": []}


def test_an_officer_reads_how_complete_it_is_and_the_wish_but_not_the_profile(client, person):
    profile(person, full=True, summary="Ringkasan rahasia")
    conditioned(person)
    sign_in(client, officer(Role.BPJS_VERIFIER))
    said = words(card(client, person))
    assert "9 dari 9 bagian terisi" in said
    assert "Operator jahit" in said
    assert "Jawa Tengah, Kota Surakarta" in said
    page = client.get(reverse("jkp_portal:person", args=[person.pk]), {"untuk": "klaim"}).content.decode()
    for secret in ("Ringkasan rahasia", "kursi roda", "SMK Contoh"):
        assert secret not in page
    assert AccessLog.objects.filter(person_id=person.pk).exists()


def test_an_officer_reads_that_nothing_was_begun(client, person):
    sign_in(client, officer(Role.BPJS_VERIFIER))
    said = words(card(client, person))
    assert "0 dari 9 bagian terisi" in said
    assert "belum mendaftar" in said


def test_ones_data_hold_what_counsellors_recommended(person):
    RecommendationFactory(person=person)
    RecommendationFactory()
    told = json.loads(json.dumps(export(person.user), default=str))["rekomendasi_pelatihan"]
    assert len(told) == 1
    assert (told[0]["program"], told[0]["oleh"], told[0]["keadaan"]) == (
        "Operator jahit garmen", "Fitri Handayani", "open",
    )  # fmt: skip
