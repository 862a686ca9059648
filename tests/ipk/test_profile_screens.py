"""The pages of the profile: the next part, each part on its own, what was typed stays, files, the CV."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from files.models import StoredFile
from ipk import selectors
from ipk.enums.profile import OPTIONAL, Part
from ipk.models import Profile, ProfileEntry
from ipk.operations import profile as operations
from ipk.photos import SIDE
from tests import pdf as on_paper
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.files import EICAR, StoredFileFactory, heic, pdf, upload
from tests.factories.files import photo as colour
from tests.factories.ipk_profile import entry, face, jobseeker, profile
from tests.factories.participants import MORNING, PersonFactory, report_phk
from tests.html import soup, words
from tests.ipk.test_profile import snapshot_of_bpjs
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PROFILE = reverse("ipk:profile")
PERSONAL = reverse("ipk:profile_personal")
PHOTO = reverse("ipk:profile_photo")
CV, CV_PDF = reverse("ipk:profile_cv"), reverse("ipk:profile_cv_pdf")
HOSTILE = '<script>alert(1)</script><a href="javascript:alert(1)">x</a>'
JOB = {"title": "Operator jahit", "place": "PT Busana", "began_on": "Maret 2019", "ended_on": "11/2026", "note": ""}


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def page(response):
    assert response.status_code == 200, response.status_code
    return soup(response)


def part_url(part: Part) -> str:
    return reverse("ipk:profile_part", args=[part.value])


def add_url(part: Part) -> str:
    return reverse("ipk:profile_add", args=[part.value])


def at(route: str, row: ProfileEntry) -> str:
    return reverse(f"ipk:profile_{route}", args=[row.pk])


def complaints(response) -> list[str]:
    assert response.status_code == 422, response.status_code
    return [words(li) for li in soup(response).select(".errs li")]


# --- the Dasbor Profil -------------------------------------------------------------------------------------------


def test_the_next_missing_part_is_the_one_thing_to_do(me, person):
    profile(person)
    seen = page(me.get(PROFILE))
    assert words(seen.select_one("#now")) == "Berikutnya: foto diri"
    assert seen.select_one("a.sunny")["href"] == PHOTO
    assert seen.find("progress")["value"] == "11"
    rows = {words(li.a): words(li.select_one(".tag")) for li in seen.select(".tasks li")}
    assert rows["Data diri"] == "Terisi"
    assert rows["Keahlian"] == "Belum diisi"
    assert len(rows) == 9


def test_a_complete_profile_asks_for_nothing(me, person):
    profile(person, full=True)
    seen = page(me.get(PROFILE))
    assert words(seen.select_one("section.calm h2")) == "Profil Anda lengkap"
    assert seen.select_one("a.sunny") is None
    assert "Operator jahit" in words(seen.select_one(".tasks"))


def test_the_profile_leads_to_the_registration_as_jobseeker(me, person):
    assert page(me.get(PROFILE)).select_one(f"aside a[href='{reverse('ipk:jobseeker_register')}']")
    jobseeker(person)
    assert "Anda terdaftar, mencari pekerjaan Operator jahit" in words(page(me.get(PROFILE)).aside)


def test_the_profile_asks_few_questions(me, person):
    profile(person, full=True)
    me.get(PROFILE)
    with most_queries(9):
        me.get(PROFILE)


def test_somebody_without_a_person_is_led_to_the_identity_check(client):
    sign_in(client, UserFactory())
    for address in (PROFILE, PERSONAL, PHOTO, CV, CV_PDF, part_url(Part.SKILL), add_url(Part.SKILL)):
        assert client.get(address).url == reverse("participants:register_identity")


def test_an_officer_has_no_profile_here(client):
    sign_in(client, officer(Role.COUNSELLOR, region="3372"))
    assert client.get(PROFILE).status_code == 403


# --- the personal part -------------------------------------------------------------------------------------------


def test_what_is_known_is_shown_and_never_the_nik(me, person):
    seen = page(me.get(PERSONAL))
    said = words(seen.select_one(".facts"))
    assert person.full_name in said
    assert "1 Juli 1990" in said
    assert person.nik not in str(seen)


def test_contact_and_summary_are_kept(me, person):
    response = me.post(PERSONAL, {"shows_email": "on", "summary": "Teliti dan tepat waktu."})
    assert response.url == PROFILE
    kept = selectors.profile_of(person)
    assert (kept.summary, kept.shows_email, kept.shows_phone) == ("Teliti dan tepat waktu.", True, False)
    assert kept.told_at == MORNING


def test_no_way_to_be_reached_is_refused_and_the_words_stay(me, person):
    response = me.post(PERSONAL, {"summary": "Teliti."})
    assert complaints(response) == ["Pilih paling sedikit satu cara menghubungi Anda."]
    assert words(soup(response).find("textarea")) == "Teliti."
    assert not Profile.objects.filter(told_at__isnull=False).exists()


@pytest.mark.parametrize("written", ["3374013005980001", "3374 0130 0598 0001", "33.7401.300598.0001"])
def test_a_nik_in_ones_own_words_is_refused(me, person, written):
    said = "Jangan tulis NIK di sini: perusahaan tidak perlu mengetahuinya. Hapus nomornya."
    told = {"shows_phone": "on", "summary": f"Penjahit, NIK {written}."}
    assert complaints(me.post(PERSONAL, told)) == [said]
    assert complaints(me.post(add_url(Part.EXPERIENCE), JOB | {"note": f"NIK: {written}"})) == [said]
    assert complaints(me.post(add_url(Part.SKILL), {"title": f"menjahit {written}"})) == [said]
    assert not ProfileEntry.objects.exists()


def test_a_certificate_does_not_end_before_it_was_issued(me):
    told = {"title": "K3", "place": "BNSP", "began_on": "2022", "ended_on": "2020"}
    assert complaints(me.post(add_url(Part.CERTIFICATE), told)) == ["Tahun berlaku tidak boleh sebelum tahun terbit."]


def test_twenty_thousand_characters_are_refused(me):
    for address, field in ((PERSONAL, "summary"), (add_url(Part.EXPERIENCE), "note"), (add_url(Part.SKILL), "title")):
        assert complaints(me.post(address, JOB | {"shows_email": "on", field: "x" * 20_000}))
    assert not ProfileEntry.objects.exists()


# --- the photo ---------------------------------------------------------------------------------------------------


def test_a_photo_is_kept_and_shown_as_a_small_square(me, person):
    assert me.post(PHOTO, {"photo": upload(face(), "saya.jpg")}).url == PROFILE
    assert page(me.get(PHOTO)).select_one("img.face")["src"] == reverse("ipk:profile_photo_file")
    served = me.get(reverse("ipk:profile_photo_file"))
    assert Image.open(io.BytesIO(served.content)).size == (SIDE, SIDE)
    assert (served["X-Content-Type-Options"], served["Cache-Control"]) == ("nosniff", "private, no-store")
    assert len(served.content) < 40_000


def test_a_photo_of_an_iphone_is_taken(me, person):
    assert me.post(PHOTO, {"photo": upload(heic(), "IMG_1.HEIC")}).url == PROFILE
    assert selectors.profile_of(person).photo.kind == "jpeg"


def test_the_same_photo_twice_is_one(me, person):
    for _ in range(2):
        assert me.post(PHOTO, {"photo": upload(face(), "saya.jpg")}).status_code == 302
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (pdf(), "saya.pdf", "Bukan PDF"),
        (pdf(), "saya.jpg", "Bukan PDF"),
        (b"", "saya.jpg", "kosong"),
        (b"MZ" + b"x" * 500, "saya.jpg", "Foto harus JPG, PNG, WebP, atau HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "saya.svg", "harus"),
        (colour() + EICAR, "saya.jpg", "mengandung virus"),
        (colour() + b"x" * 6_000_000, "saya.jpg", "lebih besar dari 5 MB"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_reason(me, person, content, name, sentence):
    (said,) = complaints(me.post(PHOTO, {"photo": upload(content, name)}))
    assert sentence in said
    assert selectors.profile_of(person).photo is None


def test_without_a_file_the_page_says_so(me):
    assert complaints(me.post(PHOTO, {})) == ["Pilih berkasnya, lalu kirim lagi."]


def test_the_photo_is_removed(me, person):
    profile(person, full=True)
    assert me.post(reverse("ipk:profile_photo_remove")).url == PHOTO
    assert me.get(reverse("ipk:profile_photo_file")).status_code == 404


def test_a_photo_that_is_still_checked_is_not_shown(me, person):
    stored = StoredFileFactory(owner=person.user, purpose=operations.PHOTO_PURPOSE, quarantined=True)
    operations.set_photo(person, file=stored, actor=person.user, at=MORNING)
    assert "sedang diperiksa" in words(page(me.get(PHOTO)).select_one("section.card"))
    assert me.get(reverse("ipk:profile_photo_file")).status_code == 409


def test_nobody_else_sees_the_photo(client, person):
    profile(person, full=True)
    sign_in(client, PersonFactory().user)
    assert client.get(reverse("ipk:profile_photo_file")).status_code == 404


# --- the parts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        (Part.EDUCATION, {"level": "smk", "place": "SMK 4", "title": "", "began_on": "2005", "ended_on": "2008"}),
        (Part.EXPERIENCE, JOB),
        (Part.TRAINING, {"title": "K3", "place": "BLK", "began_on": ""}),
        (Part.CERTIFICATE, {"title": "K3", "place": "BNSP", "began_on": "2023", "ended_on": "2028"}),
        (Part.ACHIEVEMENT, {"title": "Juara", "place": "", "began_on": "2020"}),
        (Part.LANGUAGE, {"title": "Inggris", "level": "b1"}),
        (Part.SKILL, {"title": "Kasir"}),
    ],
)
def test_an_entry_is_added_seen_and_removed(me, person, part, typed):
    assert me.post(add_url(part), typed).url == part_url(part)
    row = ProfileEntry.objects.get(person=person)
    name = str(typed["title"] or typed["place"])
    assert name in words(page(me.get(part_url(part))).select_one("ul.list"))
    assert name in words(page(me.get(at("remove", row))).select_one(".confirm"))
    for _ in range(2):  # a second time is calm
        assert me.post(at("remove", row)).url == part_url(part)
    assert me.get(at("remove", row)).url == part_url(part)  # and so is the step back
    assert not ProfileEntry.objects.exists()


def test_a_month_is_read_as_people_write_it(me, person):
    me.post(add_url(Part.EXPERIENCE), JOB)
    row = ProfileEntry.objects.get()
    assert (row.began_on.isoformat(), row.ended_on.isoformat()) == ("2019-03-01", "2026-11-01")
    assert "Maret 2019–November 2026" in words(page(me.get(part_url(Part.EXPERIENCE))).select_one("ul.list"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Isi jabatan atau pekerjaan Anda."),
        ({"began_on": ""}, "Isi bulan dan tahunnya."),
        ({"began_on": "2019"}, "Tulis bulan dan tahun. Contoh: Maret 2019 atau 3 2019."),
        ({"began_on": "13 2019"}, "Bulan tidak dikenal. Tulis angka 1 sampai 12 atau nama bulannya."),
        ({"began_on": "Marchember 2019"}, "Bulan tidak dikenal. Tulis angka 1 sampai 12 atau nama bulannya."),
        ({"began_on": "12 2026"}, "Bulan ini belum terjadi. Periksa lagi."),
        ({"began_on": "1 1700"}, "Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        ({"began_on": "1 0000"}, "Periksa tahunnya. Tulis 4 angka, misalnya 2026."),
        ({"ended_on": "2 2019"}, "Selesai sebelum mulai. Periksa lagi."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(me, fields, sentence):
    response = me.post(add_url(Part.EXPERIENCE), JOB | fields)
    assert complaints(response) == [sentence]
    assert soup(response).find("input", {"name": "place"})["value"] == "PT Busana"
    assert not ProfileEntry.objects.exists()


def test_the_month_of_today_may_be_told(me):
    assert me.post(add_url(Part.EXPERIENCE), JOB | {"began_on": "11 2026", "ended_on": ""}).status_code == 302


def test_a_certificate_may_hold_for_years_but_not_be_issued_tomorrow(me):
    typed = {"title": "K3", "place": "BNSP", "began_on": "2027", "ended_on": "2030"}
    assert complaints(me.post(add_url(Part.CERTIFICATE), typed)) == ["Tahun ini belum terjadi. Periksa lagi."]


def test_what_is_there_already_is_said(me, person):
    entry(person, Part.LANGUAGE)
    response = me.post(add_url(Part.LANGUAGE), {"title": "inggris", "level": "c"})
    assert complaints(response) == ["Ini sudah ada di profil Anda. Ubah yang sudah ada."]


def test_having_none_is_one_button(me, person):
    for part in OPTIONAL:
        assert me.post(part_url(part)).url == PROFILE
    assert selectors.completeness(person).answered == len(OPTIONAL)
    seen = page(me.get(part_url(Part.CERTIFICATE)))
    assert "Saya tidak punya sertifikat. Berubah? Tambahkan kapan saja." in words(seen.select_one(".lead ~ .note"))


def test_work_cannot_be_none(me, person):
    assert me.post(part_url(Part.EXPERIENCE)).status_code == 422
    assert selectors.completeness(person).answered == 0


def test_none_in_a_stale_tab_keeps_the_entries(me, person):
    entry(person, Part.LANGUAGE)
    assert me.post(part_url(Part.LANGUAGE)).url == part_url(Part.LANGUAGE)
    assert ProfileEntry.objects.count() == 1


def test_an_entry_is_changed(me, person):
    row = entry(person)
    seen = page(me.get(at("entry", row)))
    assert seen.find("input", {"name": "began_on"})["value"] == "Maret 2019"
    typed = JOB | {"title": "Kepala regu", "seen": seen.find("input", {"name": "seen"})["value"]}
    with time_machine.travel(MORNING + timedelta(minutes=1), tick=False):
        assert me.post(at("entry", row), typed).url == part_url(Part.EXPERIENCE)
        assert me.post(at("entry", row), typed).url == part_url(Part.EXPERIENCE)  # sent twice
        assert me.post(at("entry", row), typed | {"title": "Kasir"}).status_code == 409  # a stale tab
    row.refresh_from_db()
    assert row.title == "Kepala regu"


@pytest.mark.parametrize("seen", ["", "x", "2026-13-01"])
def test_a_form_that_does_not_say_what_it_saw_is_stale(me, person, seen):
    row = entry(person)
    assert me.post(at("entry", row), JOB | {"title": "Kasir", "seen": seen}).status_code == 409


def test_somebody_elses_entry_is_not_found(client, person):
    row = entry(person)
    sign_in(client, PersonFactory().user)
    for route in ("entry", "remove"):
        assert client.get(at(route, row)).status_code == 404
        assert client.post(at(route, row), JOB).status_code == 404
    assert ProfileEntry.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("slug", ["foto", "data-diri", "isi", "tidak-ada"])
def test_a_part_that_is_no_list_is_not_found(me, slug):
    assert me.get(reverse("ipk:profile_part", args=[slug])).status_code in (200, 404)
    assert me.get(reverse("ipk:profile_add", args=[slug])).status_code == 404


def test_what_is_hostile_is_only_text(me, person):
    profile(person, summary=HOSTILE)
    me.post(add_url(Part.EXPERIENCE), JOB | {"title": HOSTILE, "note": HOSTILE})
    for address in (part_url(Part.EXPERIENCE), CV, PROFILE, PERSONAL):
        seen = page(me.get(address))
        assert b"<script>alert" not in me.get(address).content
        assert seen.select("a[href^=javascript]") == []
    assert "<script>" in on_paper.words(me.get(CV_PDF).content)


# --- what is known already ---------------------------------------------------------------------------------------


def test_a_known_job_is_offered_and_taken_over(me, person):
    snapshot_of_bpjs(person, ("99000077", "PT Lama Contoh", "2012-02-10", "2018-06-30"))
    offered = page(me.get(part_url(Part.EXPERIENCE))).select_one("section[aria-labelledby=tahu]")
    assert "PT Lama Contoh Februari 2012–Juni 2018 Dari BPJS Ketenagakerjaan, per 16 November 2026" in words(offered)
    address = offered.select_one("a.btn")["href"]
    seen = page(me.get(address))
    shown = {name: seen.find("input", {"name": name})["value"] for name in ("place", "began_on", "ended_on")}
    assert shown == {"place": "PT Lama Contoh", "began_on": "Februari 2012", "ended_on": "Juni 2018"}
    me.post(address, shown | {"title": "Penjahit", "note": ""})
    row = ProfileEntry.objects.get()
    assert (row.title, row.source, row.source_at) == ("Penjahit", "bpjs", MORNING)
    after = page(me.get(part_url(Part.EXPERIENCE)))
    assert after.select_one("section[aria-labelledby=tahu]") is None
    assert "Dari BPJS Ketenagakerjaan, per 16 November 2026" in words(after.select_one("ul.list"))
    assert "sudah Anda ubah" not in words(after.select_one("ul.list"))
    typed = shown | {"title": "Penjahit", "note": "", "began_on": "Maret 2012", "seen": row.changed_at.isoformat()}
    me.post(at("entry", row), typed)
    changed = words(page(me.get(part_url(Part.EXPERIENCE))).select_one("ul.list"))
    assert "Dari BPJS Ketenagakerjaan, per 16 November 2026. Isinya sudah Anda ubah" in changed


def test_the_report_of_the_phk_is_a_source_too(me, person):
    report_phk(person=person)
    assert "Dari laporan PHK, per" in words(
        page(me.get(part_url(Part.EXPERIENCE))).select_one("section[aria-labelledby=tahu]")
    )


def test_a_job_that_is_not_known_gives_an_empty_form(me):
    seen = page(me.get(add_url(Part.EXPERIENCE) + "?dari=99000077-201202"))
    assert not seen.find("input", {"name": "place"}).get("value")


# --- the CV ------------------------------------------------------------------------------------------------------


def test_the_cv_shows_the_parts_that_have_something(me, person):
    profile(person)
    entry(person, Part.SKILL)
    seen = page(me.get(CV)).select_one("article.cv")
    assert [words(h) for h in seen.select("h3")] == ["Keahlian"]
    assert person.user.email in words(seen)


def test_the_cv_on_paper_says_the_same_and_no_more(me, person):
    profile(person, full=True, summary="Teliti.")
    answer = me.get(CV_PDF)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "private, no-store")
    said = on_paper.words(answer.content)
    for told in (person.full_name, "Operator jahit", "Maret 2019–November 2026", "SMK, Tata busana", "Teliti."):
        assert told in said
    for secret in (person.nik, "1990", "Rp"):
        assert secret not in said
    assert len(answer.content) < 80_000


def test_the_cv_follows_the_language_of_the_page(me, person):
    profile(person, full=True)
    said = on_paper.words(me.get(f"/en{CV_PDF}").content)
    assert "March 2019–November 2026" in said


def test_an_empty_cv_is_still_a_page(me):
    assert page(me.get(CV)).select_one("article.cv h2")
    assert me.get(CV_PDF).content.startswith(b"%PDF")
