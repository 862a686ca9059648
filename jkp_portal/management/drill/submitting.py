"""F03 and F15: a claim is sent while web processes die, and sent again and again; it is one claim with one receipt."""

import random
from collections import Counter
from dataclasses import dataclass
from threading import Timer

from claims.enums import ClaimState
from claims.models import Claim, ClaimMonth
from claims.selectors import tasks_of
from core import clock
from core.models import Job
from jkp_portal.management.drill.cast import Cast
from jkp_portal.management.drill.protocol import Drill, Size, all_work_is_done
from jkp_portal.management.drill.visitor import Answer, Form, Visitor, at_once
from notices.models import Letter
from payments.management.drill.verdict import Verdict
from payments.management.drill.world import World

HANDS = 4
MOST_KILLS = 40
PARALLEL = 100
TRUTHFUL = {"truthful": "on"}


@dataclass(frozen=True, slots=True)
class Sending:
    """One person about to press "Kirim" for a month, of which the first is the claim itself."""

    claim: Claim
    n: int
    form: Form

    @property
    def receipt(self) -> str:
        return f"/klaim/{self.claim.pk}/bulan/{self.n}/terkirim/"


def _at_the_button(world: World, claim: Claim, n: int = 1) -> Sending:
    return Sending(claim, n, Visitor(world.url, claim.person.user).form(f"/klaim/{claim.pk}/bulan/{n}/periksa/"))


# --- F03 -------------------------------------------------------------------------------------------------------------


