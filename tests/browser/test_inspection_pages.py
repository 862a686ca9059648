"""Inspections in a browser: list, new one, every state of one, the employer's nota, programme and sample."""

from datetime import timedelta

import pytest
from django.test import Client

from compliance.enums import InspectionKind
from compliance.operations import programme
from compliance.operations.risks import rebuild_risks
from core import clock
from core.models import Region
from tests.browser.test_complaint_pages import browser_of, reference, visit
from tests.factories.compliance import complaint, inspector
from tests.factories.inspections import STEPS, coordinator, inspection, staff_of
from tests.factories.participants import EmployerFactory, StaffFactory, report_phk

__all__ = ["reference", "visit"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/pengawasan/pemeriksaan/"


def test_the_desk_of_inspections_is_sound_in_every_state(visit):
    now, pgw, pgk = clock.now(), inspector(), coordinator()
    soon = clock.legal_date(now) + timedelta(days=2)
    made = [inspection(step, lead=pgw, by=pgk, at=now, planned_on=soon) for step in STEPS]
    outreach = inspection("visited", lead=pgw, by=pgk, at=now, planned_on=soon, kind=InspectionKind.OUTREACH)
    paths = [f"{LIST}{row.pk}/" for row in (*made, outreach)]
    row = complaint("referred", by=pgw, employer=EmployerFactory(), at=now)
    lists = [LIST, f"{LIST}?q=tidakada", f"{LIST}baru/", f"{LIST}baru/?pengaduan={row.pk}"]
    assert visit(browser_of(pgw), [*lists, *paths]) == {}
    assert visit(browser_of(pgk), [*lists[:3], *paths[:4]]) == {}
    assert visit(browser_of(inspector("35")), lists[:1]) == {}


def test_programme_and_samples_are_sound(visit):
    now, pgw, pgk = clock.now(), inspector(), coordinator()
    today = clock.legal_date(now)
    province = Region.objects.get(pk="33")
    for _ in range(3):
        EmployerFactory()
    boss = browser_of(pgk)
    assert visit(boss, [f"{LIST}rencana/"]) == {}
    programme.set_programme(year=today.year, province=province, target=9, focus="Pabrik tekstil", actor=pgk, at=now)
    programme.draw_sample(province=province, seed="BA-7", size=2, planned_on=today, lead=pgw, actor=pgk, at=now)
    assert visit(boss, [f"{LIST}rencana/"]) == {}


def test_the_risk_list_and_its_employers_are_sound(visit):
    now, pgw = clock.now(), inspector()
    firm = EmployerFactory()
    made = inspection("issued", employer=firm, at=now, planned_on=clock.legal_date(now))
    for _ in range(2):
        complaint(employer=firm, at=now)
    report_phk(employer=firm, at=now)
    rebuild_risks(at=now)
    calm = EmployerFactory()
    desk = browser_of(pgw)
    paths = ["/pengawasan/", "/pengawasan/risiko/", "/pengawasan/risiko/?q=tidakada"]
    employers = [f"/pengawasan/perusahaan/{row.pk}/" for row in (made.employer, calm)]
    assert visit(desk, [*paths, *employers]) == {}
    assert visit(browser_of(inspector("35")), paths[:2]) == {}


def test_the_employers_nota_is_sound(visit):
    now = clock.now()
    today = clock.legal_date(now)
    firm = StaffFactory(employer=EmployerFactory(), is_admin=True).employer
    made = [inspection(step, employer=firm, at=now, planned_on=today) for step in ("issued", "replied", "closed")]
    client: Client = browser_of(staff_of(made[0]))
    paths = [f"/perusahaan/kepatuhan/nota/{row.pk}/" for row in made]
    assert visit(client, ["/perusahaan/kepatuhan/", *paths]) == {}
