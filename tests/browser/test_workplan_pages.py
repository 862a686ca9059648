"""The work plan in a browser: list, board, one activity, the evaluation, for who writes, agrees and reads."""

import pytest
from django.core.cache import cache

from accounts.enums import Role
from accounts.models import User
from compliance.operations import workplan
from core import clock
from tests.browser.looking import let_in, wrong_pages
from tests.factories.accounts import officer, sign_in
from tests.factories.workplan import YEAR, keeper, plan, progress, submitted, year_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "/pengawasan/rencana/"


@pytest.fixture(autouse=True)
def reference():
    cache.clear()


@pytest.fixture
def visit(open_page, live_server, client):
    """What is wrong with each page, read in this browser."""

    def look(user: User, paths: list[str]) -> dict[str, list[str]]:
        page = open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, sign_in(client, user), live_server.url)
        return wrong_pages(page, live_server.url, paths)

    return look


def test_the_pages_of_a_plan_are_sound(visit):
    by, other = keeper(), officer(Role.BPJS_VERIFIER)
    made = plan()
    assert visit(keeper(region="35"), [LIST]) == {}
    progress(year_of(made), by=by)
    dropped = year_of(made, "1f")
    workplan.drop_year(dropped, why="Surat edaran 2025 masih berlaku.", actor=by, at=clock.now())
    board, evaluation = f"{LIST}{made.pk}/", f"{LIST}{made.pk}/{YEAR}/"
    assert visit(by, [f"{board}?q=tidakada", f"{LIST}kegiatan/{dropped.pk}/"]) == {}
    submitted(made, by=by)
    plan(number="2 Tahun 2025", region="32")
    assert visit(other, [LIST, evaluation]) == {}
