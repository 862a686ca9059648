"""Worker cards: a province's list held against the register, answered line by line, and only as agreed."""

import csv
import hashlib
import io
import json
import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from accounts.enums import Role
from compliance import card_lines
from compliance.exchange_signing import is_signed, manifest
from compliance.models import (
    DataAgreement,
    ExchangeEvent,
    IdentifiedNik,
    ReconciledNik,
    Reconciliation,
    ReconciliationLog,
    WaitingList,
)
from compliance.models.exchange import ExchangeField
from compliance.operations import exchange, exchange_files, reconciliation
from compliance.operations.reconciliation_answers import judge
from compliance.selectors.reconciliation import Reported
from compliance.tasks import reconcile_list
from core.crypto import blind_index
from core.errors import Conflict, Invalid, NotAllowed, TooMany
from core.models import AuditEvent, Job
from participants.models import ParticipantNumber
from tests.factories.accounts import RoleAssignmentFactory, officer
from tests.factories.exchange import (
    BECAUSE,
    QUARTER,
    agreement,
    card_answer,
    card_list,
    coordinator,
    firm,
    holder,
    loaded,
    said,
)
from tests.factories.participants import MORNING, TODAY, PersonFactory, StaffFactory
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
PURPOSE = "Pemutakhiran Kartu Pekerja."
LAST_SECOND = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)  # 23.59.59 WIB
AFTER = LAST_SECOND + timedelta(seconds=1)
EVERYTHING = "baris;hasil;status;upah;nama_perusahaan;alamat_perusahaan;kabupaten_kota;kontak_pic;email_perusahaan"
STATUS_AND_CITY = ("active", "city")


def send(of: DataAgreement, content: bytes, *, at: datetime = MORNING, **how: Any) -> Reconciliation:
    actor = how.pop("actor", None) or coordinator(of.province_id)
    return reconciliation.send_list(of, content, purpose=how.pop("purpose", PURPOSE), actor=actor, at=at)


def answered(of: DataAgreement, rows: list[tuple[str, str, str, str]]) -> tuple[Reconciliation, list[list[str]]]:
    made = reconciliation.reconcile(send(of, card_list(rows)), at=MORNING)
    with default_storage.open(made.location) as file:
        return made, list(csv.reader(io.StringIO(file.read().decode("utf-8-sig")), delimiter=";"))


# --- what is answered


def test_each_line_has_its_results_and_the_agreed_fields() -> None:
    here, there = firm(name="PT Tenun Solo", address="Jalan Slamet Riyadi 1"), firm("3578", name="PT Kapal")
    admin = StaffFactory(employer=here, is_admin=True).user
    people = [holder(number) for number in (11, 12, 13, 14)]
    known = PersonFactory()  # without a number of BPJS
    work = [(11, here, 4_000_000, (0, 1, 2)), (12, here, 3_000_000, (0, 1)), (13, there, 5_000_000, (0, 2))]
    loaded(work=work)
    npp = here.npp.rjust(12, "0")
    made, (header, *rows) = answered(
        agreement(),
        [
            (people[0].full_name, people[0].nik, npp, "4.000.002"),
            (people[1].full_name, people[1].nik, here.npp, "3000000"),
            (people[2].full_name, people[2].nik, here.npp, ""),
            (people[3].full_name, people[3].nik, here.npp, "1"),
            (known.full_name, known.nik, "", ""),
            ("Nama Lain Sekali", people[0].nik, "", ""),
            (people[0].full_name, "123", "", ""),
            ("Siapa Saja", "9901010107900001", "", ""),
        ],
    )
    in_solo = ["PT Tenun Solo", "Jalan Slamet Riyadi 1", here.region.name, admin.full_name, here.contact_email]
    in_surabaya = ["PT Kapal", there.address, there.region.name, "", there.contact_email]
    blank = [""] * 7
    assert header == EVERYTHING.split(";")
    assert rows == [
        ["2", "cocok", "aktif", "4000002", *in_solo],
        ["3", "nonaktif,upah_berbeda", "nonaktif", "3000001", *in_solo],
        ["4", "perusahaan_berbeda", "aktif", "5000002", *in_surabaya],
        ["5", "nonaktif", "nonaktif", *blank[1:]],
        *([str(line), "tidak_ditemukan", *blank] for line in (6, 7, 8, 9)),
    ]
    counts = {"cocok": 1, "nonaktif": 2, "upah_berbeda": 1, "perusahaan_berbeda": 1, "tidak_ditemukan": 4}
    assert (made.state, made.rows, made.results) == ("checked", 8, counts)


