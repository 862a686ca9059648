"""Counselling in a browser: states that no story is in, by keyboard and without scripts."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from counseling.enums import LeaveReason
from counseling.forms.slots import moment_code
from counseling.models import CounsellingRequest
from counseling.operations.booking import propose_time
from counseling.operations.leave import record_leave
from tests.browser.looking import show, wrong_with
from tests.factories.accounts import sign_in
from tests.factories.counseling import agreed_session, asked, counsellor, held_session, jobseeking, really_asked, wib
from tests.factories.participants import MORNING

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def one() -> Iterator[object]:
    """Monday morning, with one counsellor in Surakarta and one in Surabaya."""
    with time_machine.travel(MORNING, tick=True):
        counsellor("3578", full_name="Ratna Dewi Anggraini")
        yield counsellor("3372")


def url(name: str, *arguments: object) -> str:
    return reverse(f"counseling:{name}", args=arguments)


def paths_wrong(open_page, client, live_server, paths: list[str]) -> list[tuple[str, object]]:
    return [
        (path, found)
        for path in paths
        if (found := wrong_with(show(open_page, client, live_server, path, bypass_csp=True)))
    ]


def test_pages_of_somebody_whose_time_is_agreed_can_be_used(open_page, client, live_server, one):
    person = jobseeking()
    held_session(person, by=one, starts_at=wib(3, 10), at=wib(2, 9))
    session = agreed_session(person, by=one, starts_at=wib(17, 10))
    sign_in(client, session.person.user)
    pages = [url("home"), *(url(name, session.request_id) for name in ("detail", "move", "cancel"))]
    assert paths_wrong(open_page, client, live_server, pages) == []


def test_pages_of_somebody_who_is_to_answer_can_be_used(open_page, client, live_server, one):
    request = really_asked(jobseeking())
    note = "Pagi itu saya rapat di dinas, jadi saya usulkan siang."
    propose_time(request, starts_at=wib(18, 13), by=one, actor=one.user, at=MORNING, note=note)
    sign_in(client, request.person.user)
    pages = [url("home"), url("answer", request.pk), url("detail", request.pk)]
    assert paths_wrong(open_page, client, live_server, pages) == []


def test_pages_of_somebody_who_begins_can_be_used(open_page, client, live_server, one):
    sign_in(client, jobseeking().user)
    assert paths_wrong(open_page, client, live_server, [url("home"), url("ask")]) == []


def test_a_form_with_mistakes_can_be_used(open_page, client, live_server, one):
    sign_in(client, jobseeking().user)
    page = show(open_page, client, live_server, url("ask"), bypass_csp=True)
    page.locator("main form .act button").click()
    page.locator(".errs").wait_for()
    assert wrong_with(page) == []


def test_the_counsellors_pages_can_be_used(open_page, client, live_server, one):
    agreed_session(jobseeking(full_name="Siti Rahmawati"), by=one, starts_at=wib(16, 14), at=wib(13, 9))
    own = agreed_session(jobseeking(full_name="Budi Santoso"), by=one, starts_at=wib(17, 10))
    late = asked(jobseeking(full_name="Dewi Lestari"), to=one, at=wib(6, 9), story="Saya bingung mulai dari mana.")
    days = {"first": wib(17, 9).date(), "last": wib(18, 9).date()}
    leave = record_leave(one, **days, reason=LeaveReason.DUTY, actor=one.user, at=MORNING)
    sign_in(client, one.user)
    pages = [
        *(url(name) for name in ("desk", "queue", "hours", "leave")),
        url("queue_request", late.pk),
        url("queue_request", own.request_id),
        url("leave_detail", leave.pk),
    ]
    assert paths_wrong(open_page, client, live_server, pages) == []


def test_counselling_is_asked_for_by_keyboard_without_scripts(open_page, client, live_server, one):
    person = jobseeking()
    sign_in(client, person.user)
    page = show(open_page, client, live_server, url("ask"), java_script_enabled=False)
    page.locator("[name=reason][value=direction]").check()
    page.locator("[name=channel][value=phone]").check()
    second_day = page.locator("fieldset", has=page.locator("[name=wish1]")).locator("details.day summary").nth(1)
    second_day.focus()
    page.keyboard.press("Enter")
    page.locator(f"[name=wish1][value='{moment_code(wib(17, 8))}']").focus()
    page.keyboard.press("Space")
    page.locator("main form .act button").focus()
    page.keyboard.press("Enter")
    page.locator("text=Permohonan Anda menunggu konselor").wait_for()
    made = CounsellingRequest.objects.get()
    assert (made.person, made.counsellor, made.wishes.get().starts_at) == (person, one, wib(17, 8))
