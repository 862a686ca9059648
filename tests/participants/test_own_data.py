"""A new address that officers and messages follow, and wishes about one's own data with their three days."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from accounts.enums import Role
from core.errors import Conflict, Invalid, NotAllowed
from core.models import AccessLog, AuditEvent, Region
from notices.models import Notice
from notices.selectors import wishes_of
from participants.models import DataRequest
from participants.operations import addresses, data_requests
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words
from tests.pdf import words as words_of
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
ADDRESS, WISH, MINE, DESK = "/akun/data-saya/alamat/", "/akun/data-saya/minta/", "/akun/data-saya/", "/pdp/"
WHY = "Nama ibu saya keliru, yang benar Sri Hartini."


@pytest.fixture(autouse=True)
def _morning(monkeypatch):
    monkeypatch.setattr("core.clock.now", lambda: MORNING)


@pytest.fixture
def siti():
    return PersonFactory()


def main(response) -> str:
    return words(soup(response).select_one("main"))


def asked(user=None, *, at=MORNING, wish="correct", text=WHY) -> DataRequest:
    return data_requests.ask(user or UserFactory(), wish=wish, text=text, at=at)


class TestAddress:
    def test_a_move_is_kept_with_what_was_before_and_the_clock_follows(self, siti, client):
        home = {"region": "9471", "address": "Jalan Pasifik Indah 4"}
        me = sign_in(client, siti.user)
        assert "Simpan alamat" in main(me.get(ADDRESS))
        for _ in range(2):
            assert me.post(ADDRESS, home).url == MINE
        siti.refresh_from_db()
        assert (siti.region_id, siti.address) == ("9471", "Jalan Pasifik Indah 4")
        assert wishes_of(siti.user).zone == "Asia/Jayapura"
        history = apps.get_model("participants", "PersonHistory")
        rows = history.objects.filter(pgh_obj=siti.pk).order_by("pgh_id")
        assert [row.region_id for row in rows][-2:] == ["3372", "9471"]
        assert AuditEvent.objects.filter(action="participants.person.moved").count() == 1

    def test_a_regency_is_found_below_its_province(self, siti, client):
        page = soup(sign_in(client, siti.user).get(ADDRESS))
        provinces = [group["label"] for group in page.select("select[name=region] optgroup")]
        assert provinces == sorted(provinces)
        chosen = page.select_one("select[name=region] option[selected]")
        assert (chosen["value"], chosen.parent["label"]) == ("3372", "Jawa Tengah")

    @pytest.mark.parametrize(
        ("region", "address", "code"),
        [("94", "Jalan Baru 1", "not_a_regency"), ("9471", "  ", "address_missing")],
    )
    def test_a_home_is_a_regency_and_a_street(self, siti, region, address, code):
        with pytest.raises(Invalid, match=code):
            addresses.change_address(
                siti, region=Region.objects.get(pk=region), address=address, actor=siti.user, at=MORNING
            )
        siti.refresh_from_db()
        assert siti.region_id == "3372"

    def test_who_is_not_known_yet_has_no_address_to_change(self, client):
        pending = PersonFactory(pending=True)
        with pytest.raises(Conflict, match="identity_pending"):
            addresses.change_address(
                pending, region=Region.objects.get(pk="9471"), address="Jalan 1", actor=pending.user, at=MORNING
            )
        assert sign_in(client, pending.user).get(ADDRESS).url == MINE

    def test_a_form_with_a_mistake_comes_back(self, siti, client):
        page = sign_in(client, siti.user).post(ADDRESS, {"region": "", "address": "Jalan 1"})
        assert (page.status_code, "Pilih kabupaten atau kota Anda." in main(page)) == (422, True)


class TestAWish:
    def test_it_is_stored_with_its_last_moment_and_shown_to_who_asked(self, siti, client):
        me = sign_in(client, siti.user)
        for _ in range(2):
            assert me.post(WISH, {"wish": "correct", "text": WHY}).url == MINE
        row = DataRequest.objects.get()
        assert (row.number, row.due_at) == ("PDP-2026-0000001", MORNING + timedelta(hours=72))
        page = main(me.get(MINE))
        assert "Kami menjawab paling lambat Kamis, 19 November 2026" in page
        assert "PDP-2026-0000001" in page

    def test_a_wish_needs_words(self, siti, client):
        page = sign_in(client, siti.user).post(WISH, {"wish": "delete", "text": "Hapus"})
        assert (page.status_code, DataRequest.objects.count()) == (422, 0)
        with pytest.raises(Invalid, match="text_short"):
            asked(siti.user, text="Hapus")

    def test_one_of_each_kind_may_wait(self, siti):
        assert asked(siti.user) == asked(siti.user)
        assert asked(siti.user, wish="limit") != asked(siti.user)

    def test_two_hundred_wishes_each_have_three_days(self):
        users = UserFactory.create_batch(200)
        due = {asked(user).due_at for user in users}
        assert due == {MORNING + timedelta(hours=72)}
        assert len({row.number for row in DataRequest.objects.order_by("pk")}) == 200

    def test_another_persons_wish_is_not_found(self, siti, client):
        row = asked()
        assert sign_in(client, siti.user).get(f"{DESK}{row.pk}/").status_code in (403, 404)
        assert row.number not in main(client.get(MINE))


class TestTheOfficer:
    def test_the_nearest_deadline_stands_first_and_a_late_one_says_so(self, client, siti):
        late, new = asked(at=MORNING - timedelta(days=4)), asked(siti.user)
        desk = sign_in(client, officer(Role.DATA_PROTECTION))
        with most_queries(12):
            page = desk.get(DESK)
        rows = soup(page).select("tbody tr")
        assert [words(row.select_one("th")) for row in rows] == [late.number, new.number]
        assert "lewat" in words(rows[0])
        assert "lewat" not in words(rows[1])

    def test_an_empty_list_says_so(self, client):
        assert "Tidak ada permintaan yang menunggu" in main(sign_in(client, officer(Role.DATA_PROTECTION)).get(DESK))

    def test_a_granted_wish_is_answered_once_and_the_person_reads_it(self, client, siti):
        row = asked(siti.user)
        dpo = officer(Role.DATA_PROTECTION)
        desk = sign_in(client, dpo)
        form = {"verdict": "grant", "reply": "Nama ibu sudah diperbaiki.", "article": ""}
        assert desk.post(f"{DESK}{row.pk}/", form).url == DESK
        assert desk.post(f"{DESK}{row.pk}/", form).status_code == 409
        row.refresh_from_db()
        assert (row.state, row.officer, row.article) == ("granted", dpo, "")
        assert Notice.objects.filter(event="data_request_answered", user=siti.user, channel="inbox").count() == 1
        assert "Nama ibu sudah diperbaiki." in main(sign_in(client, siti.user).get(MINE))

    def test_a_refusal_cites_its_article(self, client, siti):
        row = asked(siti.user, wish="delete")
        desk = sign_in(client, officer(Role.DATA_PROTECTION))
        page = desk.post(f"{DESK}{row.pk}/", {"verdict": "refuse", "reply": "Masih diperlukan."})
        assert (page.status_code, "Pilih dasar aturannya." in main(page)) == (422, True)
        article = "UU 27/2022 Pasal 15 ayat (1) huruf c"
        desk.post(f"{DESK}{row.pk}/", {"verdict": "refuse", "reply": "Masih diperlukan.", "article": article})
        row.refresh_from_db()
        assert (row.state, row.article) == ("refused", article)
        assert article in main(sign_in(client, siti.user).get(MINE))
        with pytest.raises(IntegrityError), transaction.atomic():
            DataRequest.objects.update(article="")

    def test_every_opening_is_shown_to_who_asked(self, client, siti):
        row = asked(siti.user)
        sign_in(client, officer(Role.DATA_PROTECTION)).get(f"{DESK}{row.pk}/")
        log = AccessLog.objects.get(person_id=siti.pk)
        assert (log.purpose, log.role) == ("permintaan tentang data pribadi", "DPO")

    def test_nobody_answers_their_own(self):
        dpo = officer(Role.DATA_PROTECTION)
        row = asked(dpo)
        with pytest.raises(NotAllowed, match="own_request"):
            data_requests.answer(row, granted=True, reply="Sudah saya perbaiki.", actor=dpo, at=MORNING)

    @pytest.mark.parametrize("role", [Role.BPJS_VERIFIER, Role.MEDIATOR, Role.ADMINISTRATOR])
    def test_other_officers_do_not_come_in(self, client, role):
        row = asked()
        desk = sign_in(client, officer(role, **({"region": "33"} if role == Role.MEDIATOR else {})))
        assert [desk.get(page).status_code for page in (DESK, f"{DESK}{row.pk}/")] == [403, 403]

    def test_an_auditor_reads_and_does_not_answer(self, client):
        row = asked()
        desk = sign_in(client, officer(Role.AUDITOR))
        assert "Kirim jawaban" not in main(desk.get(f"{DESK}{row.pk}/"))
        form = {"verdict": "grant", "reply": "Sudah diperbaiki."}
        assert desk.post(f"{DESK}{row.pk}/", form).status_code == 403


def test_ones_own_data_as_pdf_holds_what_the_file_holds(client, siti):
    asked(siti.user)
    answer = sign_in(client, siti.user).post("/akun/data-saya/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    text = words_of(answer.content)
    for told in (siti.nik, siti.full_name, "PDP-2026-0000001", "Pasal 13"):
        assert told in text
    assert AuditEvent.objects.filter(action="accounts.data.exported").count() == 1