def test_nothing_is_said_of_fields_that_were_not_agreed() -> None:
    here, worker = firm(), holder(11)
    loaded(work=[(11, here, 4_000_000, (0, 1, 2))])
    _made, rows = answered(agreement(fields=("active",)), [(worker.full_name, worker.nik, "77", "1")])
    assert rows == [["baris", "hasil", "status"], ["2", "cocok", "aktif"]]
    _made, rows = answered(agreement(fields=STATUS_AND_CITY), [(worker.full_name, worker.nik, "77", "1")])
    assert rows[1] == ["2", "perusahaan_berbeda", "aktif", here.region.name]
    _made, rows = answered(agreement(fields=("active", "wage")), [(worker.full_name, worker.nik, "77", "1")])
    assert rows[1] == ["2", "upah_berbeda", "aktif", "4000002"]


def test_of_several_numbers_and_firms_the_one_that_still_reports_counts_then_the_cards_own() -> None:
    one, two, worker = firm(), firm(), holder(11)
    ParticipantNumber.objects.create(number=12, person=worker, seen_at=MORNING)
    loaded(work=[(11, one, 9_000_000, (0, 1)), (12, two, 4_000_000, (0, 1, 2))])
    of = agreement(fields=("active", "wage", "company"))
    _made, rows = answered(of, [(worker.full_name, worker.nik, one.npp, "4000002")])
    assert rows[1] == ["2", "perusahaan_berbeda", "aktif", "4000002", two.name]


def test_a_row_that_ties_is_chosen_by_the_card_and_otherwise_always_the_same() -> None:
    low, high = (Reported(npp, wage, 1, True, (npp,)) for npp, wage in (("7", 1), ("8", 2)))
    fields = [ExchangeField.COMPANY]
    for npp, expected in (("7", "7"), ("8", "8"), ("", "8")):
        card = card_lines.Card(2, "", "", npp, None)
        assert judge(card, [low, high], fields) == judge(card, [high, low], fields) == (["cocok"], [expected])


def test_a_firm_that_the_portal_does_not_know_leaves_its_cells_empty() -> None:
    here, worker = firm(), holder(11)
    loaded(work=[(11, here, 4_000_000, (2,))])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE participants_monthlycontribution SET employer = 4711 WHERE participant = 11")
    _made, rows = answered(agreement(fields=("active", "company")), [(worker.full_name, worker.nik, "", "")])
    assert rows[1] == ["2", "cocok", "aktif", ""]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_text(sign: str) -> None:
    worker = holder(11)
    loaded(work=[(11, firm(name=f"{sign}HYPERLINK(1)"), 4_000_000, (2,))])
    _made, rows = answered(agreement(fields=("active", "company")), [(worker.full_name, worker.nik, "", "")])
    assert rows[1][3] == f"'{sign}HYPERLINK(1)"


def test_a_list_is_judged_in_sets() -> None:
    worker = holder(11)
    loaded(work=[(11, firm(), 4_000_000, (2,))])
    few = send(agreement(), card_list([(worker.full_name, worker.nik, "", "")]))
    many = send(agreement(), card_list([(worker.full_name, worker.nik, "", "")] * 900))
    for made in (few, many):
        with most_queries(21):
            assert reconciliation.reconcile(made, at=MORNING).state == "checked"


def test_both_delimiters_quotes_and_a_mark_at_the_start_are_read() -> None:
    worker = holder(11, full_name="Siti Aminah")
    loaded(work=[(11, firm(), 4_000_000, (2,))])
    spaced = f"{worker.nik[:6]} {worker.nik[6:]}"
    for content in (
        f"NAMA,NIK\n\nSiti Aminah,{spaced}\n".encode(),
        f'\ufeff"nama";"nik";"upah"\r\n"Siti Aminah";"\'{worker.nik}";""\r\n'.encode(),
    ):
        made = reconciliation.reconcile(send(agreement(), content), at=MORNING)
        assert (made.rows, made.results) == (1, {"cocok": 1})


