"""A5: the inbox."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from notices.catalogue import CATALOGUE
from notices.enums import Channel, Topic, Zone
from notices.models import Notice
from notices.operations import choose_copies, notify
from notices.selectors import unread_count, wishes_of
from tests.factories.notices import NOON, make_notice, make_reader
from tests.html import soup, words

pytestmark = pytest.mark.django_db
INBOX = reverse("notices:inbox")


@pytest.fixture
def reader():
    return make_reader()


@pytest.fixture
def page(reader, client: Client) -> Client:
    client.force_login(reader)
    return client


def listed(response) -> list[str]:
    return [words(heading) for heading in soup(response).select("main .stack > .card h2.h3")]


def test_without_a_session_one_is_led_to_sign_in(client):
    response = client.get(INBOX)
    assert response.status_code == 302
    assert "next=" in response["Location"]


def test_an_empty_inbox_says_what_will_come(page):
    response = page.get(INBOX)
    assert response.status_code == 200
    assert words(soup(response).select_one(".empty h2")) == "Belum ada kabar"
    assert not soup(response).select(".chips")


def test_the_newest_is_first_with_topic_words_and_moment(page, reader):
    make_notice(reader, "claim_received", at=NOON - timedelta(days=1), due=NOON.date())
    make_notice(reader, "claim_paid")
    html = soup(page.get(INBOX))
    first = html.select_one("main .stack > .card")
    assert words(first.select_one("h2")) == "Pembayaran sudah dikirim"
    assert words(first.select_one(".over")) == "Pembayaran"
    assert words(first.select_one(".tag")) == "Belum dibaca"
    assert words(first.select_one("time")) == "Senin, 14 Desember 2026, 12.00 WIB"
    assert "Kami memutus paling lambat Senin, 14 Desember 2026." in words(html.select("main .stack > .card")[1])


def test_copies_and_other_people_s_notices_are_not_listed(page, reader):
    make_notice(make_reader(), "claim_paid")
    make_notice(reader, "bank_problem")
    assert listed(page.get(INBOX)) == ["Rekening Anda bermasalah"]


def test_twenty_a_page_and_a_strange_page_number_is_the_nearest(page, reader):
    for _ in range(21):
        make_notice(reader, "claim_paid")
    assert len(listed(page.get(INBOX))) == 20
    assert len(listed(page.get(INBOX, {"page": 2}))) == 1
    assert len(listed(page.get(INBOX, {"page": "9e99"}))) == 20
    assert len(listed(page.get(INBOX, {"page": -1}))) == 1


def test_filters_count_and_narrow(page, reader):
    make_notice(reader, "claim_paid")
    read = make_notice(reader, "phk_proof_accepted", number="PHK-2026-0000001")
    Notice.objects.filter(pk=read.pk).update(read_at=NOON)
    html = soup(page.get(INBOX))
    assert [words(chip) for chip in html.select(".chips a")] == ["Semua 2", "Belum dibaca 1", "PHK 1", "Pembayaran 1"]
    assert listed(page.get(INBOX, {"belum": "1"})) == ["Pembayaran sudah dikirim"]
    assert listed(page.get(INBOX, {"topik": "phk"})) == ["Bukti PHK diterima"]
    assert words(soup(page.get(INBOX, {"topik": "phk"})).select_one(".chips [aria-current]")) == "PHK 1"
    assert len(listed(page.get(INBOX, {"topik": "' OR 1=1--"}))) == 2


def test_counselling_is_a_topic_beside_the_claim(page, reader):
    make_notice(reader, "claim_received", due=NOON.date())
    make_notice(reader, "counselling_asked", due=NOON.date())
    make_notice(reader, "worksheet_sent")
    html = soup(page.get(INBOX))
    assert [words(chip) for chip in html.select(".chips a")] == ["Semua 3", "Belum dibaca 3", "Klaim 1", "Konseling 2"]
    assert {words(tag) for tag in html.select("main .stack > .card .over")} == {"Klaim", "Konseling"}
    assert len(listed(page.get(INBOX, {"topik": "claim"}))) == 1
    assert len(listed(page.get(INBOX, {"topik": "counsel"}))) == 2


def test_what_was_told_of_counselling_before_it_was_a_topic_is_found_there(page, reader):
    told = [make_notice(reader, "counselling_asked", due=NOON.date()), make_notice(reader, "claim_paid")]
    told.append(make_notice(make_reader(), "counselling_new", due=NOON.date()))
    Notice.objects.filter(pk=told[0].pk).update(topic=Topic.CLAIM)
    migration = import_module("notices.migrations.0006_counselling_topic")
    migration.take_out(apps, None)
    assert [Notice.objects.get(pk=row.pk).topic for row in told] == [Topic.COUNSELLING, Topic.PAYMENT, Topic.WORK]
    events = {message.event for message in CATALOGUE.values() if message.topic == Topic.COUNSELLING}
    assert events == set(migration.EVENTS)


def test_training_is_a_topic_of_its_own(page, reader):
    make_notice(reader, "voucher_issued", due=NOON.date())
    make_notice(reader, "claim_paid")
    html = soup(page.get(INBOX))
    assert [words(chip) for chip in html.select(".chips a")][2:] == ["Pembayaran 1", "Pelatihan 1"]
    assert len(listed(page.get(INBOX, {"topik": "training"}))) == 1


def test_what_was_told_of_training_before_it_was_a_topic_is_found_there(reader):
    told = [make_notice(reader, "training_missed", title="Operator jahit"), make_notice(reader, "claim_paid")]
    told.append(make_notice(make_reader(), "roster_due", title="Operator jahit", until=NOON))
    Notice.objects.filter(pk=told[0].pk).update(topic=Topic.CLAIM)
    migration = import_module("notices.migrations.0008_training_topic")
    migration.take_out(apps, None)
    assert [Notice.objects.get(pk=row.pk).topic for row in told] == [Topic.TRAINING, Topic.PAYMENT, Topic.WORK]
    events = {message.event for message in CATALOGUE.values() if message.topic == Topic.TRAINING}
    later = {"voucher_measure"}  # came when training was a topic already
    assert events == set(migration.EVENTS) | later


def test_a_filter_without_result_leads_back(page, reader):
    make_notice(reader, "claim_paid")
    html = soup(page.get(INBOX, {"topik": "phk"}))
    assert words(html.select_one(".empty h2")) == "Tidak ada di saringan ini"
    assert html.select_one(".empty a")["href"] == INBOX


def test_a_copy_that_failed_is_shown_beside_the_message(page, reader):
    notice = make_notice(reader, "claim_paid")
    sms = Notice.objects.get(user=reader, key=notice.key, channel=Channel.SMS)
    Notice.workflow.move(sms, "fail", actor=None, at=NOON, note="blocked_number")
    assert "SMS gagal terkirim. Periksa nomor HP Anda." in words(
        soup(page.get(INBOX)).select_one("main .stack > .card")
    )


def test_what_somebody_wrote_is_shown_as_text(page, reader):
    evil = "<script>alert(1)</script>"
    make_notice(reader, "phk_proof_asked_again", number="PHK-2026-0000001", reason=evil)
    html = soup(page.get(INBOX))
    assert evil in html.select_one("main").get_text()
    assert not html.select("main script")


def test_opening_marks_it_read_and_goes_where_it_points(page, reader):
    notice = make_notice(reader, "claim_paid", link="/bantuan/")
    response = page.post(reverse("notices:open", args=[notice.pk]))
    assert response.status_code == 302
    assert response["Location"] == "/bantuan/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_an_english_reader_lands_on_the_english_page(page, reader):
    notice = make_notice(reader, "claim_paid", link="/bantuan/")
    assert page.post(f"/en{reverse('notices:open', args=[notice.pk])}")["Location"] == "/en/bantuan/"


def test_a_message_that_points_nowhere_stays_in_the_inbox(page, reader):
    assert page.post(reverse("notices:open", args=[make_notice(reader).pk]))["Location"] == INBOX


def test_marking_read_keeps_the_filter_and_the_first_moment(page, reader):
    notice = make_notice(reader)
    url = reverse("notices:mark_read", args=[notice.pk])
    assert page.post(f"{url}?belum=1&page=2")["Location"] == f"{INBOX}?belum=1&page=2"
    notice.refresh_from_db()
    first = notice.read_at
    page.post(url)
    notice.refresh_from_db()
    assert notice.read_at == first


def test_all_are_marked_read_and_only_one_s_own(page, reader):
    other = make_notice(make_reader())
    make_notice(reader)
    make_notice(reader)
    assert unread_count(reader) == 2
    response = page.post(reverse("notices:mark_all_read"), follow=True)
    assert "2 pemberitahuan ditandai dibaca." in words(soup(response).select_one("main"))
    assert unread_count(reader) == 0
    other.refresh_from_db()
    assert other.read_at is None


@pytest.mark.parametrize("name", ["notices:open", "notices:mark_read"])
def test_somebody_else_s_notice_does_not_exist(page, name):
    notice = make_notice(make_reader())
    assert page.post(reverse(name, args=[notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("name", ["notices:open", "notices:mark_read"])
def test_reading_a_page_changes_nothing(page, reader, name):
    notice = make_notice(reader)
    assert page.get(reverse(name, args=[notice.pk])).status_code == 405
    page.get(INBOX)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_a_copy_is_not_a_thing_to_open(page, reader):
    make_notice(reader, key="K")
    sms = Notice.objects.get(user=reader, channel=Channel.SMS)
    assert page.post(reverse("notices:open", args=[sms.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(page, reader, django_assert_max_num_queries):
    for number in range(3):
        notify(event="claim_paid", user=reader, at=NOON, key=str(number))
    page.get(INBOX)
    with django_assert_max_num_queries(12) as three:
        page.get(INBOX)
    for number in range(3, 15):
        notify(event="claim_paid", user=reader, at=NOON, key=str(number))
    with django_assert_max_num_queries(len(three)):
        page.get(INBOX)


# --- copies ------------------------------------------------------------------------------------------------------

COPIES = reverse("notices:copies")


def test_everybody_starts_with_both_copies_by_jakarta_time(page, reader):
    assert wishes_of(reader).by_email
    assert wishes_of(reader).by_sms
    html = soup(page.get(COPIES))
    assert [box["name"] for box in html.select("input[type=checkbox][checked]")] == ["by_email", "by_sms"]
    assert html.select_one("input[type=radio][checked]")["value"] == Zone.WIB


def test_a_choice_is_kept_and_shown(page, reader):
    response = page.post(COPIES, {"by_email": "on", "zone": Zone.WITA}, follow=True)
    wishes = wishes_of(reader)
    assert (wishes.by_email, wishes.by_sms, wishes.zone) == (True, False, Zone.WITA)
    text = words(soup(response).select_one("main"))
    assert "Pilihan Anda sudah disimpan." in text
    assert "SMS: tidak" in text


def test_an_unknown_zone_is_refused_and_nothing_changes(page, reader):
    choose_copies(reader, by_email=False, by_sms=True, zone=Zone.WIT)
    response = page.post(COPIES, {"by_email": "on", "zone": "Europe/Berlin"})
    assert response.status_code == 422
    assert soup(response).select(".errs")
    assert wishes_of(reader).zone == Zone.WIT
