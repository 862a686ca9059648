"""Complaints as they come in, by the operations.

complaint()                          signed in, about an employer of Surakarta, received
complaint(anonymous=True)            without an account; the code is `.tracking_code` of the returned row
complaint("taken") … "asked", "referred", "answered", "withdrawn"
served()                             an employer with staff is asked about a complaint that an inspector took
"""

import uuid
from datetime import datetime
from typing import Any

from accounts.enums import Role
from accounts.models import User
from compliance.enums import ComplaintKind
from compliance.models import Allegation, Complaint
from compliance.operations import complaints, filing, serving
from core.models import Region
from participants.models import Employer
from tests.factories.accounts import UserFactory, officer
from tests.factories.participants import MORNING, EmployerFactory, StaffFactory

TEXT = "Sejak Januari upah saya di slip lebih besar daripada yang dilaporkan."
ASKED = "Berapa upah pada slip gaji bulan terakhir?"
ALLEGATION = "Jelaskan upah yang dilaporkan untuk pekerja bagian produksi sejak Januari 2026."
STATES = ("received", "taken", "asked", "referred", "answered", "withdrawn")


def said(**facts: Any) -> filing.ComplaintSaid:
    region = Region.objects.get(pk=facts.pop("region", "3372"))
    kind = ComplaintKind(facts.pop("kind", ComplaintKind.WAGE))
    return filing.ComplaintSaid(**{"kind": kind, "employer": "Pabrik Kain", "region": region, "text": TEXT, **facts})


def complaint(
    state: str = "received",
    *,
    author: User | None = None,
    anonymous: bool = False,
    employer: Employer | None = None,
    by: User | None = None,
    contact: str = "",
    at: datetime = MORNING,
    **facts: Any,
) -> Complaint:
    """`by`: the inspector who works on it. The tracking code of an anonymous one is kept on the row in memory."""
    if employer is not None:
        facts["employer"] = employer.npp
    author = None if anonymous else author or UserFactory()
    filed = filing.file_complaint(said(**facts), submission=uuid.uuid4(), author=author, contact=contact, at=at)
    made = bring_to(filed.complaint, state, by=by, at=at)
    made.tracking_code = filed.code  # type: ignore[attr-defined]
    return made


def bring_to(made: Complaint, state: str, *, by: User | None = None, at: datetime = MORNING) -> Complaint:
    if state == "withdrawn":
        return complaints.withdraw_complaint(made, actor=made.author, at=at)
    if state == "received":
        return made
    by = by or inspector(made.region_id[:2])
    complaints.take_complaint(made, actor=by, at=at)
    if state == "asked":
        complaints.ask_author(made, text=ASKED, actor=by, at=at)
    if state == "referred":
        complaints.refer_complaint(made, text="Kami memeriksa langsung di tempat kerja.", actor=by, at=at)
    if state == "answered":
        complaints.answer_complaint(made, text="Perusahaan memperbaiki laporan upahnya.", actor=by, at=at)
    return Complaint.objects.get(pk=made.pk)


def inspector(region: str = "33", **fields: Any) -> User:
    return officer(Role.INSPECTOR, region=region, **fields)


def served(
    made: Complaint | None = None, *, by: User | None = None, text: str = ALLEGATION, at: datetime = MORNING
) -> Allegation:
    """The employer of the complaint has one of staff, who acts for it as an admin."""
    if made is None:
        made = complaint(employer=StaffFactory(employer=EmployerFactory(), is_admin=True).employer)
    by = by or made.taken_by or inspector(made.region_id[:2])
    if made.taken_by is None:
        complaints.take_complaint(made, actor=by, at=at)
    return serving.serve_employer(made, text=text, actor=by, at=at)
