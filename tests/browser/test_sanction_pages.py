"""Sanctions in a browser: the desk and the employer's page, each in its states."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.models import SanctionCase
from compliance.operations import sanction_objections, sanction_serving
from core import clock
from tests.browser.looking import let_in, wrong_pages
from tests.factories.accounts import officer, sign_in
from tests.factories.compliance import inspector
from tests.factories.files import StoredFileFactory
from tests.factories.participants import StaffFactory
from tests.factories.sanctions import DONE, SEEN, arrived, case, coordinator, inspection, proposed, stepped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEEKS = timedelta(days=28)  # longer than a warning, holidays included


@pytest.fixture
def world() -> dict[str, SanctionCase]:
    """Four cases of one employer: nothing yet, the first warning objected to, TMP2T asked for, and complied."""
    now, firm = clock.now(), StaffFactory(is_admin=True).employer

    def found():
        return inspection(employer=firm, issued_at=now - timedelta(days=300))

    waits = case(of=found(), at=now)
    proposed(waits, at=now)
    objected = arrived(case("warned_once", of=found(), at=now), at=now)
    staff = firm.staff.get().user
    why = "Dua belas orang itu magang dan bukan pekerja kami."
    sanction_objections.object_to(objected.proposals.get(), text=why, by=staff, at=now)
    start = now - timedelta(days=200)
    asked = arrived(case("warned_once", of=found(), at=start), at=start)
    asked = arrived(stepped(asked, "warned_twice", at=start + WEEKS), at=start + WEEKS)
    late = start + 2 * WEEKS
    asked = arrived(stepped(asked, "fined", at=late, unpaid={"2026-01": 12_500_000}), at=late)
    asked = arrived(stepped(asked, "recommended", at=late + timedelta(days=32)), at=late + timedelta(days=32))
    file = StoredFileFactory(owner=staff, purpose=sanction_serving.FILE_PURPOSE)
    sanction_serving.record_compliance(asked, text=DONE, file=file, by=staff, at=now)
    sanction_serving.check_obligations(asked, met=False, text=SEEN, by=asked.opened_by, at=now)
    over = case("warned_once", of=found(), at=now)
    sanction_serving.check_obligations(over, met=True, text=DONE, by=over.opened_by, at=now)
    over = stepped(over, "complied", at=now, seen=False)
    return {"waits": waits, "objected": objected, "asked": asked, "over": over}


@pytest.fixture
def visit(open_page, live_server):
    """What is wrong with each page, read in this browser."""

    def look(client: Client, paths: list[str]) -> dict[str, list[str]]:
        page = open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, client, live_server.url)
        return wrong_pages(page, live_server.url, paths)

    return look


def browser_of(user: User) -> Client:
    return sign_in(Client(), user)


def staff_of(made: SanctionCase) -> User:
    return made.employer.staff.get().user


def test_the_desk_of_sanctions_is_sound(visit, world):
    cases = [f"/pengawasan/sanksi/{row.pk}/" for row in world.values()]
    assert visit(browser_of(world["waits"].opened_by), ["/pengawasan/sanksi/?q=tidakada", *cases]) == {}
    assert visit(browser_of(coordinator()), cases) == {}
    assert visit(browser_of(officer(Role.AUDITOR)), cases[:1]) == {}
    assert visit(browser_of(inspector("35")), ["/pengawasan/sanksi/"]) == {}


def test_the_employers_sanctions_are_sound(visit, world):
    cases = [f"/perusahaan/kepatuhan/sanksi/{world[name].pk}/" for name in ("objected", "asked", "over")]
    assert visit(browser_of(staff_of(world["asked"])), cases) == {}