# --- what comes in


def test_every_line_with_a_wage_that_is_none_is_named_at_once() -> None:
    lines = ["nama;nik;upah", "Budi;1;4.500.000", "Siti;2;kira-kira", "Joko;3;", "Rina;4;-5", *["Ani;5;x"] * 20]
    with pytest.raises(Invalid) as refusal:
        send(agreement(), "\n".join(lines).encode())
    named = ", ".join(map(str, [3, 5, *range(6, 24)]))
    assert f"Upah di baris {named} dan 2 baris lain bukan jumlah rupiah." in str(refusal.value.message)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"nama;nik\r\n\r\n", "empty"),
        (b"nama;nik\n" + b"x;1\n" * 20_001, "too_many_rows"),
        (b"x" * (4 * 1024 * 1024 + 1), "too_big"),
        (b"PK\x03\x04\0\0", "not_text"),
        (b"nama;kpj\nBudi;1\n", "no_header"),
        (b'nama;nik\n"' + b"x" * 140_000, "not_text"),
        (b"x" * 140_000, "not_text"),
        (b"nama;nik;upah\nBudi;9901010107900001;kira-kira\n", "bad_wage"),
        (b"nama;nik;upah\nBudi;9901010107900001;-5\n", "bad_wage"),
    ],
)
def test_what_is_no_list_is_told_so_and_nothing_is_kept(content: bytes, code: str) -> None:
    of = agreement()
    with pytest.raises(Invalid) as refusal:
        send(of, content)
    assert refusal.value.code == code
    assert str(refusal.value.message)
    assert "9901010107900001" not in str(refusal.value.message)
    kept = (Reconciliation, ReconciledNik, WaitingList, ExchangeEvent)
    assert [model.objects.count() for model in kept] == [0, 0, 0, 0]
    assert not Job.objects.filter(name=reconciliation.JOB).exists()


def test_the_same_list_again_is_the_same_reconciliation_in_every_state() -> None:
    of, content = agreement(), card_list([("Budi", "9901010107900001", "", "")])
    made = send(of, content)
    assert send(of, content).pk == made.pk
    loaded()
    made = reconciliation.reconcile(made, at=MORNING)
    exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=MORNING)
    exchange_files.open_for_partner(made, at=MORNING).close()
    assert send(of, content).pk == made.pk
    assert Job.objects.filter(name=reconciliation.JOB).count() == 1
    assert ExchangeEvent.objects.filter(kind="listed").count() == 1


def test_another_list_waits_until_the_open_one_is_done() -> None:
    of = agreement()
    made = send(of, card_list([("Budi", "9901010107900001", "", "")]))
    other = card_list([("Budi", "9901010107900002", "", "")])
    with pytest.raises(Conflict) as refusal:
        send(of, other)
    assert refusal.value.code == "list_open"
    with pytest.raises(DatabaseError, match="one_open_list_a_quarter"), transaction.atomic():
        Reconciliation.objects.create(
            number="RKP-X", agreement=of, quarter=QUARTER, purpose=PURPOSE, list_key=b"x", rows=1, asked_at=MORNING
        )
    made = reconciliation.reconcile(made, at=MORNING)  # months are missing
    made = reconciliation.refuse_list(made, because=BECAUSE, actor=officer(Role.ADMINISTRATOR), at=MORNING)
    assert (made.state, made.because) == ("refused", BECAUSE)
    assert not WaitingList.objects.exists()
    assert send(of, other).pk != made.pk


def test_it_takes_an_agreement_that_says_so_a_purpose_and_the_coordinator_of_the_province() -> None:
    content = card_list([("Budi", "9901010107900001", "", "")])
    with pytest.raises(NotAllowed) as refusal:
        send(agreement(may_reconcile=False), content)
    assert refusal.value.code == "not_agreed"
    with pytest.raises(Invalid):
        send(agreement(), content, purpose="apa")
    with pytest.raises(Conflict, match="before_agreement"):
        send(agreement(valid_from=date(2026, 10, 1)), content)
    for user in (coordinator("35"), officer(Role.ADMINISTRATOR), officer(Role.INSPECTOR, region="33")):
        with pytest.raises(NotAllowed):
            send(agreement(), content, actor=user)
    assert Reconciliation.objects.count() == 0


