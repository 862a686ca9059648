"""K3 and the worksheet's pages: states, saving by button and script, two tabs, signing in again, reading."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.sessions import SEEN
from core.models import AccessLog
from counseling.enums import SessionState, Side, WorksheetState
from counseling.models import Attendance, Session, Worksheet
from counseling.operations.attendance import enter_room
from counseling.selectors.worksheets import notes_of
from tests import pdf
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import (
    TOMORROW_AT_TEN,
    agreed_session,
    coordinator,
    counsellor,
    held_session,
    open_session,
)
from tests.factories.counseling_worksheets import (
    agreed_worksheet,
    commented_worksheet,
    digest,
    report,
    sent_worksheet,
    write,
)
from tests.factories.ipk import assessed
from tests.factories.ipk_profile import entry
from tests.factories.participants import PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def page(session, name="session"):
    return reverse(f"counseling:{name}", args=[session.pk])


def desk(client, session, at=None):
    return sign_in(client, session.counsellor.user)


def typed(response) -> dict[str, str]:
    """The form as a browser would send it."""
    page = soup(response)
    inputs, texts = page.select("#kk input"), page.select("#kk textarea, textarea[form=kk]")
    sent = {i["name"]: i.get("value", "") for i in inputs if i["name"] != "csrfmiddlewaretoken"}
    return sent | {t["name"]: t.text.removeprefix("\n") for t in texts}


def note(response) -> str:
    return " | ".join(words(found) for found in soup(response).select("main [data-next] > .note, main .col > .note"))


# --- states ------------------------------------------------------------------------------------------------------


def test_before_its_time_it_is_read_and_not_written(client, clock_at):
    clock_at(-60)
    session = agreed_session()
    entry(session.person)
    read = desk(client, session).get(page(session))
    assert "dibuka pukul 09.50 WIB" in note(read)
    assert soup(read).select("#kk, main textarea") == []
    assert "Operator jahit" in words(soup(read).select_one("main"))
    assert "Apa yang paling Anda sukai dari pekerjaan terakhir?" in words(soup(read).select_one("main"))
    assert (
        desk(client, session).post(page(session, "worksheet_save"), {"version": 0, "agreement": "x"}).status_code == 403
    )


def test_while_it_goes_on_it_says_for_how_long_and_who_is_next(client, clock_at):
    clock_at(12)
    session = open_session()
    following = PersonFactory(full_name="Budi Hartono")
    enter_room(session, user=session.person.user, at=session.starts_at)
    agreed_session(following, by=session.counsellor, starts_at=TOMORROW_AT_TEN + timedelta(hours=1))
    read = desk(client, session).get(page(session))
    top = words(soup(read).select_one(".top0"))
    assert "Selasa, 17 November 2026, 10.00–10.30 WIB" in top
    assert "Berlangsung 12 menit" in top
    assert "Berikutnya 11.00 WIB: Budi Hartono" in top
    assert len(soup(read).select("#kk textarea, textarea[form=kk]")) == 16
    assert note(read) == ""


@pytest.mark.parametrize(("minutes", "came", "offered"), [(14, False, False), (15, False, True), (15, True, False)])
def test_not_appearing_is_offered_after_the_grace_when_nobody_came(client, clock_at, minutes, came, offered):
    now = clock_at(minutes)
    session = agreed_session()
    if came:
        Attendance.objects.create(
            session=session, user=session.person.user, side=Side.PARTICIPANT, first_at=now, last_at=now
        )
    read = desk(client, session).get(page(session))
    links = [a["href"] for a in soup(read).select("main [data-next] > .note a")]
    assert links == ([f"/konselor/sesi/{session.pk}/tidak-hadir/"] if offered else [])
    said = "Berlangsung" if came else "Menunggu peserta, sudah"
    assert f"{said} {minutes} menit" in words(soup(read).select_one(".top0"))
    # The script takes away what says so once the participant comes in.
    assert len(soup(read).select("[data-waits]")) == (0 if came else 1 + offered)


def test_not_appearing_is_recorded_once_with_what_is_known(client, clock_at):
    clock_at(20)
    session = agreed_session()
    desk(client, session)
    address = page(session, "absent")
    assert client.get(address).status_code == 200
    for _time in range(2):
        assert client.post(address, {"note": "Tidak menjawab telepon."})["Location"] == page(session)
    kept = Session.objects.get()
    assert (kept.state, kept.absent, kept.note) == (SessionState.MISSED, Side.PARTICIPANT, "Tidak menjawab telepon.")
    assert "Yang tidak hadir: peserta." in note(client.get(page(session)))
    assert client.get(address)["Location"] == page(session)


def test_not_appearing_is_not_recorded_before_the_grace_is_over(client, clock_at):
    clock_at(14)
    session = agreed_session()
    assert desk(client, session).post(page(session, "absent"), {}).status_code == 409
    assert Session.objects.get().state == SessionState.AGREED


def test_a_session_that_is_over_asks_for_the_signature(client, clock_at):
    clock_at(120)
    session = held_session()
    read = desk(client, session).get(page(session))
    assert "Kertas Kerja belum ditandatangani" in note(read)
    assert words(soup(read).select_one("button[form=kk]")) == "Simpan dan tandatangani"


def test_a_cancelled_session_has_nothing_to_write(client, clock_at):
    clock_at(-60)
    session = agreed_session()
    Session.workflow.move(session, "cancel", actor=session.counsellor.user, at=TOMORROW_AT_TEN, cancelled_by="konselor")
    read = desk(client, session).get(page(session))
    assert "Dibatalkan. Tidak ada Kertas Kerja" in note(read)
    assert soup(read).select("#kk") == []


def test_what_the_participant_says_stands_on_top_and_it_can_be_written_again(client, clock_at):
    kept = commented_worksheet(comment="Bukan <b>Jumat</b>, Kamis.")
    clock_at(120)
    read = desk(client, kept.session).get(page(kept.session))
    assert "Bukan <b>Jumat</b>, Kamis." in note(read)
    sent = typed(read)
    assert sent["version"] == "2"
    answer = client.post(page(kept.session, "worksheet_save"), sent | {"next_steps": "Kamis.", "then": "sign"})
    assert answer["Location"] == page(kept.session, "worksheet_sign")
    assert "Kamis." in words(soup(client.get(answer["Location"])).select_one("main .card"))


def test_signed_and_sealed_it_is_only_read(client, clock_at):
    clock_at(120)
    sent, sealed = sent_worksheet(), agreed_worksheet(PersonFactory(), by=counsellor("3578", full_name="Sri Wahyuni"))
    waiting = desk(client, sent.session).get(page(sent.session))
    assert "Menunggu jawaban peserta" in note(waiting)
    done = desk(client, sealed.session).get(page(sealed.session))
    assert "Disepakati berdua" in note(done)
    assert "Segel cocok" in words(soup(done).select_one("main"))
    assert soup(waiting).select("#kk") == soup(done).select("#kk") == []


def test_opening_it_is_written_down_once_a_day_for_the_participant(client, clock_at):
    clock_at(1)
    session = open_session()
    for _time in range(2):
        desk(client, session).get(page(session))
    (row,) = AccessLog.objects.all()
    assert (row.person_id, row.purpose, row.role) == (session.person_id, "konseling karier", "KNS")


def test_the_page_asks_few_questions(client, clock_at):
    clock_at(12)
    session = open_session()
    assessed(session.person)
    entry(session.person)
    desk(client, session).get(page(session))
    with most_queries(38):
        client.get(page(session))
    write(session, answers=14)
    with most_queries(26):
        client.get(page(session))


def test_somebody_elses_session_is_not_found(client, clock_at):
    clock_at(12)
    session = open_session()
    sign_in(client, counsellor("3578", full_name="Orang Lain").user)
    for name in ("session", "worksheet_save", "worksheet_sign", "absent", "report"):
        assert client.get(page(session, name)).status_code == 404
        assert client.post(page(session, name), {"version": 0}).status_code in (404, 405)
    assert not Worksheet.objects.exists()


# --- saving ------------------------------------------------------------------------------------------------------


def test_the_button_saves_everything_and_comes_back(client, clock_at):
    clock_at(12)
    session = open_session()
    sent = typed(desk(client, session).get(page(session)))
    first = next(name for name in sent if name.startswith("q"))
    answer = client.post(
        page(session, "worksheet_save"), sent | {first: "  Lelah,\r\ntetapi semangat.\u200b", "agreement": "Melamar."}
    )
    assert answer["Location"] == f"{page(session)}#kertas-kerja"
    kept = Worksheet.objects.get()
    assert (kept.agreement, kept.version) == ("Melamar.", 2)
    assert list(notes_of(kept).values()) == ["Lelah,\ntetapi semangat."]
    read = client.get(page(session))
    assert words(soup(read).select_one("#tersimpan")) == "Tersimpan 10.12.00"
    assert "3 Panduan, 1 dari 14" in words(soup(read).select_one(".chips"))


def test_the_script_gets_the_version_and_the_time(client, clock_at):
    clock_at(12)
    session = open_session()
    desk(client, session)
    address = page(session, "worksheet_save")
    answer = client.post(address, {"version": 0, "agreement": "Melamar."}, headers=JSON)
    assert answer.json() == {"version": 2, "saved": "10.12.00"}
    back = client.get(address, headers=JSON).json()
    assert back["version"] == 2
    assert len(back["token"]) > 30
    assert client.get(address)["Location"] == page(session)


def test_two_tabs_see_both_texts_and_choose(client, clock_at):
    """B27."""
    clock_at(12)
    session = open_session()
    desk(client, session)
    address = page(session, "worksheet_save")
    client.post(address, {"version": 0, "agreement": "Dari tab kedua.", "next_steps": "Sama."})
    mine = {"version": 0, "agreement": "Dari tab pertama.", "next_steps": "Sama.", "then": "sign"}
    both = client.post(address, mine)
    assert both.status_code == 409
    (card,) = soup(both).select("main section.card")
    assert words(card.h2) == "Kesepakatan"
    assert [words(p) for p in card.select(".g2 p")] == ["Dari tab kedua.", "Dari tab pertama."]
    carried = {i["name"]: i["value"] for i in soup(both).select("main form input[type=hidden]")}
    assert carried["then"] == "sign"
    for pick, kept in (
        ("mine", "Dari tab pertama."),
        ("saved", "Dari tab pertama."),
        ("both", "Dari tab pertama.\n\nLain."),
    ):
        version = Worksheet.objects.get().version
        text = "Lain." if pick == "both" else "Dari tab pertama."
        sent = carried | {"version": version, "agreement": text, "pilih-agreement": pick}
        assert client.post(address, sent)["Location"] == page(session, "worksheet_sign")
        assert Worksheet.objects.get().agreement == kept


def test_the_script_is_told_both_texts_too(client, clock_at):
    clock_at(12)
    session = open_session()
    desk(client, session)
    address = page(session, "worksheet_save")
    client.post(address, {"version": 0, "agreement": "Dua."})
    answer = client.post(address, {"version": 0, "agreement": "Satu."}, headers=JSON)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["code"], told["version"]) == ("stale", 2)
    assert [(f["name"], f["saved"], f["mine"]) for f in told["fields"]] == [("agreement", "Dua.", "Satu.")]
    assert Worksheet.objects.get().agreement == "Dua."


def test_saving_after_signing_shows_what_was_typed(client, clock_at):
    clock_at(40)
    kept = sent_worksheet()
    desk(client, kept.session)
    answer = client.post(page(kept.session, "worksheet_save"), {"version": 2, "agreement": "Lain <i>sekali</i>."})
    assert answer.status_code == 409
    assert "sudah ditandatangani" in words(soup(answer).h1)
    assert "Lain <i>sekali</i>." in words(soup(answer).select_one("main"))
    assert soup(answer).select("main input[type=radio]") == []


def test_what_is_too_long_is_kept_on_the_page(client, clock_at):
    clock_at(12)
    session = open_session()
    sent = typed(desk(client, session).get(page(session))) | {"agreement": "x" * 2_001}
    answer = client.post(page(session, "worksheet_save"), sent)
    assert answer.status_code == 422
    assert soup(answer).title.text.startswith("Galat:")
    assert typed(answer)["agreement"] == "x" * 2_001
    refused = client.post(page(session, "worksheet_save"), sent, headers=JSON)
    assert refused.json()["code"] == "invalid"
    assert not Worksheet.objects.exists()


def test_signing_without_an_agreement_asks_for_it_and_keeps_the_rest(client, clock_at):
    clock_at(12)
    session = open_session()
    sent = typed(desk(client, session).get(page(session))) | {"next_steps": "Jumat.", "then": "sign"}
    answer = client.post(page(session, "worksheet_save"), sent)
    assert answer.status_code == 422
    assert "Tulis kesepakatan dahulu" in words(soup(answer).select_one(".errs"))
    again = typed(answer) | {"agreement": "Melamar.", "then": "sign"}
    assert client.post(page(session, "worksheet_save"), again)["Location"] == page(session, "worksheet_sign")


def test_what_is_sent_after_the_session_ended_is_saved_after_signing_in_again(client, clock_at):
    """B24, B27: nothing that was typed is lost."""
    clock_at(12)
    session = open_session()
    sent = typed(desk(client, session).get(page(session))) | {"agreement": "Ditulis lama sekali."}
    ended = client.session
    ended[SEEN] -= 16 * 60
    ended.save()
    address = page(session, "worksheet_save")
    answer = client.post(address, sent)
    assert answer["Location"] == f"/masuk/?next={address}"
    assert not Worksheet.objects.exists()
    sign_in(client, session.counsellor.user)
    assert client.get(address)["Location"] == f"{page(session)}#kertas-kerja"
    assert Worksheet.objects.get().agreement == "Ditulis lama sekali."
    assert client.get(address)["Location"] == page(session)


def test_what_somebody_else_typed_is_not_carried_over(client, clock_at):
    clock_at(12)
    session = open_session()
    client.post(page(session, "worksheet_save"), {"version": 0, "agreement": "Bukan milik saya."})
    sign_in(client, counsellor("3578", full_name="Orang Lain").user)
    assert client.get(page(session, "worksheet_save")).status_code == 404
    assert not Worksheet.objects.exists()


def test_a_script_without_a_session_is_sent_to_sign_in_and_keeps_its_text(client, clock_at):
    clock_at(12)
    session = open_session()
    answer = client.post(page(session, "worksheet_save"), {"version": 0, "agreement": "x"}, headers=JSON)
    assert answer.status_code == 302
    assert "suspended" not in client.session


# --- signing and answering ---------------------------------------------------------------------------------------


def test_the_counsellor_reads_once_more_and_signs(client, clock_at):
    clock_at(25)
    session = open_session()
    write(session)
    desk(client, session)
    address = page(session, "worksheet_sign")
    read = client.get(address)
    assert "Melamar lima lowongan penjahit" in words(soup(read).select_one("main .card"))
    wrong = client.post(address, {"version": 2, "typed_name": "Orang Lain"})
    assert wrong.status_code == 422
    assert "Tulis nama lengkap Anda: Maya Lestari." in words(soup(wrong).select_one(".errs"))
    for _time in range(2):
        done = client.post(address, {"version": 2, "typed_name": "maya lestari"})
        assert done["Location"] == page(session)
    assert Worksheet.objects.get().state == WorksheetState.SENT
    assert Session.objects.get().state == SessionState.HELD
    assert client.get(address)["Location"] == page(session)


@pytest.mark.parametrize(("who", "state"), [("both", "open"), ("the counsellor alone", "held")])
def test_who_signs_during_a_call_stays_in_the_room_and_ends_it_later(client, clock_at, who, state):
    clock_at(25)
    session = open_session()
    write(session)
    at = session.starts_at + timedelta(minutes=20)
    people = [session.counsellor.user, *([session.person.user] if who == "both" else [])]
    for user in people:
        enter_room(session, user=user, at=at)
    calling = {"HTTP_X_IN_CALL": "1"}
    address = page(session, "worksheet_sign")
    read = desk(client, session).get(address, **calling)
    assert "Panggilan dan ruang tetap terbuka." in words(soup(read).select_one("[data-panel]"))
    for _time in range(2):
        assert client.post(address, {"version": 2, "typed_name": "Maya Lestari"}, **calling).status_code == 302
    assert Session.objects.get().state == state
    assert Worksheet.objects.get().state == WorksheetState.SENT
    said = soup(client.get(page(session))).select_one("[data-next]")
    assert (said.select_one("[data-ends]") is not None) is (state == "open")
    hers = soup(sign_in(client, session.person.user).get(page(session, "room")))
    there = hers.select_one("[data-sheet]")
    assert (there is not None and not there.has_attr("hidden")) is (state == "open")


def test_signing_what_another_tab_changed_is_refused(client, clock_at):
    clock_at(25)
    session = open_session()
    write(session)
    answer = desk(client, session).post(page(session, "worksheet_sign"), {"version": 1, "typed_name": "Maya Lestari"})
    assert answer.status_code == 409
    assert Worksheet.objects.get().state == WorksheetState.DRAFT


def test_the_participant_reads_and_agrees_on_a_phone(client, clock_at):
    clock_at(60)
    kept = sent_worksheet()
    sign_in(client, kept.session.person.user)
    address = page(kept.session, "worksheet")
    read = client.get(address)
    assert "Baca, lalu jawab" in note(read)
    assert "Jumat: peserta mengirim dua lamaran." in words(soup(read).select_one("main"))
    sent = {"digest": soup(read).select_one("[name=digest]")["value"], "answer": "accept"}
    wrong = client.post(address, sent | {"typed_name": "x y"})
    assert wrong.status_code == 422
    assert soup(wrong).title.text.startswith("Galat:")
    for _time in range(2):
        done = client.post(address, sent | {"typed_name": kept.session.person.full_name})
        assert done["Location"] == address
    read = client.get(address)
    assert "Disepakati berdua" in note(read)
    assert soup(read).select("main form") == []
    assert not AccessLog.objects.exists()


def test_the_participant_asks_for_a_change(client, clock_at):
    clock_at(60)
    kept = sent_worksheet()
    sign_in(client, kept.session.person.user)
    address = page(kept.session, "worksheet")
    sent = {"digest": digest(kept.session), "answer": "comment"}
    assert client.post(address, sent | {"comment": " "}).status_code == 422
    assert client.post(address, sent | {"comment": "Bukan Jumat."})["Location"] == address
    assert "Bukan Jumat." in note(client.get(address))
    assert client.post(address, sent | {"comment": "Lain lagi."}).status_code == 409


def test_a_draft_is_the_counsellors_alone(client, clock_at):
    clock_at(12)
    session = open_session()
    write(session)
    sign_in(client, session.person.user)
    assert client.get(page(session, "worksheet")).status_code == 404
    assert client.get(page(session, "worksheet_pdf")).status_code == 404


def test_third_people_read_what_is_agreed_and_the_participant_sees_that(client, clock_at):
    clock_at(120)
    kept = agreed_worksheet()
    for reader in (officer(Role.AUDITOR), coordinator("33")):
        read = sign_in(client, reader).get(page(kept.session, "worksheet"))
        assert "Melamar lima lowongan" in words(soup(read).select_one("main"))
        assert soup(read).select("main form") == []
        assert client.post(page(kept.session, "worksheet"), {"answer": "accept"}).status_code == 403
    assert sorted(AccessLog.objects.values_list("role", flat=True)) == ["AUD", "KKN"]
    assert set(AccessLog.objects.values_list("person_id", flat=True)) == {kept.session.person_id}
    assert sign_in(client, coordinator("35")).get(page(kept.session, "worksheet")).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_pdf_has_the_content_both_names_and_the_seal(client, clock_at, prefix):
    clock_at(120)
    kept = agreed_worksheet(PersonFactory(full_name="Siti Rahmawati"))
    sign_in(client, kept.session.person.user)
    address = prefix + page(kept.session, "worksheet_pdf")
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert len(answer.content) < 80_000
    text = pdf.words(answer.content)
    for part in ("Siti Rahmawati", "Maya Lestari", "Melamar lima lowongan penjahit", kept.seal[:8]):
        assert part in text
    assert client.get(address).content == answer.content


def test_reports_of_a_session_are_listed_beside_it(client, clock_at):
    clock_at(25)
    session = open_session()
    report(session)
    assert "Tampaknya sudah bekerja" in words(soup(desk(client, session).get(page(session))).select_one("main"))


def test_answers_are_text_whatever_they_hold(client, clock_at):
    """B26: what is written is shown as it was written."""
    clock_at(12)
    session = open_session()
    sent = typed(desk(client, session).get(page(session)))
    nasty = "</textarea><script>alert(1)</script> javascript:alert(1) \"'"
    client.post(page(session, "worksheet_save"), sent | {"agreement": nasty})
    read = client.get(page(session))
    assert typed(read)["agreement"] == nasty
    assert b"<script>alert" not in read.content


def test_json_is_never_cached(client: Client, clock_at):
    clock_at(12)
    session = open_session()
    answer = desk(client, session).post(page(session, "worksheet_save"), {"version": 0}, headers=JSON)
    assert json.loads(answer.content)["version"] == 1
    assert "no-store" in answer["Cache-Control"]
