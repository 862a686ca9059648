"""SMS through the gateway, e-mail through the mail server."""

import smtplib

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from integrations.errors import PartnerRefused
from integrations.sandbox.control import Control
from integrations.sms import NotSendable, gsm7_length, plain_signs, sms_client

PHONE = "+6281200000001"


def send_mail(to: str, subject: str = "Klaim Anda") -> None:
    connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
    message = EmailMultiAlternatives(subject, "Halo Siti,\nklaim Anda – diterima.", to=[to], connection=connection)
    message.attach_alternative("<p>Halo Siti</p>", "text/html")
    message.send()


def test_a_message_arrives_with_its_text(known: Control) -> None:
    sms_client().send("S-1", PHONE, "JKP: Kode Anda 123456.")

    (message,) = known.messages(PHONE)
    assert (message["channel"], message["text"]) == ("sms", "JKP: Kode Anda 123456.")


def test_one_key_sends_one_message(known: Control) -> None:
    first = sms_client().send("S-1", PHONE, "JKP: satu")

    assert sms_client().send("S-1", PHONE, "JKP: satu") == first
    with pytest.raises(PartnerRefused, match="key_reused"):
        sms_client().send("S-1", PHONE, "JKP: dua")
    assert len(known.messages(PHONE)) == 1


@pytest.mark.parametrize(("text", "length"), [("Klaim", 5), ("5€", 3), ("[a]", 5), ("a\nb", 3), ("é", 1)])
def test_length_counts_gsm_units(text: str, length: int) -> None:
    assert gsm7_length(text) == length


def test_160_units_go_and_161_do_not(known: Control) -> None:
    sms_client().send("S-1", PHONE, "x" * 160)

    for text in ("x" * 161, "€" * 81, ""):
        with pytest.raises(NotSendable):
            sms_client().send("S-2", PHONE, text)


@pytest.mark.parametrize("text", ["ke‑2", "“Klaim”", "Rp 😀", "`"])
def test_signs_a_cheap_phone_cannot_show_are_refused(text: str) -> None:
    with pytest.raises(NotSendable, match=r"U\+"):
        gsm7_length(text)


def test_typeset_signs_are_written_plainly_and_others_are_left():
    assert plain_signs("JKP: “Lembaga’s” – 24 jam…") == 'JKP: "Lembaga\'s" - 24 jam...'
    assert plain_signs("ж") == "ж"


@pytest.mark.parametrize("to", ["081200000001", "+621", "+6281200000001\n", "+15551234567", ""])
def test_a_number_that_is_no_indonesian_number_is_not_sent_to(to: str) -> None:
    with pytest.raises(NotSendable):
        sms_client().send("S-1", to, "JKP: coba")


def test_an_email_arrives_in_both_forms(known: Control) -> None:
    send_mail("siti@contoh.invalid")

    (message,) = known.messages("siti@contoh.invalid")
    assert (message["channel"], message["subject"]) == ("email", "Klaim Anda")
    assert message["text"].splitlines() == ["Halo Siti,", "klaim Anda – diterima."]
    assert "<p>Halo Siti</p>" in message["html"]


@pytest.mark.parametrize("fault", [{"down": True}, {"error_500": 1}], ids=["down", "error"])
def test_a_mail_server_in_trouble_refuses_for_now_and_keeps_nothing(known: Control, fault: dict[str, object]) -> None:
    known.fault("mail", **fault)

    with pytest.raises((smtplib.SMTPException, OSError)):
        send_mail("siti@contoh.invalid")

    assert known.messages("siti@contoh.invalid") == []


def test_a_mail_server_that_takes_the_mail_and_fails_has_it(known: Control) -> None:
    known.fault("mail", error_after=1)

    with pytest.raises(smtplib.SMTPException):
        send_mail("siti@contoh.invalid")

    assert len(known.messages("siti@contoh.invalid")) == 1
