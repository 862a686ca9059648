"""Counselling in one's own data, and what an officer with the whole file before them is told of it."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from counseling.operations.chat import send_message
from counseling.operations.reports import close_report
from jkp_portal.my_data import export
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import TOMORROW_AT_TEN, open_session
from tests.factories.counseling_worksheets import agree, agreed_worksheet, report, write
from tests.factories.participants import PersonFactory
from tests.html import soup, words

pytestmark = pytest.mark.django_db


def test_it_holds_chat_worksheets_and_what_was_written_about_one():
    session = open_session()
    for words_said, sender in (("Pagi.", session.person.user), ("Selamat pagi.", session.counsellor.user)):
        send_message(session, sender=sender, key=uuid.uuid4(), body=words_said, at=session.starts_at)
    write(session)
    kept = agree(session)
    report(session)
    data = json.loads(json.dumps(export(session.person.user), default=str))["konseling"]
    assert [row["keadaan"] for row in data["permohonan"]] == ["done"]
    (held,) = data["sesi"]
    assert [(m["dari"], m["isi"]) for m in held["obrolan"]] == [
        ("Anda", "Pagi."),
        ("konselor", "Selamat pagi."),
        ("konselor", ""),
    ]
    (sheet,) = data["kertas_kerja"]
    assert sheet["isi"]["agreement"].startswith("Melamar lima lowongan")
    assert (sheet["segel"], len(sheet["tanda_tangan"])) == (kept.seal, 2)
    assert data["catatan_konselor"][0]["jenis"] == "at_work"


def test_a_draft_is_named_and_not_shown():
    session = open_session()
    write(session)
    (sheet,) = export(session.person.user)["konseling"]["kertas_kerja"]
    assert sheet["keadaan"] == "draft"
    assert "isi" not in sheet


def test_another_persons_counselling_is_not_in_it():
    agreed_worksheet()
    empty = {"permohonan": [], "sesi": [], "kertas_kerja": [], "catatan_konselor": []}
    assert export(PersonFactory().user)["konseling"] == empty


def test_the_one_window_page_shows_dates_and_reports_and_not_what_was_spoken_of(client, clock_at):
    clock_at(180)
    kept = agreed_worksheet()
    written, verifier = report(kept.session), officer(full_name="Rina Kusuma")
    close_report(written, outcome="Belum bekerja.", actor=verifier, at=TOMORROW_AT_TEN + timedelta(hours=2))
    page = sign_in(client, verifier).get(
        reverse("jkp_portal:person", args=[kept.session.person_id]), {"untuk": "klaim"}
    )
    card = next(found for found in soup(page).select("main .card") if found.h2 and words(found.h2) == "Konseling")
    text = words(card)
    cells = [words(cell) for cell in card.select("tbody td, tbody th")]
    assert cells == ["17 Nov 2026", "Konseling karier", "Maya Lestari", "Selesai", "17 Nov 2026"]
    assert "Tampaknya sudah bekerja" in text
    assert "Rina Kusuma: Belum bekerja." in text
    assert "Melamar lima lowongan" not in words(soup(page).select_one("main"))
