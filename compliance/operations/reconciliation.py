"""A list of worker cards: received, held against the register in a job, refused or answered (004, annex, 2d).

What a province sent is kept only until it is compared, without NIKs and sealed; what stays is whom it was asked about
as keyed hashes, how many lines have each result, and the signed answer.
"""

import hashlib
import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from compliance import exchange_policies as policies
from compliance.card_lines import Card, packed, read_cards, unpacked
from compliance.models import DataAgreement, ExchangeEvent, ReconciledNik, Reconciliation, WaitingList
from compliance.models.exchange import ExchangeKind
from compliance.models.reconciliation import OPEN, ReconciliationState
from compliance.operations.exchange import because_of
from compliance.operations.exchange_files import NOT_IN_FORCE, NOT_YOURS, audited, fail, keep, locked, obstacle
from compliance.operations.exchange_requests import LONGEST_PURPOSE, SHORTEST_PURPOSE
from compliance.operations.reconciliation_answers import answers, header
from compliance.selectors.exchange import last_quarter, months_of_quarter, ordered_fields
from core import clock
from core.bulk import insert_rows
from core.crypto import blind_index
from core.errors import Conflict, Invalid, NotAllowed, ensure
from core.jobs import enqueue
from core.limits import Limit, take
from core.numbers import yearly_number
from core.text import one_line
from core.workflow import signed_by
from rules.calendar import last_day

log = logging.getLogger(__name__)
JOB = "compliance.reconcile_list"
LINES_A_DAY = Limit("exchange.lines", most=60_000, within=timedelta(days=1))
LISTS_KEPT = timedelta(days=30)


def send_list(
    agreement: DataAgreement, content: bytes, *, purpose: str, actor: User | None, at: datetime
) -> Reconciliation:
    """Take a list for the newest quarter that is over. `actor` is None for the partner's machine.

    The same list again is the same reconciliation, unless it was refused. Raises NotAllowed, TooMany, Invalid (see
    `read_cards`; "purpose"), Conflict("not_in_force" | "before_agreement" | "list_open"); then nothing is kept.
    """
    today = clock.legal_date(at)
    if actor is not None:
        ensure(policies.can_propose(actor, agreement.province_id, today))
    if not agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    if not agreement.may_reconcile:
        raise NotAllowed("not_agreed", _("Perjanjian ini tidak memuat rekonsiliasi Kartu Pekerja."))
    if last_day(months_of_quarter(last_quarter(today))[-1]) < agreement.valid_from:
        raise Conflict("before_agreement", _("Triwulan ini sebelum perjanjian berlaku."))
    purpose = one_line(purpose)
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        raise Invalid("purpose", _("Tulis tujuannya, 10 sampai 300 huruf."), field="purpose")
    return _received(agreement, content, purpose, actor, at)


@transaction.atomic
def _received(
    agreement: DataAgreement, content: bytes, purpose: str, actor: User | None, at: datetime
) -> Reconciliation:
    DataAgreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)  # one list at a time
    quarter = last_quarter(clock.legal_date(at))
    key = blind_index("exchange-list", hashlib.sha256(content).hexdigest())
    sent = Reconciliation.objects.filter(agreement=agreement, quarter=quarter)
    if known := sent.filter(list_key=key).exclude(state=ReconciliationState.REFUSED).first():
        return known
    cards, people = read_cards(content)
    if waiting := sent.filter(state__in=OPEN).first():
        words = _("Daftar %(number)s untuk triwulan ini belum selesai.") % {"number": waiting.number}
        raise Conflict("list_open", words, field="file")
    take(LINES_A_DAY, str(agreement.pk), at=at, amount=len(cards))
    made = Reconciliation.objects.create(
        number=yearly_number("RKP", clock.legal_date(at).year),
        agreement=agreement,
        quarter=quarter,
        purpose=purpose,
        list_key=key,
        rows=len(cards),
        asked_by=actor,
        asked_at=at,
    )
    _write_down(made, cards, people)
    enqueue(JOB, dedupe=f"{JOB}:{made.pk}:0", reconciliation_id=made.pk)
    return made


