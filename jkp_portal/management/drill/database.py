"""F05 to F07: the database is away, cannot be reached, or is fought over; pages say so and nothing typed is lost."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import ceil
from threading import Event

import psycopg2
from django.db import connection

from accounts.enums import Role
from claims.models import Claim, ClaimMonth, ServiceOutage
from core import clock
from core.clock import JAKARTA
from core.models import AuditEvent
from devkit.portal import answers as somebody_answers
from jkp_portal.management.drill.cast import Cast, officer
from jkp_portal.management.drill.protocol import Drill, Size, all_work_is_done
from jkp_portal.management.drill.visitor import Answer, Form, Visitor, at_once
from notices.models import Notice
from payments.management.drill.verdict import Verdict
from payments.management.drill.world import World
from rules.parameters import OUTAGE_EXTRA_DAYS

AWAY_SECONDS = 12.0
LONGEST_ANSWER = 10.0  # seconds, as the catalogue says
HANDS = 4
TABS, ADVERSARIES = 50, 2
FIGHT_SECONDS = 25.0
Database = "psycopg2.extensions.connection"


def _account(claim: Claim, number: int) -> dict[str, str]:
    """What is typed on the page of the account."""
    return {"bank": "002", "number": f"{number:015d}", "holder": claim.person.full_name}


def _at_the_account(world: World, claim: Claim) -> Form:
    return Visitor(world.url, claim.person.user).form(f"/klaim/{claim.pk}/rekening/")


def _judge_pages(verdict: Verdict, answers: Sequence[Answer]) -> None:
    """While it lasts every page is the Indonesian 503, and none keeps anybody waiting."""
    honest, longest = sum(answer.is_honest for answer in answers), max(answer.seconds for answer in answers)
    verdict.equal("honest pages", honest, len(answers))
    verdict.counted["longest answer"] = f"{longest:.1f} s"
    verdict.expect(longest <= LONGEST_ANSWER, f"somebody waited {longest:.1f} s")


# --- F05 -------------------------------------------------------------------------------------------------------------


def database_away(world: World, size: Size) -> Verdict:
    """The server is stopped and started. People go on typing; operations write the outage down; windows are longer."""
    cast = Cast(world.bank)
    drafts = cast.drafts(min(size.people, 8))
    running = cast.with_month_2_opening(clock.today(), clock.today())
    windows = dict(ClaimMonth.objects.filter(claim__in=running, n=2).values_list("pk", "closes_on"))
    world.start_workers()
    typed = {_at_the_account(world, claim): _account(claim, 9_000 + place) for place, claim in enumerate(drafts)}
    verdict, processes, began = Verdict(), set(world.web_processes()), clock.now()
    world.stop_database()
    try:
        answers = _go_on_typing(typed)
        verdict.expect(somebody_answers(world.url + "/healthz", only_ok=True), "/healthz died with the database")
        verdict.expect(not somebody_answers(world.url + "/readyz", only_ok=True), "/readyz says that all is well")
    finally:
        world.start_database()
    _judge_pages(verdict, answers)
    again = at_once(lambda form: form.send_until_taken(seconds=size.seconds, **typed[form])[-1], [*typed], hands=HANDS)
    verdict.equal("typed again and taken", sum(answer.status == 302 for answer in again), len(typed))
    kept = {claim.account for claim in Claim.objects.filter(pk__in=[claim.pk for claim in drafts])}
    verdict.equal("accounts as typed", len(kept & {fields["number"] for fields in typed.values()}), len(typed))
    verdict.expect(set(world.web_processes()) == processes, "web processes had to be started again")
    _write_down(world, verdict, began, windows)
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    return verdict


def _go_on_typing(typed: dict[Form, dict[str, str]]) -> list[Answer]:
    """Everybody sends the form, and looks at the dashboard, again and again."""
    until, answers = time.monotonic() + AWAY_SECONDS, []
    while time.monotonic() < until:
        answers += at_once(lambda form: form.send(**typed[form]), [*typed], hands=HANDS)
        answers += at_once(lambda form: form.visitor.get("/dasbor/"), [*typed], hands=HANDS)
        time.sleep(0.5)
    return answers


def _write_down(world: World, verdict: Verdict, began: datetime, windows: dict[object, object]) -> None:
    """An administrator types the outage, twice: each open window is longer by its days and one more, once."""
    form = Visitor(world.url, officer(Role.ADMINISTRATOR, clock.now()), second_factor=True).form("/ops/gangguan/")
    ends = clock.now().astimezone(JAKARTA).replace(second=0, microsecond=0)
    lasted = ceil((clock.now() - began) / timedelta(minutes=1))
    outage = _outage_fields(ends - timedelta(minutes=lasted), ends)
    answers = [form.send(**outage).status for _time in range(2)]
    verdict.equal("outage written down", ServiceOutage.objects.filter(ends_at=ends).count(), 1)
    verdict.expect(answers[0] == 302, f"the form of the outage answered {answers[0]}")
    days = timedelta(days=1 + OUTAGE_EXTRA_DAYS.on(clock.today()).value)
    longer = [m.closes_on == windows[m.pk] + days for m in ClaimMonth.objects.filter(pk__in=windows)]  # type: ignore[operator]
    verdict.equal("windows longer", sum(longer), len(windows))
    users = ClaimMonth.objects.filter(pk__in=windows).values("claim__person__user")
    told = Notice.objects.filter(event="window_extended", channel="inbox", user__in=users).count()
    verdict.equal("people told of it", told, len(windows))


def _outage_fields(starts: datetime, ends: datetime) -> dict[str, str]:
    fields = {"reason": "Server basis data berhenti"}
    for name, moment in (("starts", starts), ("ends", ends)):
        fields |= {f"{name}_on_day": str(moment.day), f"{name}_on_month": str(moment.month)}
        fields |= {f"{name}_on_year": str(moment.year), f"{name}_at": f"{moment:%H.%M}"}
    return fields


# --- F06 -------------------------------------------------------------------------------------------------------------


def no_way_in(world: World, size: Size) -> Verdict:
    """Rows are held by somebody who does not let go; then every connection of the server is taken."""
    drafts = Cast(world.bank).drafts(HANDS + 2)
    forms = [_at_the_button(world, claim) for claim in drafts]
    blocked, free = forms[:HANDS], forms[HANDS:]
    verdict = Verdict()
    with _holding(drafts[:HANDS]):
        answers = at_once(lambda form: form.send(truthful="on"), blocked, hands=HANDS)
        beside = [form.send(truthful="on") for form in free[:1]]
    verdict.counted["forms behind a lock"] = len(answers)
    verdict.expect(all(answer.status == 302 for answer in beside), "others could not send meanwhile")
    with _every_connection_taken() as taken:
        answers += at_once(lambda form: form.visitor.get("/dasbor/"), [*forms, *forms], hands=HANDS)
    verdict.counted["connections taken"] = taken
    _judge_pages(verdict, answers)
    world.start_workers()
    at_once(lambda form: form.send_until_taken(seconds=size.seconds, truthful="on"), forms, hands=HANDS)
    filed = Claim.objects.filter(pk__in=[claim.pk for claim in drafts], filed_at__isnull=False)
    once = [claim for claim in filed if claim.log.filter(move="submit").count() == 1]
    verdict.equal("filed once afterwards", len(once), len(forms))
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    return verdict


def _at_the_button(world: World, claim: Claim) -> Form:
    return Visitor(world.url, claim.person.user).form(f"/klaim/{claim.pk}/bulan/1/periksa/")


def _connect() -> Database:
    place = connection.settings_dict
    return psycopg2.connect(
        host=place["HOST"], port=place["PORT"], user=place["USER"], password=place["PASSWORD"], dbname=place["NAME"]
    )


@contextlib.contextmanager
def _holding(claims: Sequence[Claim]) -> Iterator[None]:
    """Their rows, locked by a transaction that takes its time."""
    with contextlib.closing(_connect()) as holder, holder.cursor() as cursor:
        ids = [str(claim.pk) for claim in claims]
        cursor.execute("SELECT 1 FROM claims_claim WHERE id::text = ANY(%s) FOR UPDATE", [ids])
        yield
        holder.rollback()


@contextlib.contextmanager
def _every_connection_taken() -> Iterator[int]:
    """All that the server gives, those of the web processes too."""
    ours: list[Database] = []
    try:
        ours += _as_many_as_there_are()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND NOT pid = ANY(%s)",
                [[one.get_backend_pid() for one in ours]],
            )
        time.sleep(0.5)
        ours += _as_many_as_there_are()
        yield len(ours)
    finally:
        for one in ours:
            one.close()


def _as_many_as_there_are() -> list[Database]:
    got: list[Database] = []
    with contextlib.suppress(psycopg2.OperationalError):
        while True:
            got.append(_connect())
    return got


# --- F07 -------------------------------------------------------------------------------------------------------------


def deadlock_storm(world: World, size: Size) -> Verdict:
    """One person in fifty tabs, each with another account, while somebody locks the same rows the other way round."""
    claim = Cast(world.bank).draft()
    world.start_workers()
    visitor = Visitor(world.url, claim.person.user, patience=size.seconds)
    path = f"/klaim/{claim.pk}/rekening/"
    tabs = [visitor.form(path)]  # the first one brings the cookie that all share
    tabs += at_once(lambda place: visitor.form(path), range(1, TABS), hands=HANDS)
    before, edits = _deadlocks(), AuditEvent.objects.filter(action="claims.claim.account_set").count()
    over, numbers = Event(), {f"{7_000 + place:015d}" for place in range(TABS)}

    def act(place: int) -> list[Answer]:
        if place >= TABS:
            return _lock_the_other_way(claim, over)
        return tabs[place].send_until_taken(seconds=size.seconds, **_account(claim, 7_000 + place))

    *edited, _first, _second = at_once(act, range(TABS + ADVERSARIES), hands=TABS + ADVERSARIES)
    over.set()
    claim = Claim.objects.get(pk=claim.pk)
    verdict = Verdict({"edits": TABS, "deadlocks": _deadlocks() - before})
    verdict.equal("taken", sum(answers[-1].status == 302 for answers in edited), TABS)
    verdict.counted["sent again by hand"] = sum(len(answers) - 1 for answers in edited)
    dishonest = [answer.status for answers in edited for answer in answers[:-1] if not answer.is_honest]
    verdict.expect(not dishonest, f"answers that were no honest 503: {dishonest[:5]}")
    written = AuditEvent.objects.filter(action="claims.claim.account_set").count() - edits
    verdict.equal("edits on record", written, TABS)
    verdict.expect(claim.account in numbers, "the account is none of those that were typed")
    verdict.expect(claim.data_confirmed_at is not None and hasattr(claim, "kapk"), "another task was undone")
    verdict.expect(_deadlocks() > before, "no deadlock came about: nothing was tried")
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    return verdict


def _lock_the_other_way(claim: Claim, over: Event) -> list[Answer]:
    """The portal locks the claim and then needs the person's account; this takes the account and then the claim."""
    until = time.monotonic() + FIGHT_SECONDS
    with contextlib.closing(_connect()) as other, other.cursor() as cursor:
        while time.monotonic() < until and not over.is_set():
            try:
                cursor.execute("SELECT 1 FROM accounts_user WHERE id = %s FOR UPDATE", [str(claim.person.user_id)])
                time.sleep(0.1)
                cursor.execute("SELECT 1 FROM claims_claim WHERE id = %s FOR UPDATE", [str(claim.pk)])
            except psycopg2.OperationalError:  # chosen to give way
                time.sleep(0.05)
            other.rollback()
            time.sleep(0.2)
    return []


def _deadlocks() -> int:
    """What the server has counted. It publishes its counts with a second's delay."""
    time.sleep(1.5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


DRILLS = (
    Drill("F05", "database-away", "the database is stopped and started while people type", database_away),
    Drill("F06", "no-way-in", "rows are locked, then every connection is taken", no_way_in),
    Drill("F07", "deadlocks", "fifty edits of one person against locks taken the other way round", deadlock_storm),
)
