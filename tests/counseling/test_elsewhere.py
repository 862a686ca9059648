"""A vacancy of another site: who applied there says so with evidence, and everybody who follows up sees it."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core import clock
from counseling.cards import cards_of
from counseling.models import Message
from counseling.operations.follow_up import remind
from counseling.selectors import follow_up as lists
from ipk.enums.activities import ActivityKind, ActivityState
from ipk.models import Activity
from ipk.operations.activities import answer_activity
from notices.models import Notice
from tests.factories.accounts import sign_in
from tests.factories.counseling import open_session
from tests.factories.counseling_advice import advised, fifth_minute, held_with_advice, over
from tests.factories.ipk import activity, told
from tests.factories.ipk_vacancies import VacancyFactory
from tests.factories.participants import PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
ADD = reverse("ipk:add")
SITE = "https://karirhub.contoh.invalid/1"


@pytest.fixture
def vacancy():
    return VacancyFactory(title="Penjahit butik", imported=True, external_url=SITE)


@pytest.fixture
def session(vacancy):
    return held_with_advice(PersonFactory(full_name="Siti Aminah"), vacancy)


@pytest.fixture
def later(session):
    """The next day at nine."""
    moment = clock.start_of_day(clock.legal_date(session.starts_at) + timedelta(days=1)) + timedelta(hours=9)
    with time_machine.travel(moment, tick=False):
        yield moment


@pytest.fixture
def me(client, session, later):
    return sign_in(client, session.person.user)


def page(response, status=200):
    assert response.status_code == status, response.status_code
    return soup(response)


def url(name, *args):
    return reverse(f"counseling:{name}", args=args)


def tells(session, at, state="submitted", **fields) -> Activity:
    """She tells of the vacancy that was shown to her."""
    vacancy = session.vacancy_advice.get().vacancy
    facts = {"company": vacancy.company, "position": vacancy.title, "vacancy": vacancy} | fields
    return activity(state, person=session.person, at=at, on=clock.legal_date(at), **facts)


def row_of(page_of):
    return page_of.select_one("section[aria-labelledby=saran] li, section[aria-labelledby=lowongan] li")


def test_the_outcome_leads_to_the_site_and_to_saying_that_one_has_applied_there(me, session, vacancy):
    row = row_of(page(me.get(url("outcome", session.pk))))
    assert words(row.select_one(".tag")) == "Belum dilamar"
    assert row.find("a", href=SITE)
    assert row.find("a", href=f"{ADD}?lowongan={vacancy.pk}")


def test_what_is_known_stands_in_the_form_and_the_evidence_is_hers_to_give(me, session, vacancy, later):
    seen = page(me.get(ADD, {"lowongan": str(vacancy.pk)}))
    typed = {field["name"]: field.get("value", "") for field in seen.select("main form input[type=text]")}
    assert (typed["company"], typed["position"]) == ("PT Contoh Karirhub", "Penjahit butik")
    assert seen.select_one("input[name=kind][checked]")["value"] == "application"
    day = clock.legal_date(later)
    sent = {
        "kind": "application",
        "company": typed["company"],
        "position": typed["position"],
        "vacancy": seen.select_one("input[name=vacancy]")["value"],
        "on_day": day.day,
        "on_month": day.month,
        "on_year": day.year,
    }
    assert "Unggah bukti atau tulis tautannya." in words(page(me.post(ADD, sent), 422))
    assert not Activity.objects.exists()
    for _twice in range(2):
        me.post(ADD, sent | {"link": "https://karirhub.contoh.invalid/lamaran/7"})
    told_row = Activity.objects.get()
    assert (told_row.vacancy, told_row.state) == (vacancy, ActivityState.SUBMITTED)


def test_the_outcome_and_the_follow_up_say_so(me, session, later, client):
    row = tells(session, later)
    mine = row_of(page(me.get(url("outcome", session.pk))))
    assert words(mine.select_one(".tag")) == "Dilamar di situs asalnya"
    assert mine.find("a", href=reverse("ipk:activity", args=[row.pk]))
    assert not mine.find("a", href=SITE)
    maya = sign_in(client, session.counsellor.user)
    assert words(row_of(page(maya.get(url("follow_up_one", session.pk)))).select_one(".tag")) == (
        "Dilamar di situs asalnya"
    )
    listed = page(maya.get(url("follow_up"))).select_one("tbody tr")
    assert "1 dari 1 dilamar" in words(listed)
    assert words(listed.select_one(".tag")) == "Sudah melamar"
    with most_queries(15):
        maya.get(url("follow_up"))


def test_a_call_that_is_told_of_counts_as_a_call(me, session, vacancy, later):
    tells(session, later)
    call = f"{ADD}?lowongan={vacancy.pk}&jenis=interview"
    assert row_of(page(me.get(url("outcome", session.pk)))).find("a", href=call)
    assert page(me.get(call)).select_one("input[name=kind][checked]")["value"] == "interview"
    tells(session, later, kind=ActivityKind.INTERVIEW)
    mine = row_of(page(me.get(url("outcome", session.pk))))
    assert words(mine.select_one(".tag")) == "Dipanggil"
    assert not mine.find("a", href=call)
    counted = lists.followed_up(session.counsellor.user).get()
    assert (counted.advised, counted.applied, counted.called, counted.accepted) == (1, 1, 1, 0)


@pytest.mark.parametrize(("state", "applied"), [("accepted", 1), ("needs_fix", 1), ("rejected", 0), ("withdrawn", 0)])
def test_it_stands_as_long_as_its_evidence_does(session, later, state, applied):
    tells(session, later, state)
    assert lists.followed_up(session.counsellor.user).get().applied == applied


def test_who_told_of_it_is_not_reminded(session, later):
    tells(session, later)
    assert remind(at=later + timedelta(days=6)) == 1
    assert not Notice.objects.filter(event__in=("counselling_follow_up", "counselling_quiet")).exists()


def test_who_told_of_it_already_sees_that_instead_of_the_form(me, session, vacancy, later):
    row = tells(session, later)
    again = me.get(ADD, {"lowongan": str(vacancy.pk)})
    assert again.headers["Location"] == reverse("ipk:activity", args=[row.pk])
    beside = page(me.get(reverse("ipk:vacancy", args=[vacancy.pk])))
    assert beside.find("a", href=reverse("ipk:activity", args=[row.pk]))
    assert not beside.find("a", href=f"{ADD}?lowongan={vacancy.pk}")


def test_the_vacancy_itself_has_the_way_to_say_so(me, session, vacancy, client):
    assert page(me.get(reverse("ipk:vacancy", args=[vacancy.pk]))).find("a", href=f"{ADD}?lowongan={vacancy.pk}")
    client.logout()
    assert not page(client.get(reverse("ipk:vacancy", args=[vacancy.pk]))).find(
        "a", href=f"{ADD}?lowongan={vacancy.pk}"
    )


@pytest.mark.parametrize("which", ["of the portal", "not public", "nothing", "no id"])
def test_only_a_public_vacancy_of_another_site_is_told_of(me, later, which):
    wanted = {
        "of the portal": lambda: VacancyFactory().pk,
        "not public": lambda: VacancyFactory(imported=True, draft=True).pk,
        "nothing": uuid.uuid4,
        "no id": lambda: "x' OR 1=1",
    }[which]()
    seen = page(me.get(ADD, {"lowongan": str(wanted)}))
    assert seen.select_one("input[name=company]").get("value") is None
    day = clock.legal_date(later)
    sent = {"kind": "application", "company": "PT Lain", "position": "Penjahit", "vacancy": str(wanted)}
    sent |= {"on_day": day.day, "on_month": day.month, "on_year": day.year, "link": "https://contoh.invalid/1"}
    me.post(ADD, sent)
    assert not Activity.objects.exclude(vacancy=None).exists()


def test_a_vacancy_that_is_closed_leads_nowhere_unless_one_applied(me, session, vacancy, client):
    type(vacancy).objects.filter(pk=vacancy.pk).update(closes_on=clock.legal_date(session.starts_at))
    row = row_of(page(me.get(url("outcome", session.pk))))
    assert [words(link) for link in row.select("a")] == ["Saya sudah melamar di sana: Penjahit butik"]
    maya = sign_in(client, session.counsellor.user)
    assert row_of(page(maya.get(url("follow_up_one", session.pk)))).select("a") == []


def test_the_vacancy_stays_when_the_evidence_is_put_right(session, vacancy, later):
    row = tells(session, later, "needs_fix")
    other = told(session.person, company="PT Lain", position="Penjahit", on=clock.legal_date(later))
    answered = answer_activity(row, told=other, actor=session.person.user, at=later)
    assert (answered.company, answered.vacancy) == ("PT Lain", vacancy)


def test_the_page_of_applying_says_it_too_and_the_card_in_the_room(client, vacancy):
    session = open_session(PersonFactory(full_name="Siti Aminah"))
    advised(session, vacancy)
    at = fifth_minute(session)
    with time_machine.travel(at, tick=False):
        me = sign_in(client, session.person.user)
        assert page(me.get(url("apply", session.pk, vacancy.pk))).find("a", href=f"{ADD}?lowongan={vacancy.pk}")
        row = tells(session, at)
        seen = page(me.get(url("apply", session.pk, vacancy.pk)))
    assert words(seen.h1) == "Anda sudah melamar di sana"
    assert seen.find("a", href=reverse("ipk:activity", args=[row.pk]))
    card = Message.objects.get()
    assert cards_of([card], session)[card.pk]["applied"] == "Sudah dilamar"
    over(session)