def _write_down(made: Reconciliation, cards: list[Card], people: list[bytes]) -> None:
    """The sealed lines, of whom it was asked, and that it was."""
    waiting = WaitingList(reconciliation=made)
    waiting.lines = packed(cards)
    waiting.save(force_insert=True)
    insert_rows(ReconciledNik, len(people), each={"nik_key": people}, same={"reconciliation_id": made.pk})
    agreement = made.agreement
    by_partner = {"actor": None, "actor_name": agreement.first_party[:150]}
    ExchangeEvent.objects.create(
        agreement=agreement,
        reconciliation=made,
        kind=ExchangeKind.LISTED,
        rows=len(cards),
        at=made.asked_at,
        **(by_partner if made.asked_by is None else signed_by(made.asked_by)),
    )
    audited(made, "received", actor=made.asked_by, at=made.asked_at, rows=len(cards))


def reconcile(made: Reconciliation, *, at: datetime) -> Reconciliation:
    """Hold every line against the register and sign the answer. One that is answered already stays as it is.

    What stands in the way is a failed one with its reason: `agreement_over`, `months_missing`, `storage`, `list_gone`.
    """
    made = Reconciliation.objects.select_related("agreement").get(pk=made.pk)
    if made.state != ReconciliationState.RECEIVED:
        return made
    problem = obstacle(made, at)
    if not problem and not WaitingList.objects.filter(reconciliation=made).exists():
        problem = "list_gone"
    if problem:
        return fail(made, problem, at)
    try:
        return _reconciled(made, at)
    except OSError:
        log.exception("answer cannot be kept", extra={"reconciliation": made.number})
        return fail(made, "storage", at)


@transaction.atomic
def _reconciled(made: Reconciliation, at: datetime) -> Reconciliation:
    made = locked(made)
    if made.state != ReconciliationState.RECEIVED:  # another worker was quicker
        return made
    fields, counts = ordered_fields(made.agreement), Counter[str]()
    cards = unpacked(made.waiting.lines)
    rows = answers(cards, fields, made.quarter, on=clock.legal_date(at), counts=counts)
    facts = keep(made, header(fields), rows)
    made = Reconciliation.workflow.move(
        made, "check", actor=None, at=at, prepared_at=at, results=dict(counts), problem="", **facts
    )
    WaitingList.objects.filter(reconciliation=made).delete()
    audited(made, "prepared", actor=None, at=at, rows=facts["rows"], sha256=facts["sha256"])
    return made


@transaction.atomic
def retry_list(made: Reconciliation, *, actor: User, at: datetime) -> Reconciliation:
    """Compare once more what failed. Raises NotAllowed, Conflict("not_in_force" | "list_gone" | "wrong_state")."""
    made = locked(made)
    today = clock.legal_date(at)
    ensure(policies.can_propose(actor, made.agreement.province_id, today))
    if not made.agreement.in_force(today):
        raise Conflict("not_in_force", NOT_IN_FORCE)
    made = Reconciliation.workflow.move(made, "retry", actor=actor, at=at, problem="")
    if not WaitingList.objects.filter(reconciliation=made).exists():
        raise Conflict("list_gone", _("Isi daftar ini sudah dihapus. Minta administrator menolaknya, lalu kirim lagi."))
    enqueue(JOB, dedupe=f"{JOB}:{made.pk}:{made.log.count()}", reconciliation_id=made.pk)
    audited(made, "retried", actor=actor, at=at)
    return made


@transaction.atomic
def refuse_list(made: Reconciliation, *, because: str, actor: User, at: datetime) -> Reconciliation:
    """No answer leaves, and the province may send another list. Raises NotAllowed, Invalid, Conflict("wrong_state")."""
    made = locked(made)
    today = clock.legal_date(at)
    ensure(policies.can_refuse_list(actor, made, today), "not_yours", NOT_YOURS)
    because = because_of(because)
    made = Reconciliation.workflow.move(made, "refuse", actor=actor, at=at, note=because, because=because)
    WaitingList.objects.filter(reconciliation=made).delete()
    audited(made, "refused", actor=actor, at=at, reason=because)
    return made


def forget_lists(*, at: datetime) -> int:
    """Delete lines that were not compared within 30 days, or whose agreement is over. Returns of how many lists."""
    in_force = DataAgreement.objects.in_force(clock.legal_date(at))
    over = ~Q(reconciliation__agreement__in=in_force)
    return WaitingList.objects.filter(over | Q(reconciliation__asked_at__lt=at - LISTS_KEPT)).delete()[0]
