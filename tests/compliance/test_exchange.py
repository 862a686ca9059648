"""Data exchange: nothing leaves without an agreement, only its fields and its province, and all of it is logged."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.enums import Role
from compliance.exchange_signing import is_signed, manifest
from compliance.models import (
    DataAgreement,
    Delivery,
    ExchangeEvent,
    ExchangeNonce,
    Identification,
    IdentifiedNik,
)
from compliance.models.exchange import AgreementState, DeliveryState
from compliance.operations import exchange, exchange_files, exchange_requests, exchange_sets
from compliance.tasks import plan_deliveries, prepare_delivery
from core.crypto import blind_index
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from core.models import AuditEvent, Job
from participants.models import ParticipantNumber
from tests.factories.accounts import RoleAssignmentFactory, UserFactory, officer
from tests.factories.exchange import (
    BECAUSE,
    QUARTER,
    agreement,
    coordinator,
    delivery,
    firm,
    loaded,
    partner_key,
    said,
    signed,
)
from tests.factories.participants import MORNING, TODAY, PersonFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
SETS, ASK = "/api/v1/exchange/sets/", "/api/v1/exchange/identification/"
LAST_SECOND = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)  # 23.59.59 WIB
AFTER = LAST_SECOND + timedelta(seconds=1)
PURPOSE = "Pendataan pengemudi untuk bantuan iuran daerah."


def cells(made: Delivery) -> list[list[str]]:
    with default_storage.open(made.location) as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig")), delimiter=";"))


def fetch(client: Client, of: DataAgreement, path: str = SETS, **how: Any) -> Any:
    return client.get(path, headers=signed(of, path, **how))


def ask(client: Client, of: DataAgreement, people: list[dict[str, str]], *, purpose: str = PURPOSE, **how: Any) -> Any:
    body = json.dumps({"purpose": purpose, "people": people}).encode()
    headers = signed(of, ASK, method="POST", body=body, **how)
    return client.post(ASK, body, content_type="application/json", headers=headers)


# --- the agreement


def test_an_agreement_takes_a_coordinator_and_another_officer() -> None:
    pgk, adm = coordinator(), officer(Role.ADMINISTRATOR)
    made = exchange.propose_agreement(said(), actor=pgk, at=MORNING)
    assert made.state == AgreementState.PROPOSED
    assert not made.in_force(TODAY)
    with pytest.raises(NotAllowed):
        exchange.approve_agreement(made, actor=pgk, at=MORNING)
    made = exchange.approve_agreement(made, actor=adm, at=MORNING)
    assert made.in_force(TODAY)
    assert made.keys.get().approved_by == adm
    with pytest.raises(Conflict):
        exchange.approve_agreement(made, actor=adm, at=MORNING)


def test_who_holds_both_roles_does_not_approve_their_own() -> None:
    both = coordinator()
    RoleAssignmentFactory(user=both, role=Role.ADMINISTRATOR)
    made = exchange.propose_agreement(said(), actor=both, at=MORNING)
    with pytest.raises(NotAllowed):
        exchange.approve_agreement(made, actor=both, at=MORNING)
    with pytest.raises(DatabaseError, match="agreement_takes_two_officers"), transaction.atomic():
        DataAgreement.objects.filter(pk=made.pk).update(state="active", approved_by=both, approved_at=MORNING)


def test_a_coordinator_of_another_province_and_an_inspector_do_not_propose() -> None:
    for user in (coordinator("35"), officer(Role.INSPECTOR, region="33"), officer(Role.DATA_PROTECTION), UserFactory()):
        with pytest.raises(NotAllowed):
            exchange.propose_agreement(said(), actor=user, at=MORNING)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"fields": ("company", "nik")}, "unknown_field"),
        ({"fields": ()}, "unknown_field"),
        ({"province": "3372"}, "no_province"),
        ({"purpose": "data"}, "purpose_short"),
        ({"valid_until": date(2026, 11, 15)}, "over"),
        ({"valid_until": date(2032, 1, 1)}, "too_long"),
        ({"key": "bukan kunci"}, "bad_key"),
        ({"key_until": TODAY - timedelta(days=1)}, "key_until"),
        ({"key_until": TODAY + timedelta(days=367)}, "key_until"),
    ],
)
def test_what_a_memorandum_may_not_say(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        exchange.propose_agreement(said(**facts), actor=coordinator(), at=MORNING)
    assert refusal.value.code == code


def test_the_database_knows_the_closed_list_and_keeps_what_was_agreed() -> None:
    made = agreement(fields=("company",))
    for wrong in ({"fields": ["company", "nik"]}, {"purpose": "Tujuan lain."}, {"valid_until": date(2030, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DataAgreement.objects.filter(pk=made.pk).update(**wrong)


def test_one_memorandum_is_written_down_once() -> None:
    agreement(reference="MOU/1/022025")
    with pytest.raises(Conflict) as refusal:
        agreement(reference="MOU/1/022025")
    assert refusal.value.code == "known_agreement"


def test_a_new_key_takes_two_officers_and_the_old_one_lasts_beside_it(client: Client) -> None:
    made, seed = agreement(), b"\x07" * 32
    key = exchange.propose_key(
        made, key=partner_key(seed)[1], until=TODAY + timedelta(days=300), actor=coordinator(), at=MORNING
    )
    assert fetch(client, made, seed=seed, nonce="a").json()["code"] == "bad_signature"
    exchange.approve_key(key, actor=officer(Role.ADMINISTRATOR), at=MORNING)
    assert fetch(client, made, seed=seed, nonce="b").status_code == 200
    assert fetch(client, made, nonce="c").status_code == 200


def test_our_private_key_is_sealed() -> None:
    made = agreement()
    assert made.signing.encode() not in bytes(made.signing_sealed)
    assert made.signing not in str(AuditEvent.objects.values_list("facts", flat=True))


# --- the set


def test_the_set_holds_the_province_alone_and_the_last_wage_of_the_quarter() -> None:
    here = firm(name="PT Tenun Solo", address="Jalan Slamet Riyadi 1")
    admin = StaffFactory(employer=here, is_admin=True).user
    there = firm("3578", name="PT Kapal Surabaya")
    loaded(work=[(11, here, 4_000_000, (0, 1, 2)), (12, here, 3_000_000, (0, 1)), (13, there, 5_000_000, (0, 1, 2))])
    made = delivery("prepared")
    assert (made.state, made.rows) == (DeliveryState.PREPARED, 2)
    fixed = ["PT Tenun Solo", "Jalan Slamet Riyadi 1", here.region.name, admin.full_name, here.contact_email]
    assert cells(made) == [
        ["status", "upah", "nama_perusahaan", "alamat_perusahaan", "kabupaten_kota", "kontak_pic", "email_perusahaan"],
        ["nonaktif", "3000001", *fixed],
        ["aktif", "4000002", *fixed],
    ]


def test_only_the_agreed_fields_leave_and_a_firm_is_one_row_without_those_of_workers() -> None:
    here = firm(name="PT Tenun Solo")
    firm(name="PT Tanpa Pekerja")
    loaded(work=[(11, here, 4_000_000, (0, 1, 2)), (12, here, 3_000_000, (2,))])
    made = delivery("prepared", of=agreement(fields=("city", "company")))
    assert cells(made) == [["nama_perusahaan", "kabupaten_kota"], ["PT Tenun Solo", here.region.name]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_text(sign: str) -> None:
    loaded(work=[(11, firm(name=f"{sign}HYPERLINK(1)"), 4_000_000, (2,))])
    made = delivery("prepared", of=agreement(fields=("company",)))
    assert cells(made)[1] == [f"'{sign}HYPERLINK(1)"]


def test_no_number_of_a_person_is_in_a_set() -> None:
    worker = PersonFactory()
    ParticipantNumber.objects.create(number=77_123_456_789, person=worker, seen_at=MORNING)
    loaded(work=[(77_123_456_789, firm(), 4_000_000, (2,))])
    with default_storage.open(delivery("prepared").location) as file:
        content = file.read().decode()
    for secret in (worker.nik, worker.full_name, "77123456789"):
        assert secret not in content


def test_a_second_preparation_is_the_same_set() -> None:
    loaded(work=[(n, firm(), 4_000_000 + n, (0, 2)) for n in range(5)])
    made = delivery("prepared")
    again = exchange_sets.prepare_delivery(made, at=MORNING + timedelta(hours=1))
    assert (again.sha256, again.signature, again.prepared_at) == (made.sha256, made.signature, MORNING)
    asked = exchange_sets.ask_for_set(made.agreement, quarter=QUARTER, actor=coordinator(), at=MORNING)
    assert asked.pk == made.pk
    assert exchange_sets.plan_deliveries(at=MORNING) == 0
    with pytest.raises(DatabaseError, match="one_set_an_agreement_and_quarter"), transaction.atomic():
        Delivery.objects.create(number="DTW-X", agreement=made.agreement, quarter=QUARTER, asked_at=MORNING)


def test_equal_facts_give_an_equal_file() -> None:
    loaded(work=[(n, firm(), 4_000_000 + n, (0, 2)) for n in range(5)])
    first, second = delivery("prepared"), delivery("prepared")
    assert first.sha256 == second.sha256
    assert first.signature != second.signature


def test_the_plan_of_the_night_asks_for_the_newest_quarter_that_is_over() -> None:
    made = agreement()
    agreement("proposed")
    agreement("ended")
    agreement(valid_from=date(2026, 10, 1))
    loaded()
    plan_deliveries()
    planned = Delivery.objects.get()
    assert (planned.agreement, planned.quarter, planned.asked_by) == (made, QUARTER, None)
    assert Job.objects.get(name="compliance.prepare_delivery").args == {"delivery_id": str(planned.pk)}
    prepare_delivery(str(planned.pk))
    planned.refresh_from_db()
    assert (planned.state, planned.rows) == (DeliveryState.PREPARED, 0)


def test_a_quarter_that_runs_and_one_before_the_agreement_are_refused() -> None:
    made, pgk = agreement(valid_from=date(2026, 7, 1)), coordinator()
    for quarter, code in ((date(2026, 10, 1), "quarter_open"), (date(2026, 4, 1), "before_agreement")):
        with pytest.raises(Conflict) as refusal:
            exchange_sets.ask_for_set(made, quarter=quarter, actor=pgk, at=MORNING)
        assert refusal.value.code == code
    with pytest.raises(NotAllowed):
        exchange_sets.ask_for_set(made, quarter=QUARTER, actor=coordinator("35"), at=MORNING)


def test_a_month_that_bpjs_has_not_sent_fails_the_set_and_it_is_tried_again() -> None:
    made = delivery("failed")
    assert (made.state, made.problem) == (DeliveryState.FAILED, "months_missing")
    loaded()
    with pytest.raises(NotAllowed):
        exchange_sets.retry_delivery(made, actor=coordinator("35"), at=MORNING)
    made = exchange_sets.retry_delivery(made, actor=coordinator(), at=MORNING)
    assert made.problem == ""
    assert Job.objects.filter(name="compliance.prepare_delivery").count() == 2
    assert exchange_sets.prepare_delivery(made, at=MORNING).state == DeliveryState.PREPARED


def test_storage_that_fails_fails_the_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError("no space")

    loaded()
    made = delivery("due")
    monkeypatch.setattr(default_storage, "save", full)
    made = exchange_sets.prepare_delivery(made, at=MORNING)
    assert (made.state, made.problem) == (DeliveryState.FAILED, "storage")


def test_a_set_is_approved_by_another_officer() -> None:
    made = delivery("prepared")
    for user in (made.asked_by, coordinator(), officer(Role.DATA_PROTECTION)):
        with pytest.raises(NotAllowed):
            exchange_files.approve(made, actor=user, at=MORNING)
    assert exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=MORNING).state == "approved"


def test_the_signature_names_file_number_quarter_and_rows() -> None:
    made = delivery("prepared")
    facts = {"number": made.number, "quarter": "2026-07-01", "rows": 0, "sha256": made.sha256}
    public = made.agreement.signing_public
    assert is_signed(public, manifest(**facts), made.signature)
    for other in ({"rows": 1}, {"quarter": "2026-04-01"}, {"sha256": "0" * 64}, {"number": "DTW-2026-0000099"}):
        assert not is_signed(public, manifest(**facts | other), made.signature)
    assert not is_signed(agreement().signing_public, manifest(**facts), made.signature)


def test_a_file_that_was_altered_never_leaves(client: Client) -> None:
    made = delivery()
    default_storage.delete(made.location)
    default_storage.save(made.location, ContentFile(b"lain"))
    answer = fetch(client, made.agreement, f"{SETS}{made.number}/file/")
    assert (answer.status_code, answer.json()["code"]) == (409, "altered")
    assert [(one.kind, one.refusal) for one in ExchangeEvent.objects.all()] == [("refused", "altered")]


@pytest.mark.parametrize("state", ["approved", "delivered"])
def test_a_set_whose_file_is_lost_has_failed_and_is_made_approved_and_fetched_anew(client: Client, state: str) -> None:
    made = delivery(state)
    default_storage.delete(made.location)
    path = f"{SETS}{made.number}/file/"
    assert fetch(client, made.agreement, path, nonce="a").json()["code"] == "altered"
    made.refresh_from_db()
    assert (made.state, made.problem) == (DeliveryState.FAILED, "altered")
    assert fetch(client, made.agreement, path, nonce="b").status_code == 404
    made = exchange_sets.retry_delivery(made, actor=coordinator(), at=MORNING)
    assert (made.approved_by, made.approved_at, made.delivered_at) == (None, None, None)
    made = exchange_sets.prepare_delivery(made, at=MORNING)
    assert made.state == DeliveryState.PREPARED
    assert fetch(client, made.agreement, path, nonce="c").status_code == 404
    exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=MORNING)
    assert fetch(client, made.agreement, path, nonce="d").status_code == 200
    made.refresh_from_db()
    assert (made.state, made.delivered_at) == (DeliveryState.DELIVERED, MORNING)


# --- the days of the agreement


def test_until_the_last_second_of_the_last_day_it_leaves_and_then_nothing_does(client: Client) -> None:
    made = delivery(of=agreement(key_until=date(2027, 2, 1)))
    path = f"{SETS}{made.number}/file/"
    with time_machine.travel(LAST_SECOND, tick=False):
        assert fetch(client, made.agreement, path, at=LAST_SECOND).status_code == 200
        assert ask(client, made.agreement, [person()], at=LAST_SECOND, nonce="i1").status_code == 200
        exchange_files.hand_over(made, actor=coordinator(), at=LAST_SECOND).close()
    with time_machine.travel(AFTER, tick=False):
        late = fetch(client, made.agreement, path, at=AFTER, nonce="n-2")
        assert (late.status_code, late.json()["code"]) == (403, "not_in_force")
        assert fetch(client, made.agreement, at=AFTER, nonce="n-3").status_code == 403
        assert ask(client, made.agreement, [person()], at=AFTER, nonce="i2").status_code == 403
        with pytest.raises(Conflict):
            exchange_files.hand_over(made, actor=coordinator(), at=AFTER)
    kinds = list(ExchangeEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["fetched", "identified", "handed", "refused", "refused", "refused"]


def test_after_the_last_day_no_set_is_planned_prepared_approved_or_tried_again() -> None:
    due, prepared, failed = delivery("due"), delivery("prepared", of=agreement()), delivery("due", of=agreement())
    admin, pgk = officer(Role.ADMINISTRATOR), coordinator()
    made = exchange_sets.prepare_delivery(due, at=AFTER)
    assert (made.state, made.problem) == (DeliveryState.FAILED, "agreement_over")
    failed = exchange_sets.prepare_delivery(failed, at=AFTER)
    for act in (
        lambda: exchange_files.approve(prepared, actor=admin, at=AFTER),
        lambda: exchange_sets.retry_delivery(failed, actor=pgk, at=AFTER),
        lambda: exchange_sets.ask_for_set(due.agreement, quarter=date(2026, 4, 1), actor=pgk, at=AFTER),
    ):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "not_in_force"
    assert exchange_sets.plan_deliveries(at=AFTER) == 0


def test_the_database_refuses_what_the_code_forgot() -> None:
    prepared, approved = delivery("prepared"), delivery("approved")
    for row, facts in (
        (prepared, {"state": "approved", "approved_by": officer(Role.ADMINISTRATOR), "approved_at": AFTER}),
        (approved, {"state": "delivered", "delivered_at": AFTER}),
    ):
        with pytest.raises(DatabaseError, match="without an agreement"), transaction.atomic():
            Delivery.objects.filter(pk=row.pk).update(**facts)
    of = approved.agreement
    with pytest.raises(DatabaseError, match="without an agreement"), transaction.atomic():
        ExchangeEvent.objects.create(agreement=of, kind="fetched", actor_name="x", at=AFTER)
    with pytest.raises(DatabaseError, match="without an agreement"), transaction.atomic():
        Identification.objects.create(number="IDN-X", agreement=of, purpose=PURPOSE, rows=1, at=AFTER)


def test_an_agreement_that_was_ended_opens_nothing_from_that_moment(client: Client) -> None:
    made = delivery()
    with pytest.raises(Invalid):
        exchange.end_agreement(made.agreement, because="ya", actor=coordinator(), at=MORNING)
    exchange.end_agreement(made.agreement, because=BECAUSE, actor=coordinator(), at=MORNING)
    assert fetch(client, made.agreement, f"{SETS}{made.number}/file/").status_code == 403


# --- the partner's machine


def test_the_partner_lists_and_fetches_its_sets_and_each_time_is_a_row(client: Client) -> None:
    loaded(work=[(11, firm(name="PT Tenun Solo"), 4_000_000, (2,))])
    made = delivery()
    [listed] = fetch(client, made.agreement).json()
    assert listed == {
        "number": made.number,
        "quarter": "2026-07-01",
        "rows": 1,
        "sha256": made.sha256,
        "signature": made.signature,
    }
    for nonce in ("a", "b"):
        answer = fetch(client, made.agreement, f"{SETS}{made.number}/file/", nonce=nonce)
        assert "PT Tenun Solo" in b"".join(answer.streaming_content).decode()
        assert answer["X-JKP-SHA256"] == made.sha256
    made.refresh_from_db()
    assert (made.state, made.delivered_at) == (DeliveryState.DELIVERED, MORNING)
    assert list(made.events.values_list("kind", "rows")) == [("fetched", 1), ("fetched", 1)]


def test_sets_that_wait_for_an_officer_and_sets_of_others_are_not_there(client: Client) -> None:
    waiting, other = delivery("prepared"), delivery(of=agreement(province="35"))
    of = waiting.agreement
    assert fetch(client, of, nonce="a").json() == []
    for nonce, made in (("b", waiting), ("c", other)):
        assert fetch(client, of, f"{SETS}{made.number}/file/", nonce=nonce).status_code == 404


def test_the_same_request_again_is_refused(client: Client) -> None:
    made = agreement()
    headers = signed(made, SETS)
    assert client.get(SETS, headers=headers).status_code == 200
    again = client.get(SETS, headers=headers)
    assert (again.status_code, again.json()["code"]) == (401, "replayed")
    assert ExchangeNonce.objects.count() == 1


def test_a_tampered_request_is_refused(client: Client) -> None:
    made = agreement()
    headers = signed(made, SETS)
    wrong = {
        "X-JKP-Signature": headers["X-JKP-Signature"][:-4] + "AAA=",
        "X-JKP-Nonce": "other",
        "X-JKP-Timestamp": str(int(MORNING.timestamp()) + 1),
    }
    for name, value in wrong.items():
        answer = client.get(SETS, headers=headers | {name: value})
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature"), name
    assert client.get(f"{SETS}?a=1", headers=headers).json()["code"] == "bad_signature"
    assert client.get(SETS, headers=headers | {"X-JKP-Agreement": "PTD-X"}).json()["code"] == "unknown"
    assert client.get(SETS).json()["code"] == "unsigned"
    body = signed(made, ASK, method="POST", body=b"{}")
    assert client.post(ASK, b"[]", content_type="application/json", headers=body).json()["code"] == "bad_signature"
    assert ExchangeNonce.objects.count() == 0


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (-5, 200), (5.1, 401), (-5.1, 401)])
def test_an_old_request_is_refused(client: Client, minutes: float, status: int) -> None:
    made = agreement()
    answer = fetch(client, made, at=MORNING - timedelta(minutes=minutes))
    assert answer.status_code == status


def test_a_key_past_its_day_opens_nothing(client: Client) -> None:
    made = agreement(key_until=TODAY)
    assert fetch(client, made, nonce="a").status_code == 200
    tomorrow = MORNING + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        assert fetch(client, made, at=tomorrow, nonce="b").json()["code"] == "key_over"


def test_an_agreement_that_nobody_approved_has_no_key(client: Client) -> None:
    assert fetch(client, agreement("proposed")).json()["code"] == "unknown"


def test_too_many_requests_wait(client: Client) -> None:
    made = agreement()
    answers = [fetch(client, made, nonce=f"n{n}").status_code for n in range(61)]
    assert answers == [200] * 60 + [429]


# --- who is registered


def person(**facts: str) -> dict[str, str]:
    return {"name": "Budi Santoso", "nik": "9901010107900001", "phone": "081200000001"} | facts


def registered(**facts: Any) -> Any:
    made = PersonFactory(**facts)
    ParticipantNumber.objects.create(
        number=11_000_000_001 + ParticipantNumber.objects.count(), person=made, seen_at=MORNING
    )
    return made


def test_registered_or_not_and_nothing_else(client: Client) -> None:
    known, unnumbered = registered(full_name="Siti Aminah"), PersonFactory(full_name="Joko Susilo")
    people = [
        person(name="SITI AMINAH", nik=known.nik),
        person(name="Budi Santoso", nik=known.nik),
        person(name="Joko Susilo", nik=unnumbered.nik),
        person(nik="9901010107900099"),
        person(nik="123"),
    ]
    answer = ask(client, agreement(), people)
    assert answer.json() == {"number": "IDN-2026-0000001", "registered": [1, 0, 0, 0, 0]}


def test_answers_of_registered_and_others_are_of_one_size(client: Client) -> None:
    known, made = registered(full_name="Siti Aminah"), agreement()
    yes = ask(client, made, [person(name="Siti Aminah", nik=known.nik)], nonce="a")
    no = ask(client, made, [person(name="Orang Lain", nik=known.nik)], nonce="b")
    assert len(yes.content) == len(no.content)


def test_of_whom_it_was_asked_is_kept_as_a_hash_of_its_own(client: Client) -> None:
    known = registered(full_name="Siti Aminah")
    ask(client, agreement(), [person(name="Siti Aminah", nik=known.nik)])
    kept = IdentifiedNik.objects.get()
    assert bytes(kept.nik_key) == blind_index("exchange-nik", known.nik) != bytes(known.nik_index)
    assert kept.identification.purpose == PURPOSE
    event = ExchangeEvent.objects.get()
    assert (event.kind, event.rows) == ("identified", 1)
    everything = f"{event.note}{event.actor_name}{list(AuditEvent.objects.values_list('facts', flat=True))}"
    assert known.nik not in everything
    assert "Siti" not in everything


@pytest.mark.parametrize("purpose", ["", "data", "x" * 301])
def test_a_question_needs_its_purpose(client: Client, purpose: str) -> None:
    answer = ask(client, agreement(), [person()], purpose=purpose)
    assert answer.status_code in (400, 422)
    assert Identification.objects.count() == 0


def test_five_hundred_at_once_and_only_by_agreement(client: Client) -> None:
    made = agreement()
    asked = [exchange_requests.Asked("Budi", "9901010107900001")]
    with pytest.raises(Invalid):
        exchange_requests.identify(made, asked * 501, purpose=PURPOSE, at=MORNING)
    for _round in range(10):
        exchange_requests.identify(made, asked * 500, purpose=PURPOSE, at=MORNING)
    with pytest.raises(TooMany):
        exchange_requests.identify(made, asked, purpose=PURPOSE, at=MORNING)
    assert ask(client, agreement(may_identify=False), [person()]).json()["code"] == "not_agreed"


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'{"people": []}', b'{"purpose": "x", "people": [1]}'])
def test_what_is_no_question_is_told_so(client: Client, body: bytes) -> None:
    made = agreement()
    headers = signed(made, ASK, method="POST", body=body)
    assert client.post(ASK, body, content_type="application/json", headers=headers).status_code == 400
