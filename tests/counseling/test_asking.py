"""Asking for counselling: who may, for when, to whom it goes; taking it back and choosing again."""

from datetime import date

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from core.models import AuditEvent
from counseling.enums import AskReason, RequestState, SessionState, Side
from counseling.models import CounsellingRequest, Session
from counseling.operations.requests import Asked, ask, cancel_request, choose_again, latest_wishes, pass_on
from notices.models import Notice
from tests.factories.counseling import agreed_session, counsellor, jobseeking, really_asked, wib
from tests.factories.participants import MORNING, PersonFactory

pytestmark = pytest.mark.django_db


def told(user, event: str) -> int:
    return Notice.objects.filter(user=user, event=event, channel="inbox").count()


def wants(*wishes, **fields) -> Asked:
    return Asked(reason=AskReason.DIRECTION, wishes=wishes or (wib(17, 10),), **fields)


def test_a_request_goes_to_the_nearest_who_is_free_and_both_are_told(person):
    far, here = counsellor("3578"), counsellor()
    request = ask(person, asked=wants(wib(17, 10), wib(18, 9)), actor=person.user, at=MORNING)
    assert (request.counsellor, request.region_id, request.state) == (here, "3372", RequestState.WAITING)
    assert request.answer_due_on == date(2026, 11, 19)
    assert latest_wishes(request) == [wib(17, 10), wib(18, 9)]
    assert (told(person.user, "counselling_asked"), told(here.user, "counselling_new")) == (1, 1)
    assert told(far.user, "counselling_new") == 0
    assert AuditEvent.objects.filter(action="counseling.request.asked").count() == 1


def test_asking_twice_is_one_request(person):
    counsellor()
    first = ask(person, asked=wants(), actor=person.user, at=MORNING)
    again = ask(person, asked=wants(wib(18, 9)), actor=person.user, at=MORNING)
    assert again == first
    assert latest_wishes(again) == [wib(17, 10)]
    assert told(person.user, "counselling_asked") == 1


def test_who_is_not_registered_as_jobseeker_registers_first():
    counsellor()
    person = PersonFactory()
    with pytest.raises(Conflict) as refused:
        ask(person, asked=wants(), actor=person.user, at=MORNING)
    assert refused.value.code == "not_registered"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (wib(16, 8), "not_offered"),  # past
        (wib(16, 10, 30), "not_offered"),  # too near
        (wib(17, 2), "not_offered"),  # at night
        (wib(21, 10), "not_offered"),  # Saturday
        (wib(17, 10, 10), "not_offered"),  # between two times
        (wib(17, 16), "not_offered"),  # 16.00 WIB: by the clock of another zone it is no time here
        (wib(17, 9), "just_taken"),
    ],
)
def test_a_time_that_is_not_offered_is_refused_whoever_posts_it(person, moment, code):
    agreed_session(by=counsellor(), starts_at=wib(17, 9))
    with pytest.raises(Conflict) as refused:
        ask(person, asked=wants(wib(18, 9), moment), actor=person.user, at=MORNING)
    assert (refused.value.code, refused.value.facts["n"]) == (code, 2)
    assert not CounsellingRequest.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(reason=AskReason.OTHER, wishes=()), "wish_missing"),
        (wants(wib(17, 10), wib(17, 10)), "wish_twice"),
        (wants(story="a" * 1_001), "story_too_long"),
    ],
)
def test_what_cannot_be_asked_is_said(person, asked, code):
    counsellor()
    with pytest.raises(Invalid) as refused:
        ask(person, asked=asked, actor=person.user, at=MORNING)
    assert refused.value.code == code


def test_a_story_is_kept_as_text_with_its_lines(person):
    counsellor()
    story = "Saya bingung.\r\n<b>Tolong</b>\u202e"
    assert ask(person, asked=wants(story=story), actor=person.user, at=MORNING).story == "Saya bingung.\n<b>Tolong</b>"


def test_after_a_cancelled_request_one_may_ask_again(person):
    counsellor()
    first = really_asked(person)
    gone = cancel_request(first, reason="Sudah bekerja", actor=person.user, at=MORNING)
    assert (gone.state, gone.cancel_reason) == (RequestState.CANCELLED, "Sudah bekerja")
    assert cancel_request(first, reason="lain", actor=person.user, at=MORNING).cancel_reason == "Sudah bekerja"
    assert really_asked(person) != first


def test_cancelling_frees_the_time_and_tells_the_counsellor():
    session = agreed_session(starts_at=wib(17, 10))
    cancel_request(session.request, reason="Sakit", actor=session.person.user, at=wib(17, 9, 59))
    session.refresh_from_db()
    assert (session.state, session.cancelled_by, session.note) == (SessionState.CANCELLED, Side.PARTICIPANT, "Sakit")
    assert told(session.counsellor.user, "counselling_cancelled") == 1


