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
    made = [inspection(step, lead=pgw, by=pgk, at=now, planned_on=soon) for step in STEPS if step != "issued"]
    outreach = inspection("visited", lead=pgw, by=pgk, at=now, planned_on=soon, kind=InspectionKind.OUTREACH)
    paths = [f"{LIST}{row.pk}/" for row in (*made, outreach)]
    row = complaint("referred", by=pgw, employer=EmployerFactory(), at=now)
    assert visit(browser_of(pgw), [f"{LIST}?q=tidakada", f"{LIST}baru/?pengaduan={row.pk}", *paths]) == {}
    assert visit(browser_of(pgk), [LIST, *paths[:4]]) == {}
    assert visit(browser_of(inspector("35")), [LIST]) == {}


def test_programme_and_samples_are_sound(visit):
    now, pgw, pgk = clock.now(), inspector(), coordinator()
    today = clock.legal_date(now)
    province = Region.objects.get(pk="33")
    for _ in range(3):
        EmployerFactory()
    boss = browser_of(pgk)
    programme.set_programme(year=today.year, province=province, target=9, focus="Pabrik tekstil", actor=pgk, at=now)
    programme.draw_sample(province=province, seed="BA-7", size=2, planned_on=today, lead=pgw, actor=pgk, at=now)
    assert visit(boss, [f"{LIST}rencana/"]) == {}


def test_the_risk_list_and_its_employers_are_sound(visit):
    now, pgw = clock.now(), inspector()
    firm, calm = EmployerFactory(), EmployerFactory()
    report_phk(employer=firm, at=now)
    rebuild_risks(at=now)
    paths = ["/pengawasan/risiko/?q=tidakada", f"/pengawasan/perusahaan/{calm.pk}/"]
    assert visit(browser_of(pgw), paths) == {}
    assert visit(browser_of(inspector("35")), ["/pengawasan/risiko/"]) == {}


def test_the_employers_nota_is_sound(visit):
    now = clock.now()
    today = clock.legal_date(now)
    firm = StaffFactory(employer=EmployerFactory(), is_admin=True).employer
    made = [inspection(step, employer=firm, at=now, planned_on=today) for step in ("replied", "closed")]
    client: Client = browser_of(staff_of(made[0]))
    paths = [f"/perusahaan/kepatuhan/nota/{row.pk}/" for row in made]
    assert visit(client, paths) == {}
