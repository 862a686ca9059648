"""Each invariant holds in a world made by operations, and says so when a hand in the database breaks it."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from claims.operations import month_deciding, month_filing, monthly_cycle, overpayments, work
from claims.operations.outreach import CLAIMED, LAPSED
from core import clock, jobs, seals
from core.chunks import do_chunk
from core.invariants import NIGHTS, look, to_be_read
from core.models import AuditEvent, AuditSeal, Job
from core.workflow import signed_by
from files.models import StoredFile
from integrations.bpjs import Membership
from jkp_portal import tasks
from jkp_portal.invariants import INVARIANTS
from notices.letters import store_pdf
from notices.models import Letter
from participants.contribution_history import NIGHTS as SAMPLES
from participants.operations import data_requests
from participants.operations.employers import ask_to_join
from participants.operations.identity import start_identity_check
from payments.models import BankStatement, ReconciliationDay
from tests.factories import claims, outreach, sanctions, training_billing, training_money
from tests.factories.accounts import UserFactory
from tests.factories.counseling import agreed_session, asked
from tests.factories.participants import MORNING, EmployerFactory, at_mediator, report_phk
from tests.worlds import made_once

AT = MORNING + timedelta(hours=3)


@pytest.fixture(scope="module")
def _world(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Claims in five states, made once; every test works on them in a savepoint of its own."""
    with made_once(django_db_blocker):
        training_billing.paid_invoice()  # first: nothing else is ready to be paid
        training_money.VoucherFactory()
        for stage in ("paid", "bank_problem", "needs_fix", "in_review"):
            claims.claim(stage)
        claims.objection(claims.refusal(claims.claim("refused", paid_months=11)))
        report_phk()
        at_mediator()
        _second_month()
        _paid_at_work(confirmed=True)
        _paid_at_work(confirmed=False)
        _questions()
        asked()
        agreed_session()
        sanctions.case("warned_once", served=True)
        _reached()
        for letter in Letter.objects.order_by("pk"):
            store_pdf(str(letter.pk))
        yield


def _second_month() -> None:
    """Month 2 granted on evidence, a month of evidence that waits, and month 3 held for want of it."""
    found = claims.claim("paid")
    claims.assessed(found)
    claims.evidence(found, 5)
    claims.evidence(found, 1, accepted=False)
    for n, state in ((2, "approved"), (3, "held")):
        month = found.months.get(n=n)
        at = claims.moment(month.opens_on)
        monthly_cycle.open_months(at=at)
        month_filing.submit_month(found.months.get(n=n), actor=found.person.user, at=at)
        assert month_deciding.assess_month(month, at=at).state == state


def _paid_at_work(*, confirmed: bool) -> None:
    """Month 1 was granted for a time at work: an overpayment, asked back in three instalments once confirmed."""
    found = claims.claim("paid")
    started_on = MORNING.date() - timedelta(days=2)
    told = {"employer": "PT Baru", "accepted_on": started_on, "started_on": started_on}
    report = work.report_work(found, **told, actor=found.person.user, at=MORNING)
    work.take_effect(report, at=report.effective_at)
    if confirmed:
        overpayments.confirm_overpayment(
            found.overpayments.get(),
            instalments=3,
            note="Sudah bekerja.",
            actor=claims.verifier(),
            at=report.effective_at,
        )


def _questions() -> None:
    """Who somebody is, for whom somebody acts, and whether somebody works elsewhere."""
    start_identity_check(
        user=UserFactory(),
        nik="9901010107900234",
        full_name="Rina Wulandari",
        mother_name="Sri Hartini",
        born_on=date(1990, 7, 1),
        at=MORNING,
    )
    data_requests.ask(UserFactory(), wish="correct", text="Nama ibu saya keliru.", at=MORNING)
    employer = EmployerFactory(without_address=True)
    ask_to_join(employer=employer, user=UserFactory(), position="HR", at=MORNING)
    running = claims.claim("paid")
    membership = Membership(
        kpj="26000000001", npp="98000001", employer_name="PT Lain", scale="menengah", programmes=(),
        since=MORNING.date(), until=None,
    )  # fmt: skip
    work.ask_about_memberships(running, [membership], at=MORNING)


