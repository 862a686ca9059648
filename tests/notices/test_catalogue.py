"""Every message can be said, in both languages, within what each channel allows."""

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from accounts.models import User
from integrations.sms import SMS_LIMIT, gsm7_length
from notices.catalogue import CATALOGUE, UnknownEvent, message_for
from notices.enums import Channel
from notices.words import Phrasing

AT = datetime(2026, 9, 30, 16, 44, tzinfo=UTC)
# The longest that each fact can be: a Wednesday in September is the longest day to write.
LONGEST = {
    "due": date(2026, 9, 30),
    "number": "PHK-2026-0000012",
    "agrees": False,
    "what": "programmes",
    "upheld": False,
    "reason": "Tanda tangan pada perjanjian bersama tidak terbaca.",
    "employer": "PT Perusahaan Dengan Nama Yang Panjang Sekali",
    "institute": "LPK Lembaga Dengan Nama Yang Panjang Sekali",
    "measure": "suspend",
    "waiting": 99_999,
    "soon": 99_999,
    "late": 99_999,
    "month": 6,
    "company": "PT Sumber Makmur Abadi Sentosa Contoh",
    "until": AT,
    "when": AT,
    "name": "Rina Kusuma Wardhani Puspitasari",
    "zone": "Asia/Jayapura",
    "title": "Kepala regu operator mesin injeksi plastik",
    "count": 1_000,
    "said": "Sudah bekerja. " * 66,
    "searches": "penjahit · Jawa Tengah (12)",
}
PERSONAL = {"number": "PHK-2026-0000012", "reason": "tidak terbaca", "company": "Sumber Makmur"}
MONEY = re.compile(r"Rp\s?\d|\bIDR\b|\d{3}\.\d{3}")

every_message = pytest.mark.parametrize("event", sorted(CATALOGUE))
both_languages = pytest.mark.parametrize("language", ["id", "en"])


def said(event: str, channel: Channel, language: str = "id", **facts: object):
    message = message_for(event)
    reader = User(full_name="Siti Nurhaliza Aminah", language=language)
    known = {name: LONGEST[name] for name in message.facts}
    return Phrasing(message, at=AT).words(channel, user=reader, facts=known | facts)


@every_message
@both_languages
def test_a_message_has_words_for_the_inbox_and_for_mail(event, language):
    inbox, email = said(event, Channel.INBOX, language), said(event, Channel.EMAIL, language)
    assert inbox.subject == email.subject != ""
    assert "\n" not in inbox.subject
    assert len(inbox.body) > 20
    assert "Siti" not in inbox.body
    assert email.body.startswith("Halo Siti,\n" if language == "id" else "Hello Siti,\n")
    assert {"Nurhaliza", "Aminah"}.isdisjoint(email.body.split())


@every_message
def test_an_english_reader_is_told_in_english(event):
    assert said(event, Channel.INBOX, "en").subject != said(event, Channel.INBOX, "id").subject
    assert said(event, Channel.INBOX, "en").body != said(event, Channel.INBOX, "id").body
    assert "Yang perlu Anda lakukan" not in said(event, Channel.EMAIL, "en").body


@every_message
@both_languages
def test_an_sms_fits_one_message_of_a_cheap_phone(event, language):
    text = said(event, Channel.SMS, language).body
    assert gsm7_length(text) <= SMS_LIMIT
    assert text.startswith("JKP: ")
    assert "\n" not in text
    assert "  " not in text


@every_message
@both_languages
@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_nothing_personal_leaves_the_portal(event, language, channel):
    message = said(event, channel, language)
    text = f"{message.subject}\n{message.body}"
    assert not MONEY.search(text)
    assert "http" not in text
    assert all(value not in text for name, value in PERSONAL.items() if name in message_for(event).facts)


@every_message
@pytest.mark.parametrize("channel", list(Channel))
def test_no_fact_is_needed_to_have_a_deadline(event, channel):
    facts = {"due": None} if "due" in message_for(event).facts else {}
    assert "None" not in said(event, channel, **facts).body


