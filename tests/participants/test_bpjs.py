"""What BPJS holds, kept as seen; what BPJS is told, once; and the facts that the rules get."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core import jobs
from core.models import Job
from integrations.bpjs import Contribution as Row
from integrations.bpjs import (
    ContributionsAnswer,
    JknSegment,
    Membership,
    MembershipAnswer,
    PreviousBenefit,
    PreviousBenefitsAnswer,
    Receipt,
    Scale,
    bpjs_client,
)
from integrations.errors import PartnerRefused, PartnerUnavailable
from integrations.sandbox.stories import EMPLOYERS, story
from participants.contribution_history import numbers_of
from participants.enums import IdentityState, PhkState
from participants.models import BpjsNotice, BpjsSnapshot, Contribution
from participants.operations.contributions import refresh_from_bpjs, tell_bpjs_of_phk
from participants.operations.employers import look_up_employer
from participants.selectors import eligibility_source
from rules.facts_json import eligibility_facts
from tests.factories.participants import (
    MORNING,
    EmployerFactory,
    PersonFactory,
    at_mediator,
    confirmed_phk,
    report_phk,
)

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)


def row(month: str, **more) -> Row:
    year, number = map(int, month.split("-"))
    facts = {
        "npp": "99000001",
        "wage": 4_500_000,
        "paid_on": date(year, number, 28),
        "reported_on": date(year, number, 5),
    }
    return Row(month=date(year, number, 1), **{**facts, **more})


class Bpjs:
    """BPJS that answers as told and remembers what it was told."""

    def __init__(self, *rows: Row, known=True, memberships=(), benefits=(), refuses="") -> None:
        self.rows, self.known, self.memberships, self.benefits = rows, known, memberships, benefits
        self.refuses = refuses
        self.notices: list[tuple] = []

    def membership(self, nik):
        return MembershipAnswer(
            known=self.known,
            citizen=True if self.known else None,
            born_on=date(1990, 7, 1) if self.known else None,
            registered_on=date(2019, 5, 1) if self.known else None,
            jkn=JknSegment.WAGE_EARNER if self.known else None,
            memberships=tuple(self.memberships),
            as_of=AS_OF,
        )

    def contributions(self, nik, first, last):
        return ContributionsAnswer(rows=tuple(self.rows), as_of=AS_OF + timedelta(minutes=1))

    def previous_benefits(self, nik):
        return PreviousBenefitsAnswer(benefits=tuple(self.benefits), as_of=AS_OF + timedelta(minutes=2))

    def notify_phk(self, notice, key):
        self.notices.append((notice, key))
        if self.refuses:
            raise PartnerRefused("bpjs", self.refuses)
        return Receipt("PHK-2026-000001", AS_OF)


def member(npp="99000001", until=None, **more) -> Membership:
    facts = {"kpj": "11223344556", "employer_name": "PT Contoh", "scale": Scale.MEDIUM, "since": date(2019, 5, 1)}
    return Membership(npp=npp, until=until, programmes=("JP", "JHT", "JKM", "JKK"), **{**facts, **more})


# --- keeping -----------------------------------------------------------------------------------------------------


def test_what_bpjs_says_is_kept_as_rows_and_as_a_snapshot():
    person = PersonFactory()
    snapshot = refresh_from_bpjs(person, bpjs=Bpjs(row("2026-09"), row("2026-10", paid_on=None)), at=MORNING)
    assert (snapshot.as_of, snapshot.fetched_at) == (AS_OF, MORNING)
    assert list(person.contributions.values_list("month", "wage", "paid_on")) == [
        (date(2026, 10, 1), 4_500_000, None),
        (date(2026, 9, 1), 4_500_000, date(2026, 9, 28)),
    ]


def test_the_participant_number_is_not_kept():
    snapshot = refresh_from_bpjs(PersonFactory(), bpjs=Bpjs(memberships=[member()]), at=MORNING)
    assert "11223344556" not in str(snapshot.payload)


def test_fetching_twice_changes_rows_and_keeps_both_snapshots():
    person = PersonFactory()
    refresh_from_bpjs(person, bpjs=Bpjs(row("2026-09"), row("2026-10", paid_on=None)), at=MORNING)
    later = MORNING + timedelta(days=1)
    refresh_from_bpjs(person, bpjs=Bpjs(row("2026-10", paid_on=date(2026, 11, 16))), at=later)
    kept = person.contributions.get()
    assert (kept.month, kept.paid_on, kept.seen_at) == (date(2026, 10, 1), date(2026, 11, 16), later)
    assert BpjsSnapshot.objects.filter(person=person).count() == 2


@pytest.mark.parametrize("wage", [None, 0, -1])
def test_impossible_wages_are_kept_for_an_officer(wage):
    person = PersonFactory()
    refresh_from_bpjs(person, bpjs=Bpjs(row("2026-10", wage=wage)), at=MORNING)
    assert person.contributions.get().wage == wage


def test_while_bpjs_is_away_what_was_known_stays():
    class Away(Bpjs):
        def contributions(self, *asked):
            raise PartnerUnavailable("bpjs", "slow")

    person = PersonFactory()
    refresh_from_bpjs(person, bpjs=Bpjs(row("2026-10")), at=MORNING)
    with pytest.raises(PartnerUnavailable):
        refresh_from_bpjs(person, bpjs=Away(), at=MORNING)
    assert (Contribution.objects.count(), BpjsSnapshot.objects.count()) == (1, 1)


def test_the_real_client_and_the_sandbox_agree(partners):
    told = story("siti", today=date(2026, 11, 20))
    partners.load(people=[told.person], employers=EMPLOYERS)
    person = PersonFactory(nik=told.person.nik)
    refresh_from_bpjs(person, bpjs=bpjs_client(), at=MORNING)
    employer = look_up_employer(told.employer.npp, bpjs=bpjs_client(), at=MORNING)
    assert person.contributions.count() == len(told.person.bpjs.contributions)
    assert (employer.name, employer.region_id) == (told.employer.name, told.employer.region_code)
    assert look_up_employer(told.employer.npp, bpjs=bpjs_client(), at=MORNING) == employer


# --- for the law -------------------------------------------------------------------------------------------------


def facts_of(event):
    """The source as the rules read it: what they cannot read raises."""
    source = eligibility_source(event.person, event)
    facts = eligibility_facts(
        {
            "filed_on": "2026-11-16",
            "decided_on": "2026-11-16",
            "participant": source.participant,
            "phk": source.phk,
            "contributions": source.contributions,
            "previous_benefits": source.previous_benefits,
        }
    )
    return source, facts


def test_without_bpjs_everything_of_bpjs_is_unknown():
    event = confirmed_phk(person=PersonFactory(), employer=EmployerFactory(scale=""))
    source, facts = facts_of(event)
    assert (facts.contributions, facts.previous_benefits) == (None, None)
    assert (facts.participant.jkn, facts.participant.scale, facts.participant.employed_elsewhere) == (None, None, None)
    assert facts.participant.born_on == date(1990, 7, 1)
    assert source.sources["contributions"] == {"source": "none", "as_of": None}


def test_a_person_whom_bpjs_does_not_know_is_unknown_not_without_contributions():
    event = confirmed_phk()
    refresh_from_bpjs(event.person, bpjs=Bpjs(known=False), at=MORNING)
    _, facts = facts_of(event)
    assert (facts.contributions, facts.previous_benefits, facts.participant.citizen) == (None, None, None)


def test_known_facts_reach_the_rules_with_their_sources():
    employer = EmployerFactory(npp="99000001")
    event = confirmed_phk(employer=employer)
    bpjs = Bpjs(
        row("2026-10"),
        memberships=[member(until=date(2026, 11, 10))],
        benefits=[PreviousBenefit(date(2020, 1, 5), 6), PreviousBenefit(date(2021, 1, 5), 0)],
    )
    refresh_from_bpjs(event.person, bpjs=bpjs, at=MORNING)
    source, facts = facts_of(event)
    assert facts.participant.programmes == {"JKK", "JKM", "JHT", "JP"}
    assert (facts.participant.scale, facts.participant.jkn, facts.participant.employed_elsewhere) == (
        "menengah",
        "ppu",
        False,
    )
    assert (facts.phk.on, facts.phk.proof, facts.phk.disputed) == (date(2026, 11, 10), "tanda_terima", False)
    assert [r.wage for r in facts.contributions] == [4_500_000]
    assert facts.previous_benefits == (date(2020, 1, 5),)  # one that never paid uses none of the three
    assert source.as_of == AS_OF
    assert source.sources["identity"]["source"] == "dukcapil"
    assert source.sources["phk"]["source"] == "mediator"


def test_an_active_membership_elsewhere_is_seen():
    event = confirmed_phk(employer=EmployerFactory(npp="99000001"))
    refresh_from_bpjs(event.person, bpjs=Bpjs(memberships=[member(), member(npp="99000002")]), at=MORNING)
    assert facts_of(event)[1].participant.employed_elsewhere is True


@pytest.mark.parametrize("report", [report_phk, at_mediator])
def test_proof_that_nobody_accepted_is_unknown_not_missing(report):
    assert facts_of(report())[1].phk.proof is None


def test_the_birth_date_of_an_unverified_person_is_the_one_of_bpjs():
    person = PersonFactory(pending=True, born_on=date(1980, 1, 1))
    assert person.state == IdentityState.PENDING
    event = report_phk(person=person)
    refresh_from_bpjs(person, bpjs=Bpjs(), at=MORNING)
    assert facts_of(event)[1].participant.born_on == date(1990, 7, 1)


# --- telling BPJS ------------------------------------------------------------------------------------------------


def test_bpjs_is_told_once_with_the_number_of_the_report():
    event, bpjs = confirmed_phk(), Bpjs()
    for _ in range(2):
        tell_bpjs_of_phk(event, bpjs=bpjs, at=MORNING)
    assert [key for _, key in bpjs.notices] == [event.number]
    assert BpjsNotice.objects.get(event=event).receipt_number == "PHK-2026-000001"


def test_a_refusal_of_bpjs_is_kept():
    event = confirmed_phk()
    tell_bpjs_of_phk(event, bpjs=Bpjs(refuses="unknown_worker"), at=MORNING)
    assert BpjsNotice.objects.get(event=event).refused_because == "unknown_worker"


def test_bpjs_is_not_told_of_what_no_mediator_accepted():
    event, bpjs = at_mediator(), Bpjs()
    tell_bpjs_of_phk(event, bpjs=bpjs, at=MORNING)
    assert (event.state, bpjs.notices) == (PhkState.AWAITING_MEDIATOR, [])


def test_the_job_tells_the_real_bpjs_once(partners):
    told = story("siti", today=date(2026, 11, 20))
    partners.load(people=[told.person], employers=EMPLOYERS)
    event = confirmed_phk(person=PersonFactory(nik=told.person.nik), employer=EmployerFactory(npp=told.employer.npp))
    for _ in range(2):
        Job.objects.filter(name="participants.tell_bpjs").update(state="open")
        jobs.run_due()
    assert len(partners.outbox()["phk_notices"]) == 1
    assert event.bpjs_notice.receipt_number.startswith("PHK-")


def test_every_number_that_bpjs_names_leads_to_the_person() -> None:
    """One for each firm; asked twice, kept once."""
    person = PersonFactory()
    facts = {"employer_name": "PT Contoh", "scale": Scale.MEDIUM, "programmes": (), "since": date(2019, 5, 1)}
    memberships = [
        Membership(kpj=kpj, npp="99000001", until=until, **facts)
        for kpj, until in (("99000000012", None), ("99000000009", date(2022, 1, 31)), ("-", None))
    ]
    for _time in range(2):
        refresh_from_bpjs(person, bpjs=Bpjs(row("2026-10"), memberships=memberships), at=MORNING)
    assert numbers_of(person.pk) == [99_000_000_009, 99_000_000_012]
    other = PersonFactory()
    refresh_from_bpjs(other, bpjs=Bpjs(row("2026-10"), memberships=memberships[:1]), at=MORNING)
    assert numbers_of(other.pk) == []