def test_an_agreement_that_reconciles_names_the_status_and_keeps_it() -> None:
    with pytest.raises(Invalid) as refusal:
        exchange.propose_agreement(said(fields=("company",), may_reconcile=True), actor=coordinator(), at=MORNING)
    assert (refusal.value.code, refusal.value.facts["field"]) == ("status_needed", "fields")
    made = agreement()
    with pytest.raises(DatabaseError), transaction.atomic():
        DataAgreement.objects.filter(pk=made.pk).update(may_reconcile=False)


def test_sixty_thousand_lines_a_day() -> None:
    of, admin = agreement(), officer(Role.ADMINISTRATOR)
    for place in range(4):
        content = card_list([(f"Budi {place}", "9901010107900001", "", "")] * 20_000)
        if place == 3:
            with pytest.raises(TooMany):
                send(of, content)
            return
        made = reconciliation.reconcile(send(of, content), at=MORNING)
        reconciliation.refuse_list(made, because=BECAUSE, actor=admin, at=MORNING)


# --- what is kept of whom


def test_no_nik_and_no_name_is_in_files_rows_jobs_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    worker = holder(77_123_456_789, full_name="Kartika Wulandari")
    loaded(work=[(77_123_456_789, firm(), 4_000_000, (2,))])
    with caplog.at_level(logging.DEBUG):
        made = send(
            agreement(), card_list([("Kartika Wulandari", worker.nik, "", ""), ("Z", "990101010790000", "", "")])
        )
        sealed = bytes(made.waiting.lines_sealed)
        assert worker.nik not in made.waiting.lines
        made = reconciliation.reconcile(made, at=MORNING)
    with default_storage.open(made.location) as file:
        answer = file.read()
    rows = [
        *Reconciliation.objects.values_list(),
        *ExchangeEvent.objects.values_list(),
        *AuditEvent.objects.filter(action__startswith="compliance.exchange").values_list("facts", "reason"),
        *Job.objects.filter(name=reconciliation.JOB).values_list("args", "dedupe"),
    ]
    places = [answer, sealed, repr(rows).encode(), caplog.text.encode()]
    places += [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*.csv")]
    for secret in (worker.nik, "Kartika Wulandari", "77123456789", "990101010790000"):
        assert not any(secret.encode() in place for place in places), secret
    assert not WaitingList.objects.exists()


def test_of_whom_it_was_asked_stays_as_a_keyed_hash_of_its_own() -> None:
    worker = holder(11)
    made = send(agreement(), card_list([(worker.full_name, worker.nik, "", "")] * 2))
    [row] = ReconciledNik.objects.all()
    assert row.reconciliation_id == made.pk
    assert bytes(row.nik_key) == blind_index("exchange-nik", worker.nik) != bytes(worker.nik_index)
    for model in (ReconciledNik, IdentifiedNik):
        assert {trigger.name for trigger in model._meta.triggers} == {"append_only"}
    with pytest.raises(DatabaseError), transaction.atomic():
        ReconciledNik.objects.all().delete()


def test_what_was_sent_is_known_by_a_keyed_hash_only() -> None:
    content = card_list([("Budi", "9901010107900001", "", "")])
    made = send(agreement(), content)
    assert bytes(made.list_key) != hashlib.sha256(content).digest()


def test_lines_that_nobody_compared_go_after_thirty_days_or_with_the_agreement() -> None:
    old, over, young = (card_answer("failed", of=agreement()) for _place in range(3))
    exchange.end_agreement(over.agreement, because=BECAUSE, actor=coordinator(), at=MORNING)
    Reconciliation.objects.filter(pk=old.pk).update(problem="storage")
    assert reconciliation.forget_lists(at=MORNING) == 1
    assert reconciliation.forget_lists(at=MORNING + timedelta(days=30)) == 0
    assert reconciliation.forget_lists(at=MORNING + timedelta(days=30, seconds=1)) == 2
    with pytest.raises(Conflict) as refusal:
        reconciliation.retry_list(young, actor=coordinator(), at=MORNING)
    young.refresh_from_db()
    assert (refusal.value.code, young.state) == ("list_gone", "failed")


# --- the job


def test_a_killed_job_is_done_again_and_twice_is_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded()
    made = card_answer("received")
    real = Reconciliation.workflow.move

    def killed(*args: Any, **kwargs: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(Reconciliation.workflow), "move", killed)
    with pytest.raises(KeyboardInterrupt):
        reconcile_list(str(made.pk))
    monkeypatch.undo()
    assert Reconciliation.workflow.move == real
    made.refresh_from_db()
    assert (made.state, made.sha256, made.waiting.pk) == ("received", "", made.pk)
    reconcile_list(str(made.pk))
    made.refresh_from_db()
    again = reconciliation.reconcile(made, at=MORNING + timedelta(hours=1))
    assert (again.state, again.sha256, again.prepared_at) == ("checked", made.sha256, made.prepared_at)
    assert default_storage.listdir("pertukaran")[1].count(f"{made.number}.csv") == 1
    assert ReconciliationLog.objects.filter(subject=made).count() == 1


def test_missing_months_fail_it_and_it_is_tried_again() -> None:
    made = card_answer("failed")
    assert (made.state, made.problem) == ("failed", "months_missing")
    loaded()
    with pytest.raises(NotAllowed):
        reconciliation.retry_list(made, actor=coordinator("35"), at=MORNING)
    made = reconciliation.retry_list(made, actor=coordinator(), at=MORNING)
    assert (made.state, made.problem) == ("received", "")
    assert Job.objects.filter(name=reconciliation.JOB).count() == 2
    assert reconciliation.reconcile(made, at=MORNING).state == "checked"
    with pytest.raises(Conflict):
        reconciliation.retry_list(made, actor=coordinator(), at=MORNING)


def test_storage_that_fails_fails_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> str:
        raise OSError("no space")

    loaded()
    made = card_answer("received")
    monkeypatch.setattr(default_storage, "save", full)
    made = reconciliation.reconcile(made, at=MORNING)
    assert (made.state, made.problem, made.waiting.pk) == ("failed", "storage", made.pk)


# --- two officers, the days, and the file


def test_it_is_approved_by_another_officer() -> None:
    made = card_answer("checked")
    RoleAssignmentFactory(user=made.asked_by, role=Role.ADMINISTRATOR)
    for user in (made.asked_by, coordinator(), officer(Role.DATA_PROTECTION)):
        with pytest.raises(NotAllowed):
            exchange_files.approve(made, actor=user, at=MORNING)
        with pytest.raises(NotAllowed):
            reconciliation.refuse_list(made, because=BECAUSE, actor=user, at=MORNING)
    with pytest.raises(DatabaseError, match="approved_list_has_another_officer"), transaction.atomic():
        Reconciliation.objects.filter(pk=made.pk).update(
            state="approved", approved_by=made.asked_by, approved_at=MORNING
        )
    made = exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=MORNING)
    assert made.state == "approved"
    with pytest.raises(Conflict):
        exchange_files.approve(made, actor=officer(Role.ADMINISTRATOR), at=MORNING)


