"""Two institutes of the demo: a partner that teaches since some months, and one whose proposal is being verified."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from accounts.operations.users import create_user
from core import clock
from integrations.sandbox.people import Account
from jkp_portal.demo.cast import HEADS, PASSWORD, Head
from jkp_portal.demo.stories import Stage
from training.checklists import checklist
from training.enums import FacilityKind, InstituteKind, LicenceKind, Mode
from training.operations import (
    InstituteSaid,
    ProgrammeSaid,
    add_programme,
    open_class,
    plan_meetings,
    price_programme,
    profile,
    propose_programme,
)
from training.operations import partnership as proposals
from training.selectors.partnership import version_of

SURAKARTA = "3372"
SEWING = ProgrammeSaid(
    title="Operator mesin jahit garmen",
    group="75",
    mode=Mode.ONSITE,
    hours=140,
    days=20,
    cost=1_950_000,
    learns="Menjalankan mesin jahit industri.\nMenjahit komponen pakaian.\nMemeriksa jahitan sendiri.",
    requirements="Bisa membaca dan menulis.\nSehat jasmani.",
    skills=("mesin jahit industri", "mutu jahitan"),
    curriculum="Keselamatan kerja: 7 jam\nMesin jahit industri: 63 jam\nKomponen pakaian: 56 jam\nUji akhir: 14 jam",
    standard="SKKNI 305/2020",
)
OVERLOCK = ProgrammeSaid(
    title="Mesin obras dasar",
    group="75",
    mode=Mode.ONSITE,
    hours=35,
    days=5,
    cost=1_100_000,
    learns="Memasang benang mesin obras.\nMengobras tepi kain.",
    requirements="Sehat jasmani.",
    skills=("mesin obras",),
    curriculum="Mesin dan benang: 14 jam\nMengobras: 21 jam",
    standard="SKKNI 305/2020",
)
COSTS = {SEWING.title: 1_850_000, OVERLOCK.title: 1_000_000}
PATTERNS = ProgrammeSaid(
    title="Pembuatan pola pakaian",
    group="75",
    mode=Mode.ONSITE,
    hours=105,
    days=15,
    cost=2_100_000,
    learns="Mengambil ukuran.\nMembuat pola dasar dan pola jadi.",
    curriculum="Ukuran: 21 jam\nPola dasar: 42 jam\nPola jadi: 42 jam",
    standard="SKKNI 305/2020",
)


def accounts_of_institutes() -> list[Account]:
    """What the bank knows of them, so that money arrives."""
    return [Account(head.bank, head.account, head.account_name) for head in HEADS]


def tell_partner(stage: Stage, moment: datetime, who: Head = HEADS[0]) -> Any:
    """At a moment of the past it proposes, is verified, signs, and has two programmes priced."""
    then = stage.at(moment)
    partner, head = _registered(who, moment), _head(who)
    for said in (SEWING, OVERLOCK):
        _draft(partner, said, then)
    signed = proposals.sign_agreement(_verified(partner, then), typed_name=head.full_name, actor=head, at=moment)
    proposals.agree(signed, actor=stage.officers["biaya"], at=moment)
    partner.refresh_from_db()
    for programme in partner.programmes.all():
        _priced(programme, then)
    return partner


def tell_proposals(stage: Stage, partner: Any) -> None:
    """A third programme is being assessed, a class begins soon, and the second institute waits for the verifier."""
    _class_ahead(partner.programmes.get(title=SEWING.title), stage)
    propose_programme(_draft(partner, PATTERNS, stage), actor=_head(HEADS[0]), at=stage.now())
    _submitted(_registered(HEADS[1], stage.now()), stage.now())


def _head(head: Head) -> User:
    return User.objects.get(email=head.email)


def _registered(head: Head, at: datetime) -> Any:
    user = create_user(
        email=head.email, phone=head.phone, full_name=head.full_name, password=PASSWORD, phone_verified=True, at=at
    )
    said = InstituteSaid(
        name=head.institute,
        vin=head.vin,
        kind=InstituteKind.PRIVATE,
        region_id=SURAKARTA,
        address=f"Jalan Slamet Riyadi {head.vin[-2:]}, Surakarta",
        phone="+62271555010",
    )
    details = profile.DetailsSaid(
        address=said.address, phone=said.phone, email=head.email, website="", head_name=head.full_name
    )
    row = profile.register_institute(said=said, head_name=head.full_name, user=user, at=at)
    profile.describe_institute(row, said=details, actor=user, at=at)
    today = clock.legal_date(at)
    licence = profile.LicenceSaid(
        licence=LicenceKind.LICENCE,
        licence_no=f"503/LPK/{head.vin[-4:]}",
        licence_until=_years(today, 3),
        accreditation_no=f"LA-LPK/{head.vin[-4:]}",
        accredited_until=_years(today, 2),
    )
    profile.set_licence(row, said=licence, actor=user, at=at)
    profile.set_account(row, bank_code=head.bank, number=head.account, owner=head.account_name, actor=user, at=at)
    teacher = {"name": "Wahyu Lestari", "subject": "Menjahit", "experience_years": 8}
    profile.add_part(row, row.instructors.model, facts=teacher, actor=user, at=at)
    shop = {"kind": FacilityKind.WORKSHOP, "name": "Bengkel jahit", "capacity": 20}
    profile.add_part(row, row.facilities.model, facts=shop, actor=user, at=at)
    return row


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def _draft(institute: Any, said: ProgrammeSaid, stage: Stage) -> Any:
    return add_programme(institute, said=said, actor=institute.staff.get().user, at=stage.now())


def _submitted(institute: Any, at: datetime) -> Any:
    head = institute.staff.get().user
    if not institute.programmes.exists():
        add_programme(institute, said=SEWING, actor=head, at=at)
    return proposals.submit_proposal(proposals.begin_proposal(institute, actor=head, at=at), actor=head, at=at)


def _verified(institute: Any, stage: Stage) -> Any:
    row = _submitted(institute, stage.now())
    answers = {item.code: proposals.Answer(met=True) for item in checklist(row.checklist)}
    officer = stage.officers["verifikator.lpk"]
    return proposals.verify_proposal(row, answers=answers, seen=version_of(row), actor=officer, at=stage.now())


def _priced(programme: Any, stage: Stage) -> None:
    propose_programme(programme, actor=programme.institute.staff.get().user, at=stage.now())
    why = "Sesuai jam pelajaran dan biaya program sejenis."
    price_programme(programme, cost=COSTS[programme.title], why=why, actor=stage.officers["biaya"], at=stage.now())


def _class_ahead(programme: Any, stage: Stage) -> None:
    """One that begins in the week after next, with its meetings."""
    today = clock.legal_date(stage.now())
    monday = today + timedelta(days=14 - today.weekday())
    days = [monday + timedelta(weeks=week, days=day) for week in range(4) for day in range(5)]
    head = programme.institute.staff.get().user
    held = open_class(
        programme,
        starts_on=monday,
        ends_on=days[-1],
        seats=16,
        place=programme.institute.address,
        schedule="Senin–Jumat, 08.00–15.00",
        actor=head,
        at=stage.now(),
    )
    starts = [datetime.combine(day, time(8), tzinfo=clock.JAKARTA) for day in days]
    plan_meetings(held, starts=starts, minutes=420, actor=head, at=stage.now())
