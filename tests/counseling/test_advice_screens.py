"""K4 as the counsellor sees it; applying in the room, the outcome and the question of one tap as people see them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from core.models import AccessLog
from counseling.cards import cards_of
from counseling.models import Message, SessionRating, TrainingAdvice, VacancyAdvice
from ipk.enums.profile import Part
from ipk.models import Application
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import agreed_session, counsellor, held_session, open_session
from tests.factories.counseling_advice import WHY, advised, fifth_minute, held_with_advice, in_room, recommended
from tests.factories.ipk import assessed
from tests.factories.ipk_applications import application
from tests.factories.ipk_profile import entry, jobseeker, profile
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import PersonFactory
from tests.factories.training import ProgrammeFactory, TrainingClassFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


def url(name, *args):
    return reverse(f"counseling:{name}", args=args)


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return soup(response)


@pytest.fixture
def session():
    return open_session(PersonFactory(full_name="Siti Aminah"))


@pytest.fixture
def moment(session):
    with time_machine.travel(fifth_minute(session), tick=False):
        yield fifth_minute(session)


@pytest.fixture
def k4(client, session, moment):
    """The counsellor, signed in during the session."""
    return sign_in(client, session.counsellor.user)


@pytest.fixture
def me(client, session, moment):
    """The participant, signed in during the session."""
    return sign_in(client, session.person.user)


# --- K4: vacancies -----------------------------------------------------------------------------------------------


def test_without_a_search_the_vacancies_near_the_persons_work_and_home_come_the_best_first(k4, session):
    jobseeker(session.person)
    far = VacancyFactory(title="Penjahit di Medan", region_id="1271")
    near = VacancyFactory(title="Penjahit di Surakarta")
    VacancyFactory(title="Perawat", occupation_id="22")
    seen = page(k4.get(url("advice", session.pk)))
    assert [words(title) for title in seen.select("main h3")][:2] == [near.title, far.title]
    assert "Perawat" not in words(seen.select_one("main"))
    assert words(seen.h1) == "Rekomendasi untuk Siti Aminah"


def test_a_search_finds_by_words_and_keeps_what_was_typed(k4, session):
    VacancyFactory(title="Penjahit sampel")
    VacancyFactory(title="Kasir toko", occupation_id="52")
    seen = page(k4.get(url("advice", session.pk), {"q": "kasir", "di": "Surakarta"}))
    assert [words(title) for title in seen.select("main h3")] == ["Kasir toko"]
    assert seen.find(id="id_q")["value"] == "kasir"


def test_nothing_found_says_what_to_try(k4, session):
    seen = page(k4.get(url("advice", session.pk), {"q": "astronaut"}))
    assert "Tidak ada lowongan yang cocok" in words(seen)


def test_ticked_vacancies_go_into_the_room_and_the_page_says_so(k4, session):
    one, two = VacancyFactory(), VacancyFactory()
    here = url("advice", session.pk) + "?q=operator"
    response = k4.post(here, {"pilih": [str(one.pk), str(two.pk)], "why": WHY})
    assert (response.status_code, response["Location"]) == (302, here)
    assert VacancyAdvice.objects.filter(session=session, why=WHY).count() == 2
    seen = page(k4.get(here))
    assert "2 lowongan terkirim." in words(seen)
    assert len(seen.select("aside .tag")) == 2
    assert seen.select("main input[name=pilih]") == []


def test_nothing_ticked_is_said_at_the_top_with_the_words_kept(k4, session):
    VacancyFactory()
    seen = page(k4.post(url("advice", session.pk), {"why": WHY}), 422)
    assert "Pilih paling sedikit satu." in words(seen.select_one(".errs"))
    assert words(seen.find(id="id_why")) == WHY


def test_a_vacancy_that_closed_meanwhile_is_said_and_the_ticks_stay(k4, session):
    closed, still = VacancyFactory(closed=True), VacancyFactory()
    seen = page(k4.post(url("advice", session.pk), {"pilih": [str(closed.pk), str(still.pk), "x"], "why": ""}), 422)
    assert "sudah ditutup" in words(seen.select_one(".errs"))
    assert seen.find("input", {"name": "pilih", "value": str(still.pk)}).has_attr("checked")
    assert not VacancyAdvice.objects.exists()


def test_hostile_words_stay_words(k4, session):
    vacancy = VacancyFactory(title=HOSTILE, description=HOSTILE)
    k4.post(url("advice", session.pk), {"pilih": [str(vacancy.pk)], "why": HOSTILE})
    seen = page(k4.get(url("advice", session.pk)))
    assert HOSTILE in words(seen.select_one("aside"))
    assert Message.objects.get().body == HOSTILE


def test_another_counsellor_and_the_participant_find_nothing_at_k4(client, session, moment):
    for user, status in ((counsellor().user, 404), (session.person.user, 403), (officer(Role.AUDITOR), 403)):
        assert sign_in(client, user).get(url("advice", session.pk)).status_code == status


def test_that_the_page_was_opened_is_written_down(k4, session):
    k4.get(url("advice", session.pk))
    log = AccessLog.objects.get()
    assert (log.person_id, log.actor, log.purpose) == (
        session.person_id,
        session.counsellor.user,
        "rekomendasi konseling",
    )


def test_after_the_session_the_page_shows_what_was_sent_and_takes_nothing(client):
    session = held_with_advice()
    with time_machine.travel(session.ends_at, tick=False):
        me = sign_in(client, session.counsellor.user)
        seen = page(me.get(url("advice", session.pk)))
        assert "Sesi ini sudah selesai." in words(seen)
        assert seen.select("form[method=post] button") == [] or not seen.find("button", string="Kirim ke peserta")
        refused = page(me.post(url("advice", session.pk), {"pilih": [str(VacancyFactory().pk)]}), 422)
        assert "selama ruang konseling terbuka" in words(refused)


def test_before_the_room_opens_the_page_says_when(client):
    session = agreed_session()
    with time_machine.travel(session.starts_at - timedelta(hours=1), tick=False):
        seen = page(sign_in(client, session.counsellor.user).get(url("advice", session.pk)))
        assert "sejak ruang dibuka: Selasa, 17 November 2026, 09.50 WIB" in words(seen)


def test_what_is_known_of_the_person_stands_beside_the_search(k4, session):
    assessed(session.person)
    jobseeker(session.person)
    aside = words(page(k4.get(url("advice", session.pk))).select_one("aside"))
    assert "Pekerjaan dulu" in aside
    assert "Hasil asesmen" in aside


def test_the_page_asks_a_fixed_number_of_questions(k4, session):
    jobseeker(session.person)
    assessed(session.person)
    for _ in range(25):
        VacancyFactory()
    advised(session, VacancyFactory(), VacancyFactory())
    with most_queries(21):
        k4.get(url("advice", session.pk) + "?q=operator&page=2")


# --- K4: training ------------------------------------------------------------------------------------------------


def test_programmes_for_the_persons_work_come_the_nearest_first(k4, session):
    jobseeker(session.person)
    ProgrammeFactory(title="Menjahit di Medan", group="75", institute__region_id="1271")
    near = TrainingClassFactory(programme__title="Menjahit di Surakarta", programme__group="75").programme
    ProgrammeFactory(title="Merawat lansia", group="53")
    seen = page(k4.get(url("advice", session.pk), {"bagian": "pelatihan"}))
    assert [words(title) for title in seen.select("main h3")] == [near.title, "Menjahit di Medan"]
    every = page(k4.get(url("advice", session.pk), {"bagian": "pelatihan", "bidang": "semua"}))
    assert "Merawat lansia" in words(every)


def test_a_province_without_an_institute_is_said(k4, session):
    ProgrammeFactory(institute__region_id="1271")
    seen = page(k4.get(url("advice", session.pk), {"bagian": "pelatihan"}))
    assert "Belum ada LPK mitra dengan program ini di provinsi peserta." in words(seen)


def test_no_programme_that_fits_leads_to_every_field(k4, session):
    seen = page(k4.get(url("advice", session.pk), {"bagian": "pelatihan", "q": "astronaut"}))
    assert seen.find("a", href=f"{url('advice', session.pk)}?bagian=pelatihan&bidang=semua")


def test_a_ticked_programme_is_recommended_with_its_reason(k4, session):
    programme = ProgrammeFactory()
    here = url("advice", session.pk) + "?bagian=pelatihan"
    missing = page(k4.post(here, {"pilih": [str(programme.pk)], "why": " "}), 422)
    assert missing.select_one(".err #id_why")
    assert k4.post(here, {"pilih": [str(programme.pk)], "why": WHY}).status_code == 302
    again = k4.post(here, {"pilih": [str(programme.pk)], "why": WHY})
    assert again.status_code == 302
    assert TrainingAdvice.objects.get().session == session


# --- applying inside the room ------------------------------------------------------------------------------------


@pytest.fixture
def shown(session):
    return advised(session)[0].vacancy


def test_one_button_sends_the_profile_and_leads_back_to_the_room(me, session, shown):
    entry(session.person, Part.EXPERIENCE)
    here = url("apply", session.pk, shown.pk)
    seen = page(me.get(here))
    assert words(seen.h1) == "Lamar sekarang"
    assert len(seen.select("main form")) == 1
    response = me.post(here)
    assert response.status_code == 302
    assert str(session.pk) in response["Location"]
    sent = Application.objects.get()
    assert (sent.person, sent.vacancy, sent.snapshot["condition"]) == (session.person, shown, None)
    assert "Lamaran terkirim: Operator jahit garmen" in words(page(me.get(response["Location"])))


def test_the_second_time_is_the_same_application_and_the_page_says_so(me, session, shown):
    entry(session.person, Part.EXPERIENCE)
    here = url("apply", session.pk, shown.pk)
    assert [me.post(here).status_code, me.post(here).status_code] == [302, 302]
    assert Application.objects.count() == 1
    seen = page(me.get(here))
    assert words(seen.h1) == "Lamaran terkirim"
    assert seen.find("a", href=reverse("ipk:application", args=[Application.objects.get().pk]))


def test_a_vacancy_of_another_site_is_not_offered_to_be_sent_here(me, session):
    elsewhere = VacancyFactory(title="Penjahit butik", imported=True, external_url="https://contoh.invalid/1")
    advised(session, elsewhere)
    seen = page(me.get(reverse("counseling:room", args=[session.pk]))).select_one(".chat .rec")
    assert words(seen.select_one("[data-f=applied]")) == "Dilamar di situs asalnya"
    assert [link["href"] for link in seen.select("a")] == [reverse("ipk:vacancy", args=[elsewhere.pk])]
    assert words(page(me.get(url("apply", session.pk, elsewhere.pk))).h1) == "Dilamar di situs asalnya"


def test_the_counsellor_sees_what_the_participant_has_applied_for_already(k4, session):
    done, other = VacancyFactory(title="Penjahit sampel"), VacancyFactory(title="Operator bordir")
    application(person=session.person, vacancy=done, at=fifth_minute(session))
    found = page(k4.get(url("advice", session.pk))).select("section[aria-labelledby=temu] li")
    rows = {words(row.h3): words(row) for row in found}
    assert "Peserta sudah melamar" in rows[done.title]
    assert "Peserta sudah melamar" not in rows[other.title]


def test_an_empty_profile_is_not_sent_and_the_way_to_fill_it_is_shown(me, session, shown):
    seen = page(me.get(url("apply", session.pk, shown.pk)))
    assert seen.find("a", href=reverse("ipk:profile"))
    assert seen.select("main form") == []
    refused = page(me.post(url("apply", session.pk, shown.pk)), 409)
    assert "Isi dahulu pekerjaan, pendidikan, atau keterampilan Anda." in words(refused)
    assert not Application.objects.exists()


def test_a_vacancy_that_closed_says_so_and_is_refused(me, session, shown):
    profile(session.person, full=True)
    type(shown).objects.filter(pk=shown.pk).update(closes_on=date(2026, 11, 16))
    seen = page(me.get(url("apply", session.pk, shown.pk)))
    assert "Lowongan ini sudah ditutup." in words(seen)
    assert page(me.post(url("apply", session.pk, shown.pk)), 409).h1
    assert not Application.objects.exists()


def test_a_vacancy_of_another_site_is_applied_for_there(me, session):
    vacancy = VacancyFactory(imported=True, external_url="https://karirhub.contoh.invalid/1")
    advised(session, vacancy)
    seen = page(me.get(url("apply", session.pk, vacancy.pk)))
    assert seen.find("a", href="https://karirhub.contoh.invalid/1")


def test_only_what_was_shown_in_the_own_session_can_be_applied_for_here(client, me, session, shown):
    assert me.get(url("apply", session.pk, VacancyFactory().pk)).status_code == 404
    other = sign_in(client, PersonFactory().user)
    assert other.get(url("apply", session.pk, shown.pk)).status_code == 404
    assert other.post(url("apply", session.pk, shown.pk)).status_code == 404
    assert sign_in(client, session.counsellor.user).get(url("apply", session.pk, shown.pk)).status_code == 403


# --- the outcome, and the question of one tap --------------------------------------------------------------------


def test_the_participant_reads_what_was_recommended_and_what_came_of_it(client):
    session = open_session(by=counsellor(full_name="Maya Lestari"))
    done, undone = VacancyFactory(title="Penjahit sampel"), VacancyFactory(title="Operator bordir")
    advised(session, done, undone)
    recommended(session, ProgrammeFactory(title="Menjahit industri II"))
    application("called", person=session.person, vacancy=done, at=fifth_minute(session))
    with time_machine.travel(session.ends_at, tick=False):
        seen = page(sign_in(client, session.person.user).get(url("outcome", session.pk)))
    text = words(seen.main)
    assert "Maya Lestari" in text
    assert [words(tag) for tag in seen.select("main .tag")] == ["Belum dilamar", "Dipanggil", "Belum diikuti"]
    assert [a["href"] for a in seen.select("main a") if "/lamar/" in a["href"]] == [url("apply", session.pk, undone.pk)]


def test_one_tap_rates_a_held_session_and_another_tap_changes_it(client):
    session = held_session()
    with time_machine.travel(session.ends_at, tick=False):
        me = sign_in(client, session.person.user)
        here = url("rate", session.pk)
        assert [words(button) for button in page(me.get(here)).select("main form button")] == [
            "Ya, membantu",
            "Sebagian",
            "Belum membantu",
        ]
        assert me.post(here, {"jawaban": "yes"})["Location"] == here
        me.post(here, {"jawaban": "partly"})
        assert SessionRating.objects.get().answer == "partly"
        assert words(page(me.get(here)).select_one("[aria-pressed=true]")) == "Sebagian"
        me.post(here, {"jawaban": "11"})
        assert SessionRating.objects.get().answer == "partly"


def test_a_session_that_was_not_held_is_not_rated(me, session):
    assert me.post(url("rate", session.pk), {"jawaban": "yes"}).status_code == 409
    assert page(me.get(url("rate", session.pk))).select("main form") == []


def test_nobody_else_rates(client):
    session = held_session()
    with time_machine.travel(session.ends_at, tick=False):
        for user, status in ((PersonFactory().user, 404), (session.counsellor.user, 403)):
            assert sign_in(client, user).post(url("rate", session.pk), {"jawaban": "yes"}).status_code == status
    assert not SessionRating.objects.exists()


# --- follow-up ---------------------------------------------------------------------------------------------------


def test_the_list_says_what_happened_and_filters_by_it(client):
    maya = counsellor()
    names = ("Ani Contoh", "Budi Contoh", "Cici Contoh")
    start = open_session(by=counsellor()).starts_at
    rows = [
        held_with_advice(PersonFactory(full_name=name), by=maya, starts_at=start + timedelta(hours=n))
        for n, name in enumerate(names)
    ]
    application("accepted", person=rows[1].person, vacancy=rows[1].vacancy_advice.get().vacancy, at=rows[1].ends_at)
    held_session(PersonFactory(full_name="Dedi Contoh"), by=maya, starts_at=start + timedelta(hours=4))
    with time_machine.travel(start + timedelta(hours=6), tick=False):
        me = sign_in(client, maya.user)
        seen = page(me.get(url("follow_up")))
        found = {words(tr.th): words(tr.select_one(".tag")) for tr in seen.select("tbody tr")}
        assert found == {
            "Ani Contoh": "Belum ada yang terjadi",
            "Budi Contoh": "Diterima bekerja",
            "Cici Contoh": "Belum ada yang terjadi",
            "Dedi Contoh": "Tanpa rekomendasi",
        }
        quiet = page(me.get(url("follow_up"), {"keadaan": "belum"}))
        assert [words(th) for th in quiet.select("tbody th")] == ["Cici Contoh", "Ani Contoh"]
        assert [words(th) for th in page(me.get(url("follow_up"), {"q": "budi"})).select("tbody th")] == ["Budi Contoh"]
        assert "Tidak ada konseling yang cocok" in words(page(me.get(url("follow_up"), {"q": "zz"})))
        with most_queries(15):
            me.get(url("follow_up"), {"sejak": "7"})
        one = page(me.get(url("follow_up_one", rows[1].pk)))
        assert words(one.select_one("main .tag")) == "Diterima"
        assert sign_in(client, counsellor().user).get(url("follow_up_one", rows[1].pk)).status_code == 404


def test_a_counsellor_without_sessions_is_told_so(client):
    seen = page(sign_in(client, counsellor().user).get(url("follow_up")))
    assert "Belum ada konseling yang selesai" in words(seen)


def test_the_room_says_so_in_place_of_the_button(me, session):
    vacancy, other = VacancyFactory(title="Penjahit sampel"), VacancyFactory(title="Operator bordir")
    advised(session, vacancy, other)
    programme = recommended(session)[0]
    application(person=session.person, vacancy=vacancy, at=fifth_minute(session))
    first, second, training = page(me.get(reverse("counseling:room", args=[session.pk]))).select(".chat .rec")
    assert words(first.select_one("[data-f=applied]")) == "Sudah dilamar"
    assert not first.find("a", string=lambda text: text and "Lamar" in text)
    assert second.find("a", href=url("apply", session.pk, other.pk))
    assert words(second.select_one("[data-f=applied]")) == ""
    assert programme.title in words(training)
    assert me.get(training.a["href"]).status_code == 200


def test_the_home_of_counselling_shows_the_last_outcome_and_asks_the_question(client):
    session = held_with_advice()
    with time_machine.travel(session.ends_at, tick=False):
        me = sign_in(client, session.person.user)
        seen = page(me.get(reverse("counseling:home")))
        assert "Belum dilamar" in words(seen.find(id="hasil").find_parent("section"))
        assert len(seen.select("button[name=jawaban]")) == 3
        assert seen.find("a", href=url("outcome", session.pk))
        me.post(url("rate", session.pk), {"jawaban": "yes"})
        with most_queries(15):
            assert page(me.get(reverse("counseling:home"))).select("button[name=jawaban]") == []


def test_the_session_page_shows_what_was_recommended_and_the_way_to_more(k4, session):
    k3 = reverse("counseling:session", args=[session.pk])
    assert page(k4.get(k3)).find("a", href=url("advice", session.pk))
    advised(session)
    assert "Belum dilamar" in words(page(k4.get(k3)))


def test_a_card_in_the_room_says_so_once_one_has_applied():
    session, at = in_room()
    vacancy = advised(session)[0].vacancy
    card = Message.objects.get()
    before = cards_of([card], session)[card.pk]
    assert (before["applied"], before["apply"].endswith(f"/lamar/{vacancy.pk}/")) == ("", True)
    application(person=session.person, vacancy=vacancy, at=at)
    after = cards_of([card], session)[card.pk]
    assert (after["applied"], after["apply"]) == ("Sudah dilamar", "")