def web_processes_die(world: World, size: Size) -> Verdict:
    """Each kill is meant for a request that is on its way; the person presses the same button again."""
    world.start_workers()
    people = [_at_the_button(world, claim) for claim in Cast(world.bank).drafts(size.people)]
    kill_every, kills, torn = max(2, -(-len(people) // MOST_KILLS)), world.kills, []
    for first in range(0, len(people), HANDS):
        group = people[first : first + HANDS]
        if first // HANDS % max(1, kill_every // HANDS) == 0:
            Timer(random.uniform(0.02, 0.8), world.kill_web).start()  # noqa: S311 - any moment of the request
        for sent, answer in zip(group, at_once(lambda one: one.form.send(**TRUTHFUL), group, hands=HANDS), strict=True):
            if answer.status != 302:
                torn.append(_state_after(sent))
        world.wait_for_web(seconds=size.seconds)
        at_once(lambda one: one.form.send_until_taken(seconds=size.seconds, **TRUTHFUL), group, hands=HANDS)
    verdict = Verdict({"claims": len(people), "web processes killed": world.kills - kills})
    halves = Counter(torn)
    verdict.counted |= {"requests cut off": len(torn), "of them filed already": halves["filed"]}
    verdict.expect(halves["neither"] == 0, f"{halves['neither']} claims were neither drafts nor filed")
    verdict.expect(bool(torn), "no request was cut off: nothing was tried")
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    _count_claims(verdict, people)
    return verdict


def _state_after(sent: Sending) -> str:
    """What the row says when the answer never came: whole before, or whole after."""
    claim = Claim.objects.get(pk=sent.claim.pk)
    receipts = Letter.objects.filter(kind="claim_receipt", subject_id=str(claim.pk)).count()
    jobs = Job.objects.filter(dedupe=f"assess-filed:{claim.pk}").count()
    if claim.state == ClaimState.DRAFT:
        return "draft" if tasks_of(claim).can_send and (receipts, jobs) == (0, 0) else "neither"
    return "filed" if (receipts, jobs) == (1, 1) else "neither"


def _count_claims(verdict: Verdict, people: list[Sending]) -> None:
    """Every person has one claim, filed once, with one receipt, and the page of the receipt shows its number."""
    filed = Claim.objects.filter(pk__in=[one.claim.pk for one in people]).exclude(state=ClaimState.DRAFT)
    verdict.equal("filed", filed.count(), len(people))
    twice = [claim.number for claim in filed if claim.log.filter(move="submit").count() != 1]
    receipts = Letter.objects.filter(kind="claim_receipt", subject_id__in=[str(claim.pk) for claim in filed])
    more = Claim.objects.filter(person__in=[one.claim.person_id for one in people]).count() - len(people)
    verdict.counted |= {"filed twice": len(twice), "further claims": more}
    verdict.expect(not twice, f"filed more than once: {', '.join(twice)}")
    verdict.expect(more == 0, f"{more} claims more than people")
    verdict.equal("receipts", receipts.count(), len(people))
    pages = at_once(lambda one: one.form.visitor.get(one.receipt).text, people, hands=HANDS)
    unseen = [one.claim.number for one, page in zip(people, pages, strict=True) if one.claim.number not in page]
    verdict.expect(not unseen, f"receipts that do not show their number: {', '.join(unseen)}")


# --- F15 -------------------------------------------------------------------------------------------------------------


def pressed_again_and_again(world: World, size: Size) -> Verdict:
    """Two tabs, the Back button, a retry after a timeout, and a hundred at the same moment: the claim, then a month."""
    cast = Cast(world.bank)
    drafts, running = cast.drafts(4), cast.with_month_2_opening(*[clock.today()] * 4)
    world.start_workers()
    claims = [_at_the_button(world, claim) for claim in drafts]
    months = [_at_the_button(world, claim, 2) for claim in running]
    verdict = Verdict()
    said: list[tuple[str, list[Answer]]] = []
    for people in (claims, months):
        for one, habit in zip(people, (_two_tabs, _back_button, _after_timeout, _all_at_once), strict=True):
            said.append((one.receipt, habit(one)))
    answers = [answer for _receipt, several in said for answer in several]
    elsewhere = [(receipt, a.status, a.goes_to) for receipt, many in said for a in many if not _same(receipt, a)]
    verdict.counted |= {"forms sent": len(answers), "timed out on purpose": sum(not a.status for a in answers)}
    verdict.counted["other answers than the receipt"] = len(elsewhere)
    verdict.expect(not elsewhere, f"answers that lead elsewhere: {elsewhere[:5]}")
    verdict.wrong += all_work_is_done(world, seconds=size.seconds)
    _count_claims(verdict, claims)
    _count_months(verdict, months)
    return verdict


def _same(receipt: str, answer: Answer) -> bool:
    """The way to the receipt; or no answer, because the person did not wait for it."""
    return answer.status == 0 or (answer.status == 302 and answer.goes_to == receipt)


def _two_tabs(one: Sending) -> list[Answer]:
    other = one.form.visitor.form(one.form.path)
    return [form.send(**TRUTHFUL) for form in (one.form, other)]


def _back_button(one: Sending) -> list[Answer]:
    """The page from the browser's memory, sent once more after the receipt was seen."""
    first = one.form.send(**TRUTHFUL)
    one.form.visitor.get(one.receipt)
    return [first, one.form.send(**TRUTHFUL), one.form.visitor.get(one.form.path)]


def _after_timeout(one: Sending) -> list[Answer]:
    hasty = [one.form.send(patience=0.02, **TRUTHFUL) for _try in range(3)]
    return [*hasty, one.form.send(**TRUTHFUL)]


def _all_at_once(one: Sending) -> list[Answer]:
    return at_once(lambda place: one.form.send(**TRUTHFUL), range(PARALLEL), hands=PARALLEL)


def _count_months(verdict: Verdict, people: list[Sending]) -> None:
    months = ClaimMonth.objects.filter(claim__in=[one.claim.pk for one in people], n=2)
    sent = [month for month in months if month.filed_at is not None and month.log.filter(move="submit").count() == 1]
    verdict.equal("months sent once", len(sent), len(people))
    receipts = Letter.objects.filter(kind="month_receipt", subject_id__in=[str(month.pk) for month in months])
    verdict.equal("receipts of months", receipts.count(), len(people))


DRILLS = (
    Drill("F03", "web-kill", "web processes are killed while people send their claims", web_processes_die),
    Drill(
        "F15",
        "sent-again",
        "the same form in two tabs, after Back, after a timeout, and a hundred times at once",
        pressed_again_and_again,
    ),
)