def test_until_the_last_second_of_the_last_day_and_then_nothing() -> None:
    of = agreement(key_until=date(2027, 2, 1))
    made = card_answer(of=of)
    exchange_files.hand_over(made, actor=coordinator(), at=LAST_SECOND).close()
    with time_machine.travel(AFTER, tick=False):
        for act in (
            lambda: exchange_files.hand_over(made, actor=coordinator(), at=AFTER),
            lambda: exchange_files.open_for_partner(made, at=AFTER),
            lambda: send(of, card_list([("Budi", "9901010107900009", "", "")]), at=AFTER),
        ):
            with pytest.raises(Conflict) as refusal:
                act()
            assert refusal.value.code == "not_in_force"
    kinds = list(ExchangeEvent.objects.order_by("pk").values_list("kind", "reconciliation"))
    assert kinds == [("listed", made.pk), ("handed", made.pk)]


def test_after_the_last_day_nothing_is_compared_approved_or_tried_again() -> None:
    waiting, checked = card_answer("received"), card_answer("checked", of=agreement())
    failed = reconciliation.reconcile(waiting, at=AFTER)
    assert (failed.state, failed.problem) == ("failed", "agreement_over")
    for act in (
        lambda: exchange_files.approve(checked, actor=officer(Role.ADMINISTRATOR), at=AFTER),
        lambda: reconciliation.retry_list(failed, actor=coordinator(), at=AFTER),
    ):
        with pytest.raises(Conflict) as refusal:
            act()
        assert refusal.value.code == "not_in_force"
    refused = reconciliation.refuse_list(checked, because=BECAUSE, actor=officer(Role.ADMINISTRATOR), at=AFTER)
    assert refused.state == "refused"


