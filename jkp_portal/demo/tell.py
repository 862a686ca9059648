"""Tell every story once."""

from datetime import date, timedelta

from django.conf import settings

from accounts.models import User
from core import clock
from integrations.bpjs import bpjs_client
from integrations.sandbox.control import Control
from integrations.sandbox.stories import EMPLOYERS, Story, all_stories, story
from jkp_portal.demo.advice import tell_advice
from jkp_portal.demo.applications import tell_applications
from jkp_portal.demo.cast import HR
from jkp_portal.demo.classes import tell_paid_class
from jkp_portal.demo.compliance import EMPLOYER_ACCOUNT, tell_arrears, tell_compliance
from jkp_portal.demo.counselling import appoint_counsellors, tell_counselling
from jkp_portal.demo.hashing import one_hash
from jkp_portal.demo.institutes import accounts_of_institutes, tell_partner, tell_proposals
from jkp_portal.demo.learners import LEARNER, register_learners
from jkp_portal.demo.membership import tell_membership
from jkp_portal.demo.months import begin_assessment, first_day, on_day, run_two_months
from jkp_portal.demo.objections import tell_objections
from jkp_portal.demo.people import appoint_officers, hire_hr, register
from jkp_portal.demo.profiles import tell_profiles
from jkp_portal.demo.sessions import register_counselled
from jkp_portal.demo.stories import Stage
from jkp_portal.demo.training import tell_training
from jkp_portal.demo.vacancies import tell_searching, tell_vacancies
from jkp_portal.demo.work import filed_on, tell_work
from participants.enums import DataWish
from participants.models import Person
from participants.operations import data_requests
from participants.operations.employers import look_up_employer
from rules.calendar import add_months

ON_THE_WAY = 20  # activities of the self-assessment that one of them has answered
PARTNER_DAYS, LEARNER_DAYS = 120, 110  # ago: the institute joined, and the first who learned there lost their work
OFFICE_MONTHS = 12  # the officers have been in office for so long: moving the day back that far leaves a staffed office


def tell() -> list[str]:
    """Load the partners, appoint the officers, carry each person to where the demo shows them. Returns their names."""
    today = clock.today()
    begun = first_day(today)
    partners = Control(settings.PARTNER_BASE_URL, settings.PARTNER_API_KEY)
    stories = {told.name: told for told in all_stories(today=today)}
    stories |= {name: story(name, today=begun) for name in ("tuti", LEARNER)}
    stories |= {name: story(name, today=filed_on(today)) for name in ("yani", "dedi")}
    accounts = [*accounts_of_institutes(), EMPLOYER_ACCOUNT]
    partners.load(people=[s.person for s in stories.values()], employers=EMPLOYERS, accounts=accounts)
    for told in stories.values():
        partners.load(employers=told.employers)
    with one_hash():
        return _tell_all(today, stories, partners)


def _tell_all(today: date, stories: dict[str, Story], partners: Control) -> list[str]:
    with on_day(add_months(today, -OFFICE_MONTHS)):
        officers = appoint_officers(clock.now())
        appoint_counsellors(officers, clock.now(), today)
        hr = {entry.npp: hire_hr(entry, clock.now()) for entry in HR}
    for npp in {s.employer.npp for s in stories.values()}:
        look_up_employer(npp, bpjs=bpjs_client(), at=clock.now())
    stage = Stage(officers, hr, partners, clock.now)
    tell_vacancies(stage)
    run_two_months(stage, stories["tuti"], stories[LEARNER], today)
    tell_work(stage, stories["yani"], stories["dedi"], today)
    partner = tell_partner(stage, stage.now() - timedelta(days=PARTNER_DAYS))
    learners = register_learners(stage, stage.now() - timedelta(days=LEARNER_DAYS))
    tell_paid_class(stage, partner, learners, today)
    _tell_beginnings(stage, stories)
    _tell_payments(stage, stories)
    tell_profiles(stage)
    tell_applications(stage)
    tell_searching(stage, "siti")
    tell_proposals(stage, partner)
    tell_training(stage, "tuti")
    tell_advice(stage, "tuti")
    register_counselled(stage, today)
    tell_counselling(stage, today)
    tell_membership(stage, today)
    tell_compliance(stage, today)
    return list(stories)


def _tell_beginnings(stage: Stage, stories: dict[str, Story]) -> None:
    register(stories["wati"], stage.now())
    yusuf = stories["yusuf"]
    employer = look_up_employer(yusuf.employer.npp, bpjs=bpjs_client(), at=stage.now())
    stage.reported_by_worker(yusuf, register(yusuf, stage.now()), employer)
    register(stories["nur"], stage.now(), mother_name="Maryam")
    stage.confirmed(stories["dewi"])
    stage.reported_by_employer(stories["joko"])


def _tell_payments(stage: Stage, stories: dict[str, Story]) -> None:
    stage.refused(
        stories["budi"],
        "R02",
        "Iuran yang dihitung 11 bulan. Bila bulan lain sudah dibayar, kirim buktinya dengan keberatan.",
    )
    stage.approved(stories["siti"])
    stage.approved(stories["agus"])
    tell_arrears(stage, owes=stories["ratna"], bankrupt=stories["hendra"])
    stage.released()
    stage.searched(stories["siti"])
    siti = Person.objects.get(user__email="siti@contoh.invalid")
    begin_assessment(siti, at=stage.now(), items=ON_THE_WAY)
    stage.approved(stories["lina"])
    stage.filed(stories["eko"])
    stage.filed(stories["rudi"])
    data_requests.ask(
        User.objects.get(email="budi@contoh.invalid"),
        wish=DataWish.CORRECT,
        text="Tempat lahir saya tertulis Solo, padahal di KTP Karanganyar.",
        at=stage.now(),
    )
    tell_objections(stage, waits=stories["vina"], answered=stories["wulan"])
