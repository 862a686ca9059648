"""W13 and W14: the mission with all its states, adding to it, putting right, taking back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from files.models import StoredFile
from ipk import operations
from ipk.enums import ActivityKind, ActivityState
from ipk.models import Activity
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.files import EICAR, pdf, photo, upload
from tests.factories.ipk import activity, assessed, counsellor, evidence, searched, told
from tests.factories.participants import MORNING, TODAY, PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
MISSION, ADD = reverse("ipk:mission"), reverse("ipk:add")


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def page(response):
    assert response.status_code == 200, response.status_code
    return soup(response)


def form(**fields):
    day = fields.pop("on", date(2026, 11, 12))
    return {
        "kind": "application",
        "company": "PT Sumber Makmur",
        "position": "Operator jahit",
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
        **fields,
    }


def at(route: str, row: Activity) -> str:
    return reverse(f"ipk:{route}", args=[row.pk])


# --- the mission -------------------------------------------------------------------------------------------------


def test_an_empty_mission_says_how_to_start(me):
    seen = page(me.get(MISSION))
    assert "Belum ada aktivitas. Cara memulai:" in [words(h) for h in seen.select("h2")]
    assert len(seen.select("ol.steps li")) == 3
    assert seen.find("progress")["value"] == "0"


def test_without_a_month_the_last_31_days_are_counted(me, person):
    searched(person, 1, on=TODAY - timedelta(days=30))
    activity("accepted", person=person, company="PT Lama", on=TODAY - timedelta(days=31))
    seen = page(me.get(MISSION))
    assert words(seen.select_one("section.calm h2")) == "Belum ada bulan yang menunggu bukti"
    assert seen.find("progress")["value"] == "20"


def test_the_live_count_says_what_is_left_and_until_when(me, person):
    operations.set_period(person, n=3, first=date(2026, 11, 7), last=date(2026, 11, 20))
    searched(person, 3)
    activity(person=person, company="PT Baru")
    seen = page(me.get(MISSION))
    now = seen.select_one("section.now")
    assert words(now.h2) == "Tambah 1 lamaran lagi"
    assert "Paling lambat Jumat, 20 November 2026, 23.59 WIB." in words(now)
    assert "Tinggal 4 hari" in words(now)
    said = words(seen.select_one("section[aria-labelledby=m]"))
    assert "3 dari 5 lamaran ke perusahaan berbeda atau 1 panggilan wawancara. 1 lagi sedang kami periksa." in said
    assert "60 dari 100 poin." in said
    assert "7–20 November 2026" in said
    assert (seen.find("progress")["value"], seen.find("progress")["max"]) == ("60", "100")


def test_every_activity_has_its_tag_and_why_it_does_not_count(me, person):
    operations.set_period(person, n=2, first=date(2026, 11, 9), last=None)
    activity("accepted", person=person, company="PT Satu")
    activity("accepted", person=person, company="Satu, PT", position="Kasir", on=date(2026, 11, 13))
    activity(person=person, company="PT Dua")
    activity("needs_fix", person=person, company="PT Tiga")
    activity("rejected", person=person, company="PT Empat")
    activity("accepted", person=person, company="PT Lima", on=date(2026, 11, 8))
    activity("withdrawn", person=person, company="PT Enam")
    rows = {
        words(li.a): (words(li.select_one(".tag")), words(li.p)) for li in page(me.get(MISSION)).select(".tasks li")
    }
    assert rows == {
        "PT Satu": ("Bukti diterima", "Operator jahit · 12 November 2026"),
        "Satu, PT": ("Tidak dihitung", "Kasir · 13 November 2026. Sama dengan PT Satu, dihitung satu kali"),
        "PT Dua": ("Diperiksa", "Operator jahit · 12 November 2026"),
        "PT Tiga": ("Perlu diperbaiki", "Operator jahit · 12 November 2026. Tanggal tidak terlihat"),
        "PT Empat": ("Tidak diterima", "Operator jahit · 12 November 2026. Tanggal tidak terlihat"),
        "PT Lima": ("Tidak dihitung", "Operator jahit · 8 November 2026. Di luar masa bukti"),
    }


@pytest.mark.parametrize(
    ("prepare", "title"),
    [
        (lambda person: searched(person, 5), "Misi bulan ke-2 terpenuhi"),
        (lambda person: activity("accepted", person=person, kind=ActivityKind.INTERVIEW), "Misi bulan ke-2 terpenuhi"),
        (lambda person: activity(person=person, kind=ActivityKind.INTERVIEW), "Kami memeriksa bukti Anda"),
        (lambda person: searched(person, 4), "Tambah 1 lamaran lagi"),
        (lambda person: None, "Tambah 5 lamaran lagi"),
    ],
)
def test_the_heading_is_the_next_step(me, person, prepare, title):
    operations.set_period(person, n=2, first=date(2026, 11, 9), last=date(2026, 11, 23))
    prepare(person)
    assert words(page(me.get(MISSION)).select_one("#now")) == title


@pytest.mark.parametrize(("n", "said"), [(2, True), (5, True), (6, False)])
def test_a_class_that_would_do_is_named_except_for_the_last_month(me, person, n, said):
    operations.set_period(person, n=n, first=date(2026, 11, 9), last=date(2026, 11, 23))
    now = words(page(me.get(MISSION)).select_one("section.now"))
    assert ("Begitu juga kelas pelatihan yang Anda hadiri paling sedikit 80%." in now) is said


def test_what_an_officer_asks_for_goes_first(me, person):
    row = activity("needs_fix", person=person, company="PT Tiga")
    operations.set_period(person, n=2, first=date(2026, 11, 9), last=date(2026, 11, 23))
    now = page(me.get(MISSION)).select_one("section.now")
    assert words(now.h2) == "Perbaiki bukti untuk PT Tiga"
    assert now.select_one("a.sunny")["href"] == at("answer", row)
    searched(person, 5)
    assert words(page(me.get(MISSION)).select_one("#now")) == "Misi bulan ke-2 terpenuhi"


def test_after_the_last_day_the_next_month_is_named(me, person):
    operations.set_period(person, n=2, first=date(2026, 10, 9), last=date(2026, 11, 15))
    seen = page(me.get(MISSION))
    assert words(seen.select_one("#now")) == "Masa bukti bulan ke-2 sudah lewat"
    assert "Paling lambat" not in words(seen.select_one("section.calm"))


def test_the_last_day_itself_is_still_open(me, person):
    operations.set_period(person, n=2, first=date(2026, 10, 9), last=TODAY)
    assert words(page(me.get(MISSION)).select_one("#now")) == "Tambah 5 lamaran lagi"


def test_what_the_office_owes_stands_beside(me, person):
    activity(person=person)
    aside = page(me.get(MISSION)).aside
    assert words(aside.select_one(".log b")) == "Memeriksa 1 bukti"
    assert words(aside.select_one(".log time")) == "Paling lambat Selasa, 17 November 2026"
    assert "Isi asesmen" in words(aside)


def test_a_complete_assessment_is_not_asked_for(me, person):
    assessed(person)
    assert "Isi asesmen" not in words(page(me.get(MISSION)).aside)


def test_twenty_activities_a_page(me, person):
    for n in range(21):
        activity(person=person, position=f"Posisi {n}", at=MORNING + timedelta(days=n))
    assert len(page(me.get(MISSION)).select(".tasks li")) == 20
    assert len(page(me.get(MISSION, {"page": 2})).select(".tasks li")) == 1


def test_a_longer_mission_asks_no_more(me, person):
    activity(person=person)
    me.get(MISSION)
    searched(person, 5, on=date(2026, 11, 13))
    with most_queries(10):
        me.get(MISSION)


def test_somebody_whose_identity_is_unknown_starts_there(client):
    response = sign_in(client, UserFactory()).get(MISSION)
    assert response.url == reverse("participants:register_identity")


def test_officers_search_elsewhere(client):
    assert sign_in(client, officer()).get(MISSION).status_code == 403
    assert sign_in(client, counsellor()).get(ADD).status_code == 403


# --- adding ------------------------------------------------------------------------------------------------------


def test_a_photo_is_added_and_the_mission_shows_it(me, person):
    response = me.post(ADD, form(file=upload(photo())), follow=True)
    assert response.redirect_chain == [(MISSION, 302)]
    assert "Tersimpan. Kami memeriksa buktinya dalam 1 hari kerja." in words(soup(response).main)
    row = Activity.objects.get()
    assert (row.person, row.company, row.on, row.state) == (person, "PT Sumber Makmur", date(2026, 11, 12), "submitted")
    assert (row.file.owner, row.file.purpose) == (person.user, "job_search")


def test_a_pdf_or_a_link_will_do(me):
    me.post(ADD, form(file=upload(pdf(), "lamaran.pdf")))
    me.post(ADD, form(company="CV Karya", link="https://contoh.invalid/lamaran/1"))
    assert set(Activity.objects.values_list("file__kind", "link")) == {
        ("pdf", ""),
        (None, "https://contoh.invalid/lamaran/1"),
    }


def test_a_call_may_be_chosen_on_the_way(me):
    seen = page(me.get(ADD, {"jenis": "interview"}))
    assert seen.select_one("input[name=kind][checked]")["value"] == "interview"
    assert page(me.get(ADD, {"jenis": "x"})).select_one("input[name=kind][checked]") is None


def test_the_same_form_twice_is_one_activity_and_the_same_answer(me):
    answers = [me.post(ADD, form(file=upload(photo()))).url for _ in range(2)]
    assert answers == [MISSION, MISSION]
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "last", "days"),
    [
        (date(2026, 11, 9), date(2026, 11, 20), "10–20 November 2026"),
        (date(2026, 11, 9), None, "mulai 10 November 2026"),
        (date(2026, 3, 2), date(2026, 11, 20), "10–20 November 2026"),  # before the PHK
    ],
)
def test_an_application_of_another_time_is_kept_and_told_which_days_count(me, person, on, last, days):
    operations.set_period(person, n=2, first=date(2026, 11, 10), last=last)
    seen = page(me.post(ADD, form(on=on, link="https://contoh.invalid/a"), follow=True))
    said = f"Tersimpan, tetapi tidak dihitung untuk bulan ke-2. Yang dihitung bertanggal {days}."
    assert words(seen.select_one(".note.care")) == said
    assert seen.find("progress")["value"] == "0"


@pytest.mark.parametrize("on", [date(2026, 11, 10), date(2026, 11, 15)])
def test_both_ends_of_the_time_are_saved_without_a_warning(me, person, on):
    operations.set_period(person, n=2, first=date(2026, 11, 10), last=date(2026, 11, 15))
    seen = page(me.post(ADD, form(on=on, link="https://contoh.invalid/a"), follow=True))
    assert words(seen.select_one(".note.good")) == "Tersimpan. Kami memeriksa buktinya dalam 1 hari kerja."


def test_one_company_five_times_is_told_with_the_name_that_counts(me, person):
    operations.set_period(person, n=2, first=date(2026, 11, 9), last=None)
    names = ["PT. Maju", "Maju, PT", "pt maju", "P.T. MAJU", "MAJU PT."]
    for day, name in enumerate(names, 9):
        activity("accepted", person=person, company=name, on=date(2026, 11, day))
    seen = page(me.get(MISSION))
    assert seen.find("progress")["value"] == "20"
    tags = [words(li.select_one(".tag")) for li in seen.select(".tasks li")]
    assert (tags.count("Tidak dihitung"), tags.count("Bukti diterima")) == (4, 1)
    assert words(seen.main).count("Sama dengan PT. Maju, dihitung satu kali") == 4


def test_hidden_fields_of_an_activity_change_nothing(me, person):
    other = PersonFactory()
    tampered = {"state": "accepted", "person": str(other.pk), "used_for": "2", "due_on": "2099-01-01"}
    me.post(ADD, form(link="https://contoh.invalid/a", **tampered))
    added = Activity.objects.get()
    assert (added.person, added.state, added.used_for) == (person, "submitted", None)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "bukti.jpg", "Berkas ini kosong."),
        (b"MZ\x90\x00" * 40, "bukti.exe", "Berkas harus berupa"),
        (b"MZ\x90\x00" * 40, "bukti.jpg", "Berkas harus JPG, PNG, atau PDF."),
        (b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024), "bukti.jpg", "Berkas lebih besar dari 5 MB."),
        (photo() + EICAR, "bukti.jpg", "mengandung virus"),
        (pdf(password="rahasia"), "bukti.pdf", "dikunci kata sandi"),
        (b"\xff\xd8\xff\xe0 rusak", "bukti.jpg", "Berkas tidak dapat dibaca."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_the_words_stay(me, content, name, sentence):
    response = me.post(ADD, form(file=upload(content, name), note="lewat pos"))
    assert response.status_code == 422
    seen = soup(response)
    assert sentence in words(seen.select_one("#id_file_error"))
    assert seen.select_one("input[name=company]")["value"] == "PT Sumber Makmur"
    assert seen.select_one("input[name=on_day]")["value"] == "12"
    assert words(seen.select_one("textarea[name=note]")) == "lewat pos"
    assert seen.title.string.strip().startswith("Galat:")
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"kind": ""}, "kind", "Pilih satu jawaban."),
        ({"company": " "}, "company", "Isi nama perusahaan."),
        ({"company": "..."}, "company", "Tulis nama perusahaannya."),
        ({"position": ""}, "position", "Isi posisi yang dilamar."),
        ({"on": TODAY + timedelta(days=1)}, "on", "Tanggal ini belum terjadi."),
        ({"on": TODAY - timedelta(days=366)}, "on", "lebih dari satu tahun"),
        ({"link": ""}, "file", "Unggah bukti atau tulis tautannya."),
        ({"link": "ftp://contoh.invalid"}, "link", "Tulis alamat lengkap"),
        ({"link": "javascript:alert(1)"}, "link", "Tulis alamat lengkap"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(me, fields, field, sentence):
    response = me.post(ADD, form(**{"link": "https://contoh.invalid/a", **fields}))
    assert response.status_code == 422
    assert sentence in words(soup(response).select_one(f"#id_{field}_error"))
    assert not Activity.objects.exists()


def test_a_good_photo_is_not_asked_for_again(me, person):
    response = me.post(ADD, form(file=upload(photo(), "layar.jpg"), position=""))
    seen = soup(response)
    kept = seen.select_one("input[name=kept]")["value"]
    assert StoredFile.objects.get().pk.hex == kept.replace("-", "")
    assert "Berkas layar.jpg sudah kami terima." in words(seen.main)
    assert me.post(ADD, form(kept=kept)).url == MISSION
    assert Activity.objects.get().file == StoredFile.objects.get()


def test_a_kept_file_must_be_ones_own_and_for_this(me, person):
    for_another_purpose = evidence(person.user)
    StoredFile.objects.filter(pk=for_another_purpose.pk).update(purpose="phk_proof")
    for kept in (evidence(UserFactory()).pk, for_another_purpose.pk, "x"):
        assert me.post(ADD, form(kept=kept)).status_code == 422
    assert not Activity.objects.exists()


def test_a_file_used_before_is_named_and_not_kept(me):
    me.post(ADD, form(file=upload(photo())))
    response = me.post(ADD, form(company="CV Karya Abadi", file=upload(photo())))
    seen = soup(response)
    assert response.status_code == 422
    assert "Berkas ini sudah dipakai pada 16 November 2026 untuk PT Sumber Makmur." in words(
        seen.select_one("#id_file_error")
    )
    assert not seen.select_one("input[name=kept]").get("value")
    assert Activity.objects.count() == 1


def test_nothing_is_said_about_another_persons_copy(me):
    other = PersonFactory()
    me.post(ADD, form(file=upload(photo())))
    mine = StoredFile.objects.get()
    theirs = evidence(other.user, sha256=mine.sha256)
    activity(person=other, file=theirs)
    for address in (MISSION, at("activity", Activity.objects.get(file=mine))):
        said = words(page(me.get(address)).main)
        assert not any(word in said.casefold() for word in ("peserta lain", "berkas yang sama", "mirip"))


# --- one activity ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "tag", "answerable", "withdrawable"),
    [
        ("submitted", "Diperiksa", False, True),
        ("accepted", "Bukti diterima", False, False),
        ("needs_fix", "Perlu diperbaiki", True, True),
        ("rejected", "Tidak diterima", True, False),
        ("withdrawn", "Ditarik", False, False),
    ],
)
def test_one_activity_shows_how_it_stands_and_what_can_be_done(me, person, state, tag, answerable, withdrawable):
    row = activity(state, person=person)
    seen = page(me.get(at("activity", row)))
    assert words(seen.select_one(".tag")) == tag
    assert bool(seen.select(f"a[href='{at('answer', row)}']")) is answerable
    assert bool(seen.select(f"a[href='{at('withdraw', row)}']")) is withdrawable
    assert "Petugas Satu" not in words(seen.main)


def test_a_rejected_one_gives_the_reason_and_what_helps(me, person):
    row = activity(person=person)
    operations.reject_activity(
        row, seen=row.submitted_at, reason="differs", note="Tertulis 3 Oktober.", actor=counsellor(), at=MORNING
    )
    note = words(page(me.get(at("activity", row))).select_one(".note.care"))
    assert "Isi bukti berbeda dengan isian" in note
    assert "Perbaiki isian, atau unggah bukti yang sesuai." in note
    assert "Penjelasan petugas: Tertulis 3 Oktober." in note


@pytest.mark.parametrize("route", ["activity", "answer", "withdraw", "file"])
def test_another_persons_activity_is_not_found(client, route):
    row = activity("needs_fix")
    stranger = sign_in(client, PersonFactory().user)
    assert stranger.get(at(route, row)).status_code == 404
    if route in ("answer", "withdraw"):
        assert stranger.post(at(route, row), form()).status_code == 404
    row.refresh_from_db()
    assert row.state == ActivityState.NEEDS_FIX


@pytest.mark.parametrize("state", ["needs_fix", "rejected"])
def test_putting_right_keeps_the_words_and_the_file_on_record(me, person, state):
    row = activity(state, person=person)
    seen = page(me.get(at("answer", row)))
    assert seen.select_one("input[name=company]")["value"] == "PT Sumber Makmur"
    assert "bukti.jpg sudah kami terima" in words(seen.main)
    assert me.post(at("answer", row), form(on=date(2026, 11, 11))).url == at("activity", row)
    sent = Activity.objects.get()
    assert (sent.state, sent.on, sent.file) == ("submitted", date(2026, 11, 11), row.file)


def test_another_photo_takes_the_place_of_the_first(me, person):
    row = activity("needs_fix", person=person)
    me.post(at("answer", row), form(file=upload(photo(300, 200))))
    sent = Activity.objects.get()
    assert sent.file != row.file
    assert sent.log.filter(move="answer").count() == 1


def test_sending_the_answer_twice_leads_to_the_same_page(me, person):
    row = activity("needs_fix", person=person)
    answers = [me.post(at("answer", row), form()).url for _ in range(2)]
    assert answers == [at("activity", row)] * 2
    assert row.log.filter(move="answer").count() == 1


def test_an_answer_to_what_was_judged_meanwhile_is_stale(me, person):
    row = activity("accepted", person=person)
    assert me.get(at("answer", row)).url == at("activity", row)
    assert me.post(at("answer", row), form(company="PT Lain")).status_code == 409
    row.refresh_from_db()
    assert row.company == "PT Sumber Makmur"


def test_taking_back_asks_first_and_is_once(me, person):
    row = activity(person=person)
    assert "Tarik aktivitas ini?" in words(page(me.get(at("withdraw", row))).h1)
    row.refresh_from_db()
    assert row.state == ActivityState.SUBMITTED
    assert [me.post(at("withdraw", row)).url for _ in range(2)] == [MISSION, MISSION]
    row.refresh_from_db()
    assert row.state == ActivityState.WITHDRAWN


def test_what_was_accepted_is_not_taken_back(me, person):
    row = activity("accepted", person=person)
    assert me.get(at("withdraw", row)).status_code == 403
    assert me.post(at("withdraw", row)).status_code == 409
    row.refresh_from_db()
    assert row.state == ActivityState.ACCEPTED


def test_the_limit_of_a_day_is_said_above_the_form(me, person):
    for n in range(20):
        operations.add_activity(person, told=told(person, position=f"Posisi {n}"), actor=person.user, at=MORNING)
    response = me.post(ADD, form(link="https://contoh.invalid/a"))
    assert response.status_code == 422
    assert "Terlalu sering dicoba." in words(soup(response).select_one(".errs"))
