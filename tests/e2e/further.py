"""People beyond the demo's, so that every screen has somebody to show; told by operations, like the stories.

A claim half filled in, one sent back for a correction, a dispute, drafts and invitations, a day at the bank with a
movement that nobody ordered. Needs the stories in the same database.
"""

import hashlib
from datetime import datetime

from django.conf import settings

from accounts.models import User
from claims.models import Claim, Decision
from claims.operations import claims, objections, review
from core import clock
from core.jobs import run_due
from integrations.bank.statement import Statement, StatementKind, StatementLine
from integrations.bpjs import bpjs_client
from integrations.sandbox.control import Control
from integrations.sandbox.people import Employer as Firm
from integrations.sandbox.stories import Story, all_stories
from jkp_portal.demo.cast import HR, OFFICERS, HumanResources
from jkp_portal.demo.classes import hold_classes
from jkp_portal.demo.people import hire_hr, register
from jkp_portal.demo.stories import Stage
from participants import csv_file
from participants.models import Employer, EmployerStaff
from participants.operations import employers, phk_drafts, phk_import
from participants.operations.phk_mediation import ask_again, record_dispute
from participants.wording import CSV_EXAMPLE
from payments.operations.statements import post_statement

WARUNG = HumanResources("hr.warung@contoh.invalid", "Lilis Suryani", "99000003", "+6281190000003")
BAKERY = Firm("99000006", "CV Roti Hangat Contoh", scale="kecil", email="kantor@roti-hangat.invalid")


def stage_of_the_demo() -> Stage:
    """The officers and employers who are there since the seed."""
    officers = {officer.email.partition("@")[0]: _user(officer.email) for officer in OFFICERS}
    hr = {entry.npp: _user(entry.email) for entry in HR}
    return Stage(officers, hr, Control(settings.PARTNER_BASE_URL, settings.PARTNER_API_KEY), clock.now)


def tell_further() -> None:
    stories = {story.name: story for story in all_stories(today=clock.today())}
    stage = stage_of_the_demo()
    stage.partners.load(employers=[BAKERY])
    stage.hr[WARUNG.npp] = hire_hr(WARUNG, clock.now())
    hold_classes(today=clock.today())  # what a job of the demo tells once the portal is used
    _half_a_claim(stage, stories["gita"])
    _a_correction(stage, stories["fajar"])
    _half_an_objection()
    _more_terminations(stage, stories)
    _half_a_report(stories["wati"])
    _at_the_employer(stage.hr[HR[0].npp])
    _at_the_bank(clock.now())
    run_due()


def _user(email: str) -> User:
    return User.objects.get(email=email)


def _half_a_claim(stage: Stage, story: Story) -> None:
    person, event = stage.confirmed(story)
    claim = claims.start_claim(event, actor=person.user, at=clock.now())
    claims.confirm_data(claim, actor=person.user, at=clock.now())


def _a_correction(stage: Stage, story: Story) -> None:
    claim = Claim.objects.get(pk=stage.filed(story).pk)
    review.ask_to_fix(
        claim,
        document="phk_proof",
        reason="not_readable",
        note="Bagian tanggal tidak terbaca. Foto ulang di tempat terang.",
        actor=stage.officers["verifikator"],
        at=clock.now(),
    )


def _half_an_objection() -> None:
    """Budi has answered two questions and sent nothing."""
    budi = _user("budi@contoh.invalid")
    decision = Decision.objects.get(claim__person__user=budi, kind="refusal")
    draft = objections.start_objection(decision, actor=budi, at=clock.now())
    objections.answer_objection(draft, ground="new_proof", text="Iuran bulan Agustus dibayar tunai.")


def _more_terminations(stage: Stage, stories: dict[str, Story]) -> None:
    """One disputed at the PHI, one whose proof is asked again."""
    sri, mediator = stories["sri"], stage.officers["mediator"]
    register(sri, clock.now())
    event = stage.reported_by_employer(sri)
    record_dispute(event=event, case_number="12/Pdt.Sus-PHI/2026/PN Smg", actor=mediator, at=clock.now())
    indra = stories["indra"]
    register(indra, clock.now())
    event = stage.reported_by_employer(indra)
    ask_again(event=event, reason="Surat tidak memuat tanggal PHK.", actor=mediator, at=clock.now())


def _half_a_report(story: Story) -> None:
    employer = Employer.objects.get(npp=story.employer.npp)
    phk_drafts.keep_answers(
        user=_user("wati@contoh.invalid"),
        at=clock.now(),
        employer=str(employer.pk),
        npp=employer.npp,
        employer_name=employer.name,
        phk_on=story.phk.on,
        reason="b",
        contract="PKWTT",
        no_proof=True,
    )


def _at_the_employer(hr: User) -> None:
    now = clock.now()
    employer = EmployerStaff.objects.in_force(clock.today()).get(user=hr).employer
    content = csv_file.write(phk_import.PHK_FILES.columns.names, CSV_EXAMPLE).encode()
    phk_import.import_csv(employer=employer, content=content, file_name="phk-november.csv", actor=hr, at=now)
    employers.invite_colleague(employer=employer, email="yusuf@contoh.invalid", is_admin=False, actor=hr, at=now)
    bakery = employers.look_up_employer(BAKERY.npp, bpjs=bpjs_client(), at=now)
    employers.ask_to_join(employer=bakery, user=_user("nur@contoh.invalid"), position="Kasir", at=now)
    join = employers.ask_to_join(employer=bakery, user=_user("wati@contoh.invalid"), position="Mandor", at=now)
    employers.hand_join_to_officer(join=join, at=now)


def _at_the_bank(at: datetime) -> None:
    line = StatementLine(1, StatementKind.DEBIT, "", "BR9990000001", "002", "4471", 125_000, "")
    day = clock.legal_date(at)
    statement = Statement(
        "E2E-1", day, (line,), debit_total=125_000, return_total=0, sha256=hashlib.sha256(b"e2e").hexdigest()
    )
    post_statement(statement, actor=None, at=at)