def test_the_database_refuses_what_the_code_forgot() -> None:
    made, checked, approved = (
        card_answer("received"),
        card_answer("checked", of=agreement()),
        card_answer(of=agreement()),
    )
    signed = {"sha256": "0" * 64, "signature": "x", "location": "x"}
    for row, facts in (
        (made, {"state": "checked", "prepared_at": AFTER, **signed}),
        (checked, {"state": "approved", "approved_by": officer(Role.ADMINISTRATOR), "approved_at": AFTER}),
        (approved, {"state": "delivered", "delivered_at": AFTER}),
    ):
        with pytest.raises(DatabaseError, match="without an agreement"), transaction.atomic():
            Reconciliation.objects.filter(pk=row.pk).update(**facts)
    plain = {"quarter": QUARTER, "purpose": PURPOSE, "list_key": b"x", "rows": 1}
    for of, at in ((agreement(), AFTER), (agreement(may_reconcile=False), MORNING)):
        with pytest.raises(DatabaseError, match="without an agreement"), transaction.atomic():
            Reconciliation.objects.create(number="RKP-X", agreement=of, asked_at=at, **plain)
    for facts in ({"purpose": "Tujuan lain."}, {"rows": 7}, {"list_key": b"y"}, {"quarter": date(2026, 4, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Reconciliation.objects.filter(pk=made.pk).update(**facts)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReconciliationLog.objects.all().delete()


def test_the_answer_is_signed_and_an_altered_one_never_leaves() -> None:
    made = card_answer()
    facts = {"number": made.number, "quarter": "2026-07-01", "rows": 1, "sha256": made.sha256}
    assert is_signed(made.agreement.signing_public, manifest(**facts), made.signature)
    default_storage.delete(made.location)
    default_storage.save(made.location, ContentFile(b"lain"))
    with pytest.raises(Conflict) as refusal:
        exchange_files.hand_over(made, actor=coordinator(), at=MORNING)
    assert refusal.value.code == "altered"
    assert not ExchangeEvent.objects.exclude(kind="listed").exists()


def test_an_answer_that_is_lost_before_it_left_is_refused_and_the_list_sent_again() -> None:
    made = card_answer()
    default_storage.delete(made.location)
    with pytest.raises(Conflict):
        exchange_files.hand_over(made, actor=coordinator(), at=MORNING)
    made.refresh_from_db()
    assert (made.state, made.problem) == ("failed", "altered")
    with pytest.raises(Conflict) as gone:
        reconciliation.retry_list(made, actor=coordinator(), at=MORNING)
    assert gone.value.code == "list_gone"
    reconciliation.refuse_list(made, because=BECAUSE, actor=officer(Role.ADMINISTRATOR), at=MORNING)
    assert card_answer("checked", of=made.agreement).number != made.number


def test_an_answer_that_left_before_stays_delivered_when_its_file_is_lost() -> None:
    made = card_answer("delivered")
    default_storage.delete(made.location)
    with pytest.raises(Conflict):
        exchange_files.hand_over(made, actor=coordinator(), at=MORNING)
    made.refresh_from_db()
    assert made.state == "delivered"


def test_every_step_is_in_the_trail() -> None:
    made = card_answer("delivered")
    trail = AuditEvent.objects.filter(object_id=str(made.pk)).order_by("pk")
    steps = ["received", "prepared", "approved", "left"]
    assert [event.action for event in trail] == [f"compliance.exchange.list_{step}" for step in steps]
    assert [step.move for step in made.log.all()] == ["check", "approve", "deliver"]
    assert json.dumps(made.results) == '{"tidak_ditemukan": 1}'
    assert made.delivered_at == MORNING
    assert TODAY.year == int(made.number[4:8])