def test_what_has_begun_is_not_cancelled():
    session = agreed_session(starts_at=wib(17, 10))
    with pytest.raises(Conflict) as refused:
        cancel_request(session.request, reason="", actor=session.person.user, at=wib(17, 10))
    assert refused.value.code == "has_begun"
    assert Session.objects.get().state == SessionState.AGREED


def test_other_times_are_a_new_round_with_a_new_day_for_the_answer(person):
    counsellor()
    request = really_asked(person)
    choose_again(request, wishes=(wib(19, 10), wib(19, 11)), actor=person.user, at=wib(17, 9))
    again = choose_again(request, wishes=(wib(19, 10), wib(19, 11)), actor=person.user, at=wib(18, 9))
    assert latest_wishes(again) == [wib(19, 10), wib(19, 11)]
    assert again.wishes.count() == 3
    assert again.answer_due_on == date(2026, 11, 20)


def test_other_times_of_an_answered_request_are_refused():
    session = agreed_session()
    with pytest.raises(Conflict) as refused:
        choose_again(session.request, wishes=(wib(19, 10),), actor=session.person.user, at=MORNING)
    assert refused.value.code == "wrong_state"


def test_a_request_is_passed_on_to_the_next_nearest(person):
    here, province = counsellor(), counsellor("3374")
    request = really_asked(person)
    passed = pass_on(request, by=here, actor=here.user, at=MORNING)
    assert passed.counsellor == province
    assert told(province.user, "counselling_new") == 1
    with pytest.raises(NotAllowed):
        pass_on(request, by=here, actor=here.user, at=MORNING)


def test_with_nobody_else_it_is_everybodys(person):
    here = counsellor()
    assert pass_on(really_asked(person), by=here, actor=here.user, at=MORNING).counsellor is None


def test_of_the_last_place_the_second_is_told_it_was_just_taken(person):
    counsellor()
    other = jobseeking()
    really_asked(person, wib(17, 10))
    with pytest.raises(Conflict) as refused:
        really_asked(other, wib(17, 10))
    assert str(refused.value.message) == "Waktu ini baru saja terisi. Pilih waktu lain."


# --- a language --------------------------------------------------------------------------------------------------


def test_who_asks_for_a_language_goes_to_the_nearest_who_speaks_it(person):
    counsellor()
    far = counsellor("1271", languages=["Indonesia", "Sunda"])
    near = counsellor("3374", languages=["Indonesia", "Sunda"])
    made = ask(person, asked=wants(language="Sunda"), actor=person.user, at=MORNING)
    assert (made.counsellor, made.language) == (near, "Sunda")
    passed = pass_on(made, by=near, actor=near.user, at=MORNING)
    assert passed.counsellor == far


def test_without_a_language_the_nearest_is_asked(person):
    here, _sundanese = counsellor(), counsellor("3374", languages=["Indonesia", "Sunda"])
    assert ask(person, asked=wants(), actor=person.user, at=MORNING).counsellor == here


def test_who_speaks_it_but_is_free_at_another_wish_goes_before_who_does_not(person):
    counsellor()
    sundanese = counsellor("3374", languages=["Indonesia", "Sunda"])
    agreed_session(by=sundanese, starts_at=wib(17, 10))
    asked = wants(wib(17, 10), wib(18, 9), language="Sunda")
    assert ask(person, asked=asked, actor=person.user, at=MORNING).counsellor == sundanese


def test_who_speaks_it_and_is_free_at_no_wish_offers_another_time(person):
    counsellor()
    sundanese = counsellor("3374", languages=["Indonesia", "Sunda"])
    agreed_session(by=sundanese, starts_at=wib(17, 10))
    made = ask(person, asked=wants(language="Sunda"), actor=person.user, at=MORNING)
    assert made.counsellor == sundanese
    again = choose_again(made, wishes=(wib(18, 9),), actor=person.user, at=MORNING)
    assert again.counsellor == sundanese


def test_of_equally_near_ones_who_knows_the_wished_job_is_asked_even_with_more_to_do(person):
    """The person wishes to sew (75)."""
    idle, tailor = counsellor(fields=["52"]), counsellor("3372", fields=["41", "75"])
    agreed_session(by=tailor, starts_at=wib(18, 10))
    made = ask(person, asked=wants(), actor=person.user, at=MORNING)
    assert made.counsellor == tailor
    assert pass_on(made, by=tailor, actor=tailor.user, at=MORNING).counsellor == idle


def test_who_is_nearer_is_asked_before_who_knows_the_job(person):
    here, _tailor = counsellor(), counsellor("3374", fields=["75"])
    assert ask(person, asked=wants(), actor=person.user, at=MORNING).counsellor == here


def test_a_language_that_nobody_speaks_any_more_stops_nobody(person):
    here = counsellor()
    assert ask(person, asked=wants(language="Sunda"), actor=person.user, at=MORNING).counsellor == here
