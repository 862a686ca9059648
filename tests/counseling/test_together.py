"""Two people, two counsellors, two tabs in the same moment."""

import pytest

from core.errors import Conflict
from counseling.enums import RequestState
from counseling.models import CounsellingRequest, Session
from counseling.operations.booking import accept_wish
from tests.factories.counseling import counsellor, jobseeking, really_asked, wib
from tests.factories.participants import MORNING
from tests.payments.together import run_together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_people_who_choose_the_last_place_one_is_told_it_was_just_taken():
    """B25."""
    counsellor()
    people, refused = [jobseeking(), jobseeking()], []

    def choose():
        try:
            really_asked(people.pop(), wib(17, 10), wib(18, 10))
        except Conflict as error:
            refused.append((error.code, error.facts["n"]))

    run_together(2, choose)
    assert refused == [("just_taken", 1)]
    assert CounsellingRequest.objects.count() == 1


def test_two_tabs_make_one_request():
    counsellor(), counsellor()
    person, made = jobseeking(), []
    run_together(2, lambda: made.append(really_asked(person, wib(17, 10))))
    assert made[0] == made[1]
    assert CounsellingRequest.objects.count() == 1


def test_of_two_counsellors_one_gets_the_request():
    able = [counsellor(), counsellor()]
    request, refused = really_asked(jobseeking(), wib(17, 10)), []

    def accept():
        one = able.pop()
        try:
            accept_wish(request, starts_at=wib(17, 10), by=one, actor=one.user, at=MORNING)
        except Conflict as error:
            refused.append(error.code)

    run_together(2, accept)
    assert refused == ["request_taken"]
    assert Session.objects.count() == 1


def test_one_counsellor_does_not_accept_two_requests_for_one_time():
    one = counsellor()
    counsellor()
    requests = [really_asked(jobseeking(), wib(17, 10)), really_asked(jobseeking(), wib(17, 10))]
    refused = []

    def accept():
        try:
            accept_wish(requests.pop(), starts_at=wib(17, 10), by=one, actor=one.user, at=MORNING)
        except Conflict as error:
            refused.append(error.code)

    run_together(2, accept)
    assert refused == ["just_taken"]
    assert CounsellingRequest.objects.filter(state=RequestState.WAITING).count() == 1
