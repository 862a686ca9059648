"""F18 and F24: partners answer with errors, late, or nonsense; messages cannot be sent for hours, then all at once."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from claims.enums import ClaimState
from claims.models import Claim
from core import clock
from core.models import Job
from core.tasks import run_job
from integrations.breaker import breaker_for
from jkp_portal.management.drill.cast import Cast, set_clock
from jkp_portal.management.drill.protocol import Drill, Size, all_work_is_done
from jkp_portal.management.drill.visitor import Answer, Visitor
from notices.enums import Channel, NoticeState
from notices.models import Notice
from notices.operations import notify
from participants.enums import IdentityState
from participants.models import Person, PhkEvent
from payments.management.drill.verdict import Verdict, wait_for
from payments.management.drill.world import World

SILENCES: Mapping[str, dict[str, object]] = {
    "500": {"error_500": -1},
    "slow": {"slow": 3},
    "html": {"garbage": "html"},
    "wrong types": {"garbage": "types"},
    "cut off": {"garbage": "cut"},
}
WAITING_PHK = "Belum ada jawaban dari BPJS"
WAITING_IDENTITY = "Bila Dukcapil sedang tidak menjawab"
LONG_ENOUGH = 120.0  # seconds in which a breaker must have opened
SIX_HOURS = timedelta(hours=6)
COPIES = 10


# --- F18 -------------------------------------------------------------------------------------------------------------


class Waiting:
    """Those who were on the way when their partner fell silent."""

    def __init__(self) -> None:
        self.events: list[PhkEvent] = []
        self.persons: list[Person] = []
        self.claims: list[Claim] = []


def partners_silent(world: World, size: Size) -> Verdict:
    """Each kind of silence of BPJS and Dukcapil: the breaker opens, pages say what is waited for, later all is done."""
    cast, waiting, verdict, opened, pages = Cast(world.bank), Waiting(), Verdict(), 0, []
    everybody = [(silence, cast.draft(), cast.laid_off()) for silence in SILENCES]
    world.start_workers()
    for silence, draft, (person, _known, event) in everybody:
        for partner in ("bpjs", "dukcapil"):
            world.bank.fault(partner, **SILENCES[silence])
        visitor = Visitor(world.url, draft.person.user)
        sent = visitor.form(f"/klaim/{draft.pk}/bulan/1/periksa/").send(truthful="on")
        waiting.claims.append(draft)
        verdict.expect(sent.status == 302, f"{silence}: the claim was answered with {sent.status}")
        waiting.events.append(cast.confirm(event))
        newcomer, _told = cast.registered()
        waiting.persons.append(newcomer)
        opened += sum(_breaker_opens(world, partner) for partner in ("bpjs", "dukcapil"))
        pages += _pages(world, verdict, silence, person, event, newcomer, visitor.get(f"/klaim/{draft.pk}/"))
        _let_them_answer(world)
    verdict.equal("breakers opened", opened, 2 * len(SILENCES))
    verdict.counted |= {"pages while waiting": len(pages), "longest answer": f"{max(p.seconds for p in pages):.1f} s"}
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    _completed(verdict, waiting)
    return verdict


def _breaker_opens(world: World, partner: str) -> bool:
    return wait_for(lambda: breaker_for(partner).state() in ("open", "half_open"), world, seconds=LONG_ENOUGH)


def _let_them_answer(world: World) -> None:
    """Well again until the breakers have closed, so that the next silence opens them anew."""
    for partner in ("bpjs", "dukcapil"):
        world.bank.fault(partner)
    closed = lambda: all(breaker_for(p).state() == "closed" for p in ("bpjs", "dukcapil"))  # noqa: E731
    wait_for(closed, world, seconds=LONG_ENOUGH)


def _pages(
    world: World, verdict: Verdict, silence: str, person: Person, event: PhkEvent, newcomer: Person, claim: Answer
) -> list[Answer]:
    """Nothing breaks, and each page says what is waited for."""
    eligibility = Visitor(world.url, person.user).get(f"/kelayakan/{event.pk}/")
    identity = Visitor(world.url, newcomer.user).get("/identitas/")
    verdict.expect(WAITING_PHK in eligibility.text, f"{silence}: the page of the PHK does not say that BPJS is silent")
    verdict.expect(WAITING_IDENTITY in identity.text, f"{silence}: the page of the identity says nothing of Dukcapil")
    pages = [eligibility, identity, claim]
    verdict.expect(all(page.status == 200 for page in pages), f"{silence}: {[page.status for page in pages]}")
    return pages


def _completed(verdict: Verdict, waiting: Waiting) -> None:
    people = Person.objects.filter(pk__in=[p.pk for p in waiting.persons], state=IdentityState.VERIFIED)
    verdict.equal("identities completed", people.count(), len(waiting.persons))
    verdict.equal("PHK assessed", sum(e.assessments.exists() for e in waiting.events), len(waiting.events))
    ready = Claim.objects.filter(pk__in=[c.pk for c in waiting.claims], state=ClaimState.IN_REVIEW)
    verdict.equal("claims in verification", ready.count(), len(waiting.claims))


# --- F24 -------------------------------------------------------------------------------------------------------------


def messages_away(world: World, size: Size) -> Verdict:
    """SMS and e-mail are refused for six hours while everything is rung for ten times over; then both take everything,
    and the SMS gateway forgets to say so at first."""
    cast = Cast(world.bank)
    before = set(Notice.objects.values_list("pk", flat=True))
    world.bank.fault("sms", down=True)
    world.bank.fault("mail", down=True)
    drafts = cast.drafts(min(size.people, 20))
    world.start_workers()
    for claim in drafts:
        Visitor(world.url, claim.person.user).form(f"/klaim/{claim.pk}/bulan/1/periksa/").send(truthful="on")
        _say_twice(claim)
    ours = Notice.objects.exclude(pk__in=before)
    verdict = Verdict()
    copies = ours.exclude(channel=Channel.INBOX)
    wait_for(lambda: copies.filter(attempts__gt=0).exists(), world, seconds=size.seconds)
    _ring_for_all()
    set_clock(clock.now() + SIX_HOURS)
    _ring_for_all()
    verdict.equal("sent while nobody took them", copies.filter(state=NoticeState.SENT).count(), 0)
    world.bank.fault("sms", error_after=len(drafts))
    world.bank.fault("mail")
    _ring_for_all()
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    _judge_messages(world, verdict, set(ours.values_list("pk", flat=True)))
    return verdict


def _say_twice(claim: Claim) -> None:
    """The same news once more under its key, as a task that runs twice would tell it."""
    due = Claim.objects.get(pk=claim.pk).decision_due_on
    told = {"user": claim.person.user, "link": f"/klaim/{claim.pk}/", "key": str(claim.pk), "due": due}
    for _time in range(2):
        notify(event="claim_received", at=clock.now(), **told)


def _ring_for_all() -> None:
    waiting = Job.objects.filter(name="notices.deliver", state="open").order_by("?").values_list("pk", flat=True)
    for job_id in [str(pk) for pk in waiting] * COPIES:
        run_job.apply_async((job_id,), queue="notices", ignore_result=True)


def _judge_messages(world: World, verdict: Verdict, pks: set[UUID]) -> None:
    """Each person has each event once in the inbox, and the providers hold each copy that was sent exactly once."""
    ours = Notice.objects.filter(pk__in=pks).select_related("user")
    inbox = Counter((notice.event, notice.key, notice.user_id) for notice in ours if notice.channel == Channel.INBOX)
    verdict.counted["events"] = len(inbox)
    verdict.equal("said twice in the inbox", sum(times > 1 for times in inbox.values()), 0)
    sent = [notice for notice in ours if notice.channel != Channel.INBOX and notice.state == NoticeState.SENT]
    left = [notice for notice in ours if notice.state == NoticeState.QUEUED]
    verdict.equal("copies left unsent", len(left), 0)
    theirs = _held_by_providers(world, {notice.user.phone for notice in sent} | {n.user.email or "" for n in sent})
    times = [theirs[str(notice.pk)] for notice in sent]
    verdict.equal("copies that arrived once", sum(count == 1 for count in times), len(sent))
    verdict.counted["copies that arrived twice"] = sum(count > 1 for count in times)
    verdict.expect(bool(sent), "no copy was sent: nothing was tried")


def _held_by_providers(world: World, recipients: set[str]) -> Counter[str]:
    """How often the gateway and the mail server hold each notice. Both know it by the key that we gave."""
    held = [message for recipient in recipients - {""} for message in world.bank.messages(recipient)]
    return Counter(str(message["key"]).strip("<>").partition("@")[0] for message in held)


DRILLS = (
    Drill("F18", "partners-silent", "BPJS and Dukcapil answer 500, late, or nonsense", partners_silent),
    Drill("F24", "messages-away", "SMS and e-mail are refused for six hours, then flood", messages_away),
)