def _reached() -> None:
    """Somebody was found and sent a claim; the right of somebody else was over yesterday."""
    outreach.outreach_found(claims.claim("in_review").phk)
    lapsing = {"found_on": MORNING.date() - timedelta(days=20), "lapses_on": MORNING.date() - timedelta(days=1)}
    outreach.outreach_found(claims.phk(), **lapsing)
    assert [do_chunk(step, at=MORNING) for step in (CLAIMED, LAPSED)] == [1, 1]


@pytest.fixture
def world(_world: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def by_hand(*statements: str) -> int:
    """What somebody with the keys of the database could do: no trigger, no constraint. Rows touched by the last."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            words = statement.split()
            table = words[words.index({"DELETE": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE"}[words[0]]) + 1]
            _loosen(cursor, table)
            cursor.execute(statement)
            touched = cursor.rowcount
    return touched


def _loosen(cursor, table: str) -> None:
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE contype IN ('c', 'u', 'f') AND %s::regclass IN (conrelid, confrelid)",
        [table],
    )
    for owner, name in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {owner} DROP CONSTRAINT "{name}" CASCADE')
    cursor.execute(
        "SELECT indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")


def broken(at=AT) -> dict[str, tuple[str, ...]]:
    """What breaks which sentence."""
    return {f"{found.invariant.code} {found.invariant.says}": found.offenders for found in look(INVARIANTS, at=at)}


def copy_of(table: str, where: str, **changed: str) -> str:
    """A second row like the first, but for some fields (as SQL)."""
    fields = ", ".join(f"'{name}', {value}" for name, value in changed.items())
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object({fields}))).*"  # noqa: S608
        f" FROM {table} t WHERE {where}"
    )


def verdict_of(code: str) -> str:
    return (
        "UPDATE claims_assessment SET answer = jsonb_set(answer, '{reasons}', (SELECT jsonb_agg("  # noqa: S608
        f"""CASE WHEN r->>'code' = '{code}' THEN r || '{{"met": false}}' ELSE r END)"""
        " FROM jsonb_array_elements(answer->'reasons') r))"
    )


def test_a_world_made_by_operations_breaks_nothing(world):
    assert {says: found for says, found in broken().items() if found} == {}


def test_every_invariant_of_what_exists_is_there():
    codes = {one.code for one in INVARIANTS}
    numbers = [*range(1, 15), 16, 17, 18, 21, 24, 25, 26, 27, 28]
    assert codes == {f"I{number}" for number in numbers}
    sentences = [one.says for one in INVARIANTS]
    assert len(sentences) == len(set(sentences))


BREACHES = (
    (
        "I1 Every ledger entry",
        [
            "INSERT INTO payments_posting (entry_id, account, amount)"
            " SELECT max(id), 'retur', 1 FROM payments_journalentry"
        ],
    ),
    (
        "I2 A paid month",
        ["UPDATE claims_claimmonth SET state = 'paid', paid_on = opens_on WHERE state = 'bank_problem'"],
    ),
    (
        "I2 A settled transfer",
        ["UPDATE core_job SET state = 'done'", "UPDATE claims_claimmonth SET state = 'approved' WHERE state = 'paid'"],
    ),
    ("I2 A payout is paid", ["UPDATE payments_journalentry SET ref = 'x' WHERE kind = 'payout_settled'"]),
    ("I2 A right", [copy_of("payments_payout", "state = 'paid'", id="gen_random_uuid()", line_no="9")]),
    ("I2 What an employer", ["UPDATE claims_claimmonth SET payer = 'employer' WHERE state = 'paid'"]),
    ("I3 A claim has", ["UPDATE claims_claimmonth SET opens_on = '2026-01-01' WHERE n = 6"]),
    ("I3 A claim has", [copy_of("claims_claimmonth", "n = 6", id="gen_random_uuid()", n="7")]),
    ("I3 A claim has", [copy_of("claims_claimmonth", "n = 6", id="gen_random_uuid()", n="5")]),
    ("I4 A month's amount", ["UPDATE claims_claimmonth SET amount = amount + 1 WHERE state = 'paid'"]),
    ("I4 A month's amount", ["UPDATE payments_payout SET amount = amount - 1 WHERE state = 'paid'"]),
    ("I4 A month's amount", ["UPDATE claims_claimmonth SET regime = 'R21' WHERE state = 'paid'"]),
    (
        "I5 Nothing",
        [
            "UPDATE participants_person SET died_on = '2026-11-01'"
            " WHERE id IN (SELECT person_id FROM claims_claim WHERE state = 'active')"
        ],
    ),
    ("I5 Nothing", [verdict_of("ELG-07")]),
    ("I5 Nothing", [verdict_of("ELG-13")]),
    (
        "I5 Nothing",
        ["DELETE FROM claims_overpaidmonth"],
    ),
    (
        "I5 Nothing",
        [
            "INSERT INTO claims_workreport (id, claim_id, employer, accepted_on, started_on, state, reported_at,"
            " report_due_on, effective_at) SELECT gen_random_uuid(), claim_id, 'PT Baru', filed_on, filed_on,"
            " 'pending', filed_at - interval '1 minute', filed_on, filed_at"
            " FROM claims_claimmonth WHERE n = 2 AND state = 'approved'"
        ],
    ),
    ("I6 From month 2", ["DELETE FROM ipk_selfassessment"]),
    ("I6 From month 2", ["UPDATE ipk_activity SET used_for = NULL WHERE used_for IS NOT NULL"]),
    (
        "I6 From month 2",
        [
            "UPDATE ipk_activity SET company_key = 'sama' WHERE used_for IS NOT NULL",
        ],
    ),
    ("I6 Nothing", ["DELETE FROM claims_kapksignature"]),
    ("I6 Nothing", ["UPDATE claims_kapksignature SET signed_at = signed_at + interval '1 day'"]),
    (
        "I7 Nobody",
        [copy_of("claims_claim", "state = 'active'", id="gen_random_uuid()", number=f"'X{number}'") for number in "12"],
    ),
    ("I7 Nobody", [verdict_of("ELG-10")]),
    (
        "I8 Nobody decides",
        [
            "UPDATE claims_decision SET officer_id = (SELECT user_id FROM participants_person p"
            " JOIN claims_claim c ON c.person_id = p.id WHERE c.id = claim_id)"
        ],
    ),
    ("I8 Nobody checks", ["UPDATE payments_batch SET approved_by_id = made_by_id"]),
    (
        "I8 Nobody checks",
        ["UPDATE payments_payout SET verified_by_id = (SELECT made_by_id FROM payments_batch b WHERE b.id = batch_id)"],
    ),
    ("I8 No sanction", ["UPDATE compliance_sanctionproposal SET state = 'refused', why = 'Belum.'"]),
    ("I8 No sanction", ["UPDATE compliance_sanctionproposal SET decided_by_id = proposed_by_id"]),
    ("I17 Every clock", ["UPDATE compliance_sanctioncase SET served_on = served_on - 1"]),
    ("I17 Every clock", ["UPDATE compliance_sanctioncase SET served_on = NULL, ends_on = NULL"]),
    ("I8 Nothing is sent", ["UPDATE payments_batch SET state = 'frozen'"]),
    ("I9 Every state", ["UPDATE claims_claim SET state = 'ended' WHERE state = 'active'"]),
    ("I9 Every state", ["DELETE FROM claims_claimlog WHERE move = 'take_up'"]),
    ("I9 Every state", ["UPDATE participants_phkeventlog SET actor_name = ''"]),
    ("I9 Every state", ["DELETE FROM payments_payoutlog"]),
    ("I11 No work", ["UPDATE core_job SET state = 'open', due_at = '2026-11-14T00:00Z'"]),
    ("I11 No work", ["UPDATE core_job SET state = 'dead', created_at = '2026-11-14T00:00Z'"]),
    ("I12 Every payout", ["UPDATE payments_payout SET state = 'unknown' WHERE state = 'paid'"]),
    ("I14 A batch", ["UPDATE payments_batch SET total = total + 1"]),
    ("I14 The books", ["UPDATE payments_posting SET amount = -amount"]),
    ("I14 The receivable", ["UPDATE claims_repayment SET amount = amount + 1"]),
    ("I14 The receivable", ["DELETE FROM claims_repayment"]),
    (
        "I2 A paid invoice",
        ["UPDATE payments_payout SET amount = amount - 1 WHERE source_kind = 'training_invoice'"],
    ),
    ("I2 A paid invoice", ["UPDATE training_billingitem SET state = 'accepted'"]),
    (
        "I2 An institute's",
        ["UPDATE core_job SET state = 'done'", "UPDATE training_invoice SET state = 'accepted'"],
    ),
    ("I13 Approved lines", ["UPDATE training_invoiceline SET price = price + 1"]),
    ("I13 Nobody is billed", [copy_of("training_invoiceline", "is_live", id="gen_random_uuid()")]),
    ("I13 Nobody is billed", [copy_of("training_billingitem", "is_live", id="gen_random_uuid()")]),
    ("I14 A billing", ["UPDATE training_billingbatch SET total = total + 1"]),
    ("I14 A billing", ["UPDATE training_invoice SET total = total + 1"]),
    (
        "I21 Nobody",
        [copy_of("training_voucher", "state = 'active'", id="gen_random_uuid()", code="'000000000000'")],
    ),
    ("I16 A refusal", ["UPDATE claims_decision SET articles = '[]' WHERE kind = 'refusal'"]),
    ("I16 A refusal", ["UPDATE claims_decision SET objection_until = '2026-11-01' WHERE kind = 'refusal'"]),
    ("I16 A refusal", ["DELETE FROM claims_decision WHERE kind = 'refusal'"]),
    ("I17 Every open claim", ["UPDATE claims_claim SET decision_due_on = NULL WHERE state = 'in_review'"]),
    ("I17 Every open claim", ["UPDATE claims_claimmonth SET pay_due_on = NULL WHERE state = 'paid'"]),
    ("I17 Every open claim", ["UPDATE claims_correctionrequest SET answered_at = requested_at"]),
    ("I17 Every open claim", ["UPDATE claims_claimmonth SET complete_by = NULL WHERE state = 'held'"]),
    (
        "I17 Every open claim",
        ["UPDATE claims_claimmonth SET state = 'submitted', decision_due_on = NULL WHERE state = 'held'"],
    ),
    ("I17 Every objection", ["UPDATE claims_objection SET answer_due_on = NULL"]),
    ("I17 Every objection", ["UPDATE claims_objection SET state = 'upheld', carried_out_at = NULL"]),
    ("I17 Every question", ["UPDATE claims_membershipquestion SET answer_by = '2026-11-15'"]),
    (
        "I17 Every question",
        [
            "INSERT INTO claims_wagereview (id, claim_id, assessment_id, wage_before, wage_found, asked_at,"
            " answer_due_on) SELECT gen_random_uuid(), c.id, a.id, 1, 2, '2026-11-20', '2026-11-15'"
            " FROM claims_claim c JOIN claims_assessment a USING (phk_id) LIMIT 1"
        ],
    ),
    ("I17 Every overpayment", ["UPDATE claims_overpayment SET decide_by = '2026-11-15' WHERE state = 'found'"]),
    ("I17 Every overpayment", ["DELETE FROM claims_repayment"]),
    ("I17 Every piece", ["UPDATE ipk_activity SET due_on = '2026-11-15' WHERE state = 'submitted'"]),
    ("I17 Every open question of", ["UPDATE participants_identitycheck SET due_on = '2026-11-15'"]),
    ("I17 Every open question of", ["UPDATE participants_employerjoin SET due_on = NULL"]),
    ("I17 Every wish", ["UPDATE participants_datarequest SET due_at = asked_at"]),
    ("I17 Every open question about", ["UPDATE participants_phkevent SET mediate_by = NULL WHERE state = 'mediator'"]),
    ("I17 Every open question about", ["UPDATE participants_phkevent SET other_side_due_on = NULL"]),
    ("I17 Every open question about", ["UPDATE participants_phkevent SET state = 'proof' WHERE state = 'other'"]),
    ("I18 A PHK", ["UPDATE files_storedfile SET state = 'rejected'"]),
    ("I18 What is served", ["UPDATE files_storedfile SET clean_sha256 = sha256"]),
    ("I18 What is served", ["UPDATE files_storedfile SET location = 'berkas/gone'"]),
    ("I18 What is served", ["UPDATE files_storedfile SET state = 'rejected' WHERE state = 'clean'"]),
    ("I18 No file", ["UPDATE files_storedfile SET state = 'quarantined', created_at = '2026-11-14T00:00Z'"]),
    ("I17 Every request", ["UPDATE counseling_counsellingrequest SET answer_due_on = '2026-11-01'"]),
    ("I26 Every session ahead lies", ["UPDATE counseling_workinghours SET start = '12:00', \"end\" = '13:00'"]),
    ("I26 Every session ahead is", ["UPDATE counseling_counsellor SET certified_until = '2026-11-16'"]),
    ("I26 A request", ["UPDATE counseling_session SET state = 'moved'"]),
    ("I26 A request", ["UPDATE counseling_counsellingrequest SET state = 'waiting'"]),
    (
        "I27 Paid months",
        [
            "INSERT INTO participants_participantsummary (participant, paid_bits, born_on, registered_on)"  # noqa: S608
            f" VALUES ({AT.toordinal() % SAMPLES}, 1, '1990-01-01', '2022-01-01')"  # in this night's sample
        ],
    ),
    ("I28 Who was reached", ["UPDATE claims_outreachentry SET state = 'claimed' WHERE state = 'lapsed'"]),
    ("I28 Who was reached", ["UPDATE claims_claim SET state = 'draft' WHERE state = 'in_review'"]),
    ("I28 No right", ["UPDATE claims_outreachentry SET lapses_on = '2026-11-16' WHERE state = 'lapsed'"]),
    ("I24 Nobody", [copy_of("notices_notice", "event = 'claim_paid'", id="gen_random_uuid()")]),
    ("I25 Every letter", ["UPDATE notices_letter SET sha256 = repeat('0', 64)"]),
    ("I25 Every letter", ["UPDATE notices_letter SET pdf = 'letters/gone.pdf'"]),
    ("I25 Every letter", ["UPDATE notices_letter SET pdf = '', sha256 = '', issued_at = '2026-11-14T00:00Z'"]),
)


@pytest.mark.parametrize(("sentence", "breach"), BREACHES)
def test_a_broken_invariant_is_named_with_what_breaks_it(world, sentence, breach):
    assert by_hand(*breach) > 0, "the breach touches nothing"
    found = [offenders for says, offenders in broken().items() if says.startswith(sentence)]
    assert len(found) == 1
    assert len(found[0]) >= 1


def test_every_invariant_but_the_seals_has_a_breach():
    named = {f"{one.code} {one.says}" for one in INVARIANTS}
    assert {says for says in named if not any(says.startswith(sentence) for sentence, _ in BREACHES)} == {
        "I10 The sealed audit trail is as it was sealed"
    }


def test_who_closes_a_day_explained_none_of_its_lines(world):
    officer, day = claims.verifier(), AT.date()
    statement = BankStatement.objects.create(day=day, sha256="a", state="posted", line_count=1, imported_at=AT)
    explained = {"match": "explained", "explanation": "Biaya bank", "explained_by": officer, "explained_at": AT}
    statement.lines.create(day=day, line=1, kind="debit", key="k", bank_reference="r", amount=5, **explained)
    closed = {"state": "closed", "has_statement": True, "closed_by": officer, "closed_at": AT}
    row = ReconciliationDay.objects.create(day=day, counted_at=AT, **closed)
    row.log.create(move="close", from_state="open", to_state="closed", at=AT, **signed_by(officer))
    (said,) = broken()["I8 Nobody checks what they made or verified"]
    assert said.endswith("was explained by who closed its day")


# --- the sealed audit trail --------------------------------------------------------------------------------------


def sealed() -> AuditSeal:
    seal = seals.seal_audit(at=AT)
    assert seal is not None
    return seal


def test_a_seal_covers_everything_up_to_an_hour_ago_and_then_nothing_twice(world):
    seal = sealed()
    assert (seal.first_id, seal.count) == (1, AuditEvent.objects.count())
    assert seals.seal_audit(at=AT) is None
    assert list(seals.broken_seals()) == []


def test_what_was_written_a_moment_ago_waits_for_the_next_seal(world):
    assert seals.seal_audit(at=MORNING + timedelta(minutes=59)) is None
    assert seals.seal_audit(at=MORNING + timedelta(hours=1)) is not None


@pytest.mark.parametrize(
    "breach",
    [
        "UPDATE core_auditevent SET actor_name = 'Orang lain' WHERE id = (SELECT min(id) FROM core_auditevent)",
        "DELETE FROM core_auditevent WHERE id = (SELECT max(last_id) FROM core_auditseal)",
        "UPDATE core_auditseal SET sha256 = repeat('0', 64)",
        "UPDATE core_auditseal SET first_id = 2",
    ],
)
def test_a_seal_that_no_longer_fits_is_named(world, breach):
    seal = sealed()
    assert by_hand(breach) == 1
    said = broken()["I10 The sealed audit trail is as it was sealed"]
    assert said
    assert all(line.startswith(f"seal {seal.pk}: ") for line in said)


def test_a_seal_hangs_on_the_one_before(world):
    later = AT + timedelta(days=400)  # nothing in the world is as late
    first = seals.seal_audit(at=later)
    AuditEvent.objects.create(at=later, actor_name="JKP", action="test.done")
    second = seals.seal_audit(at=later + timedelta(hours=1))
    assert (second.first_id, second.count) == (first.last_id + 1, 1)
    by_hand("DELETE FROM core_auditseal WHERE id = (SELECT min(id) FROM core_auditseal)")
    assert len(list(seals.broken_seals())) == 2  # the gap, and a fingerprint that rests on a seal that is gone


def test_a_seal_is_never_changed(world):
    seal = sealed()
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        AuditSeal.objects.filter(pk=seal.pk).update(count=0)


# --- the command and the night -----------------------------------------------------------------------------------


def run_command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("check_invariants", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_everything_holds(world):
    told = run_command("--only", "I1,I2,I14")
    assert told.startswith("I1   holds        Every ledger entry sums to zero\n")
    assert told.endswith("check_invariants: 12 hold, 0 broken\n")


def test_the_command_names_what_breaks_and_fails(world):
    by_hand("UPDATE payments_batch SET total = total + 1")
    out = io.StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("check_invariants", "--only", "I14", stdout=out)
    assert "I14  BROKEN (" in out.getvalue()
    assert "batch BYR-2026-" in out.getvalue()
    assert out.getvalue().endswith("check_invariants: 3 hold, 1 broken\n")


def test_an_unknown_number_is_refused(world):
    with pytest.raises(CommandError, match="I99"):
        run_command("--only", "I99")


def test_the_night_seals_and_checks_once_a_day(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    tasks.look_after_the_night()
    tasks.look_after_the_night()
    assert AuditSeal.objects.count() == 1
    job = Job.objects.get(name="jkp_portal.check_invariants")
    assert jobs.run(str(job.pk)) is True


def test_what_is_broken_at_night_stands_on_the_operations_page(world, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    by_hand("UPDATE payments_batch SET total = total + 1")
    tasks.look_after_the_night()
    job = Job.objects.get(name="jkp_portal.check_invariants")
    assert jobs.run(str(job.pk)) is False
    job.refresh_from_db()
    assert job.state == "dead"
    assert job.last_error.startswith("InvariantsBroken: I14: batch BYR-2026-")


def test_beat_looks_after_the_night():
    entry = settings.CELERY_BEAT_SCHEDULE["look-after-the-night"]
    assert entry["task"] == tasks.look_after_the_night.name


def test_old_files_are_read_in_turn_and_each_within_four_weeks(world):
    stored, long_after = StoredFile.objects.order_by("pk"), AT + timedelta(days=300)
    nights = [long_after + timedelta(days=night) for night in range(NIGHTS)]
    read = [pk for night in nights for pk in to_be_read(stored, "created_at", at=night).values_list("pk", flat=True)]
    assert sorted(read) == sorted(stored.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_all_is_read_as_of_one_moment_and_nothing_can_be_written():
    def writes(at):
        AuditEvent.objects.create(at=at, actor_name="JKP", action="test.done")
        return ()

    one = INVARIANTS[0].__class__("I1", "writes", writes)
    with pytest.raises(Exception, match="read-only transaction"):
        list(look([one], at=AT))
    assert next(iter(look(INVARIANTS[:1], at=AT))).offenders == ()
