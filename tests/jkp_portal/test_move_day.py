"""The demo's day moves for everybody, and only in the demo."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from kombu.exceptions import OperationalError

from accounts.models import OneTimeCode, User
from accounts.operations import codes
from core import clock
from core.calendar import working_calendar
from core.errors import TooMany
from core.limits import Limit, refuse_locked, strike
from core.models import DemoClock, Holiday
from integrations.sandbox.control import Control
from jkp_portal import demo_clock
from rules.calendar import add_working_days
from tests.factories.accounts import UserFactory
from tests.html import soup, words

URL = "/pola/waktu/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings, monkeypatch):
    settings.DEMO_MODE = True
    monkeypatch.setattr(clock, "_SHIFT_LIFETIME_SECONDS", -1.0)  # read the row each time
    clock.forget_shift()
    Holiday.objects.all().delete()
    year = clock.today().year
    Holiday.objects.create(day=date(year - 1, 8, 17), name="Hari Kemerdekaan", decree="contoh")
    Holiday.objects.create(day=date(year + 1, 8, 17), name="Hari Kemerdekaan", decree="contoh")
    yield
    clock.forget_shift()


def boxes(day: date) -> dict[str, int]:
    return {"day_day": day.day, "day_month": day.month, "day_year": day.year}


def test_the_day_moves_and_the_page_says_so(client: Client):
    target = clock.today() + timedelta(days=40)
    response = client.post(URL, boxes(target), follow=True)
    assert clock.today() == target
    assert words(soup(response).h1).startswith("Hari ini")
    assert str(target.year) in words(soup(response).select_one(".note.good"))


def test_moving_twice_adds_up_and_the_real_day_comes_back(client: Client):
    real = clock.today()
    for days in (3, 10):
        client.post(URL, boxes(real + timedelta(days=days)))
    assert clock.today() == real + timedelta(days=10)
    client.post(URL, {"day_real": "1"})
    assert clock.today() == real
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize("typed", ["07.50", "07:50"])
def test_the_hour_moves_with_the_day_and_the_page_says_which(client: Client, typed: str):
    target = clock.today() + timedelta(days=5)
    page = soup(client.post(URL, boxes(target) | {"hour": typed}, follow=True))
    moment = clock.now().astimezone(clock.JAKARTA)
    assert timedelta() <= moment - datetime.combine(target, time(7, 50), clock.JAKARTA) < timedelta(minutes=5)
    assert "Sekarang pukul 07.5" in words(page.select_one(".lead"))


def test_the_hour_may_go_back_on_the_same_day(client: Client):
    today = clock.today()
    client.post(URL, boxes(today) | {"hour": "23.00"})
    client.post(URL, boxes(today) | {"hour": "00.00"})
    assert clock.today() == today
    assert clock.now().astimezone(clock.JAKARTA).hour == 0


def test_what_is_no_hour_moves_nothing(client: Client):
    before = DemoClock.objects.count()
    response = client.post(URL, boxes(clock.today() + timedelta(days=1)) | {"hour": "25.00"})
    assert response.status_code == 422
    assert "Tulis jam seperti 07.50." in words(soup(response).select_one(".errs"))
    assert DemoClock.objects.count() == before


def test_the_buttons_hold_the_days_they_promise(client: Client):
    today = clock.today()
    Holiday.objects.create(day=today + timedelta(days=1), name="Libur contoh", decree="contoh")
    page = soup(client.get(URL))
    moves = [form for form in page.select(".act form") if form.select_one("[name=day_day][type=hidden]")]
    parts = [[int(move.select_one(f"[name=day_{p}]")["value"]) for p in ("year", "month", "day")] for move in moves]
    assert [date(*part) for part in parts] == [
        *(today + timedelta(days=n) for n in (1, 3, 7, 30)),
        add_working_days(today, 3, working_calendar()),
    ]


def test_a_year_without_a_working_calendar_cannot_be_reached(client: Client):
    earliest, latest = demo_clock.reachable()
    assert (earliest, latest) == (date(clock.today().year - 1, 1, 1), date(clock.today().year + 1, 12, 31))
    before = clock.today()
    response = client.post(URL, boxes(latest + timedelta(days=1)))
    assert response.status_code == 422
    assert "Kalender kerja peragaan hanya sampai" in words(soup(response).select_one(".errs"))
    assert clock.today() == before
    client.post(URL, boxes(latest))
    assert clock.today() == latest


def test_outside_the_demo_there_is_no_such_page(client: Client, settings):
    settings.DEMO_MODE = False
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"day_real": "1"}).status_code == 404


def test_the_page_names_the_next_days_off(client: Client):
    Holiday.objects.create(day=clock.today() + timedelta(days=2), name="Cuti contoh", joint_leave=True, decree="contoh")
    text = words(soup(client.get(URL)).select_one("main aside"))
    assert "Cuti contoh" in text
    assert "cuti bersama" in text


def test_without_a_calendar_there_is_no_step_by_working_days(client: Client):
    Holiday.objects.all().delete()
    assert demo_clock.after_working_days(clock.today(), 3) is None
    assert client.get(URL).status_code == 200


def test_the_partners_hear_of_the_new_day(client: Client, partners: Control):
    today = clock.today()
    client.post(URL, boxes(today + timedelta(days=9)))
    assert partners.configure()["clock_shift"] == timedelta(days=9).total_seconds()
    client.post(URL, {"day_real": "1"})
    assert partners.configure()["clock_shift"] == 0


def test_partners_that_are_away_stop_nobody(client: Client, settings):
    settings.PARTNER_BASE_URL = "http://127.0.0.1:1"
    target = clock.today() + timedelta(days=9)
    assert client.post(URL, boxes(target)).status_code == 302
    assert clock.today() == target


LOCKS = Limit("test.locks", most=1, within=timedelta(minutes=15), lock=timedelta(minutes=10))


def send(user: User) -> OneTimeCode:
    return codes.send_code(user, purpose="device", subject="1", at=clock.now())


@pytest.mark.parametrize("how", ["by its date", "by the button"])
def test_a_code_works_after_the_day_moved_back(client: Client, how: str):
    """What was sent and counted on the later day refuses nobody now."""
    user, today = UserFactory(), clock.today()
    client.post(URL, boxes(today + timedelta(days=30)))
    for _again in range(codes.SENDS.most):
        late = send(user)
    with pytest.raises(TooMany):
        send(user)
    strike(LOCKS, "she", at=clock.now())
    client.post(URL, boxes(today) if how == "by its date" else {"day_real": "1"})
    assert clock.today() == today
    refuse_locked(LOCKS, "she", at=clock.now())
    fresh = send(user)
    assert fresh.created_at < late.created_at
    codes.check_code(user, purpose="device", subject="1", code=fresh.digits, at=clock.now())


def test_the_limits_hold_while_the_day_moves_on(client: Client):
    user, today = UserFactory(), clock.today()
    for _again in range(codes.SENDS.most):
        send(user)
    client.post(URL, boxes(today))
    with pytest.raises(TooMany):
        send(user)


# --- what happens once a day -----------------------------------------------------------------------------------------


@pytest.fixture
def sent(monkeypatch):
    """The tasks that the workers are asked for, with their queues."""
    found: dict[str, str] = {}
    monkeypatch.setattr(
        demo_clock.current_app,
        "send_task",
        lambda name, retry, queue="default": found.__setitem__(name, queue),
        raising=False,
    )
    return found


def test_the_tasks_of_the_day_are_run_on_their_queues(client: Client, sent):
    page = soup(client.post(URL, {"night": "1"}, follow=True))
    assert "Tugas hari ini sedang dijalankan." in words(page.select_one(".note.good"))
    assert sent["training.close_class_outcomes"] == "default"
    assert sent["reports.find_signals"] == "batch"
    assert not {"core.heartbeat", "claims.run_months", "counseling.remind", "claims.grant_by_silence"} & set(sent)
    assert not DemoClock.objects.exists()


@pytest.mark.parametrize(("days", "is_run"), [(0, True), (1, False), (6, False), (7, True)])
def test_what_is_done_on_mondays_is_run_on_a_monday(client: Client, sent, days: int, is_run: bool):
    monday = clock.today() + timedelta(days=(7 - clock.today().weekday()) % 7 + days)
    client.post(URL, boxes(monday))
    client.post(URL, {"night": "1"})
    assert ("ipk.tell_saved_searches" in sent) is is_run


def test_without_a_queue_it_is_said(client: Client, monkeypatch):
    def away(*_args, **_options):
        raise OperationalError

    monkeypatch.setattr(demo_clock.current_app, "send_task", away, raising=False)
    page = soup(client.post(URL, {"night": "1"}, follow=True))
    assert "Antrian tugas sedang tidak terjangkau." in words(page.select_one(".note"))


def test_outside_the_demo_nobody_runs_the_night(client: Client, settings, sent):
    settings.DEMO_MODE = False
    assert client.post(URL, {"night": "1"}).status_code == 404
    assert sent == {}