def test_the_inbox_says_what_the_copies_leave_out():
    assert "PHK-2026-0000012" in said("phk_reported_by_worker", Channel.INBOX).body
    assert "ditolak" in said("claim_refused", Channel.INBOX).body
    assert "ditolak" not in said("claim_refused", Channel.EMAIL).body
    assert "ditolak" not in said("claim_refused", Channel.SMS).body


def test_mail_reads_as_it_was_drawn():
    assert said("correction_asked", Channel.EMAIL).body == (
        "Halo Siti,\n\n"
        "Ada satu hal pada klaim Anda yang perlu diperbaiki paling\nlambat Rabu, 30 September 2026, 23.59 WIB.\n\n"
        "Yang perlu Anda lakukan:\n1. Buka situs JKP seperti biasa.\n2. Pilih menu Klaim.\n"
        "3. Baca yang diminta, perbaiki, lalu kirim lagi.\n\n"
        "Yang kami lakukan:\nKami memeriksa lagi dalam 1 hari kerja sesudah Anda kirim.\n\n"
        f"Butuh bantuan? Halo JKP {settings.HELP_PHONE}, Senin-Jumat 08.00-16.00\nWIB. Gratis.\n\n"
        "Email ini tidak berisi tautan masuk. Kami tidak pernah\nmeminta kata sandi atau kode OTP."
    )


def test_a_name_with_markup_is_only_text():
    message = message_for("claim_paid")
    text = Phrasing(message, at=AT).words(Channel.EMAIL, user=User(full_name="<b>Al'Amin</b>"), facts={}).body
    assert text.startswith("Halo <b>Al'Amin</b>,")


def test_an_event_that_nobody_wrote_is_a_programming_error():
    with pytest.raises(UnknownEvent, match="surprise"):
        message_for("surprise")


@pytest.mark.parametrize("facts", [{}, {"due": None, "amount": 1}])
def test_missing_or_unknown_facts_are_a_programming_error(facts):
    with pytest.raises(UnknownEvent, match="claim_received needs due"):
        message_for("claim_received").check(facts)


def test_security_news_is_always_told_and_at_any_hour():
    always = {event for event, message in CATALOGUE.items() if message.urgent}
    assert always == {
        *("password_changed", "phone_changed", "email_changed", "account_changed", "new_device"),
        "second_factor_changed",
    }
    assert all(CATALOGUE[event].always for event in always)


def test_a_refusal_and_a_bank_problem_reach_people_who_switched_copies_off():
    assert CATALOGUE["claim_refused"].always
    assert CATALOGUE["bank_problem"].always


def test_many_are_told_by_their_own_names_and_in_their_own_languages():
    phrasing = Phrasing(message_for("month_open"), at=AT)
    names = ("Siti", "Wahyuningtyas-Kusumadewi", "", "Budi", "Siti")
    for language in ("id", "en"):
        for name in names:
            for channel in Channel:
                reader, facts = User(full_name=name, language=language), {"month": 3, "due": LONGEST["due"]}
                alone = Phrasing(message_for("month_open"), at=AT).words(channel, user=reader, facts=facts)
                assert phrasing.words(channel, user=reader, facts=facts) == alone
    other = phrasing.words(Channel.SMS, user=reader, facts=facts | {"month": 4})
    assert "4" in other.body
    assert len(max(phrasing.words(Channel.EMAIL, user=reader, facts=facts).body.split("\n"), key=len)) <= 60


@pytest.mark.parametrize("measure", ["suspend", "restore", "end"])
@both_languages
def test_every_measure_says_what_becomes_of_a_voucher_within_one_sms(measure, language):
    sms = said("voucher_measure", Channel.SMS, language, measure=measure).body
    assert gsm7_length(sms) <= SMS_LIMIT
    assert said("voucher_measure", Channel.INBOX, language, measure=measure).body
