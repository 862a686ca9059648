"""Boundary days as they are seen: the last second, another time zone, 29 February, the 31st, year end, joint leave."""

from datetime import date, timedelta

import pytest

from claims.models import Claim, KapkVersion, Overpayment, WorkReport
from claims.operations import month_filing, monthly_cycle, objections, overpayments, work
from ipk.models import MissionPeriod
from notices.enums import Zone
from notices.operations import set_zone
from participants.operations.phk_reports import report_by_worker
from tests.factories import claims as make
from tests.factories import participants
from tests.factories.accounts import sign_in
from tests.html import soup, words

pytestmark = pytest.mark.django_db
REFERENCE, CLOSES = date(2026, 12, 16), date(2026, 12, 23)
# From Tuesday, 17 March 2026: joint leave, Nyepi, joint leave, Idul Fitri on a weekend, two days of joint leave.
BEFORE_LEBARAN, LEBARAN = date(2026, 3, 17), [date(2026, 3, day) for day in range(18, 25)]


def main(response) -> str:
    return words(soup(response).select_one("main"))


def seen(client, found: Claim, path: str) -> str:
    sign_in(client, found.person.user)  # the day may have moved, and sessions end
    return main(client.get(path))


def filed(on: date, travel, stage: str = "submitted") -> Claim:
    """A claim sent on a day, for a PHK of nine days before."""
    return make.claim(stage, at=travel(on), phk_on=on - timedelta(days=9))


def in_jayapura(found: Claim) -> Claim:
    set_zone(found.person.user, zone=Zone.WIT)
    return found


# --- the last second, on a phone in Jayapura ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "answer", "state"),
    [
        (make.moment(CLOSES, 0, 0, 0), 302, "submitted"),
        (make.moment(CLOSES, 23, 59, 59), 302, "submitted"),  # 01.59.59 of the 24th over there
        (make.moment(CLOSES + timedelta(days=1), 0, 0, 0), 409, "open"),
    ],
)
def test_a_month_is_sent_until_midnight_in_jakarta_wherever_the_phone_is(client, travel, moment, answer, state):
    claim = in_jayapura(make.claim("paid"))
    monthly_cycle.open_months(at=travel(REFERENCE))
    travel(moment)
    me = sign_in(client, claim.person.user)
    response = me.post(f"/klaim/{claim.pk}/bulan/2/periksa/", {"truthful": "on"})
    second = claim.months.get(n=2)
    assert (response.status_code, second.state) == (answer, state)
    assert second.filed_on == (CLOSES if answer == 302 else None)  # never the 24th, which it is in Jayapura


def refused() -> Claim:
    return make.claim("refused", paid_months=11)


def objected() -> Claim:
    found = make.claim("refused", paid_months=11)
    make.objection(make.refusal(found))
    return found


def denied() -> Claim:
    found = objected()
    objections.reject_objection(
        make.refusal(found).objections.get(),
        reply="Tidak ada bukti bayar.",
        articles=("PP 6/2025 Pasal 19",),
        actor=make.verifier(),
        at=make.MORNING,
    )
    return found


def overpaid() -> Claim:
    found = make.claim("paid")
    day = make.MORNING.date()
    told = {"employer": "PT Kerja Baru", "accepted_on": day, "started_on": day}
    work.take_effect(
        work.report_work(found, **told, actor=found.person.user, at=make.MORNING), at=make.MORNING + timedelta(days=1)
    )
    overpayments.confirm_overpayment(
        Overpayment.objects.get(), instalments=3, note="Bekerja.", actor=make.verifier(), at=make.MORNING
    )
    return found


def searching() -> Claim:
    found = make.claim("paid")
    period = {"n": 2, "first": date(2026, 11, 16), "last_day": CLOSES}
    MissionPeriod.objects.update_or_create(person=found.person, defaults=period)
    return found


def objection_path(found: Claim) -> str:
    return f"/klaim/keberatan/{make.refusal(found).pk}/"


OBJECT_UNTIL = "Selasa, 15 Desember 2026, 23.59 WIB (01.59 WIT, Rabu)"
LAST_MOMENTS = [
    (refused, objection_path, OBJECT_UNTIL),
    (refused, lambda found: f"/klaim/{found.pk}/keputusan/", OBJECT_UNTIL),
    (objected, objection_path, "Senin, 30 November 2026, 23.59 WIB (01.59 WIT, Selasa)"),
    (denied, objection_path, "Senin, 30 November 2026, 23.59 WIB (01.59 WIT, Selasa)"),
    (lambda: make.claim("paid"), lambda found: f"/klaim/{found.pk}/keputusan/", OBJECT_UNTIL),
    (overpaid, lambda found: f"/pembayaran/kelebihan/{found.overpayments.get().pk}/", OBJECT_UNTIL),
    (searching, lambda found: "/ipk/misi/", "Rabu, 23 Desember 2026, 23.59 WIB (01.59 WIT, Kamis)"),
    (lambda: make.claim("ready_to_send"), lambda found: f"/klaim/{found.pk}/tugas/", "23.59 WIB (01.59 WIT, "),
    (lambda: make.claim("needs_fix"), lambda found: f"/klaim/{found.pk}/", "23.59 WIB (01.59 WIT, "),
]


@pytest.mark.parametrize(("make_claim", "path", "last"), LAST_MOMENTS)
def test_every_last_moment_is_told_in_wib_and_in_the_clock_of_home(client, travel, make_claim, path, last):
    found = make_claim()
    assert "WIT" not in seen(client, found, path(found))
    assert last in seen(client, in_jayapura(found), path(found))


def test_while_one_objects_both_clocks_stand_beside_the_question(client, travel):
    found = in_jayapura(make.claim("refused", paid_months=11))
    make.objection(make.refusal(found), sent=False)
    for step in ("alasan/", "penjelasan/", "bukti/", "periksa/", "tarik/"):
        assert OBJECT_UNTIL in seen(client, found, objection_path(found) + step)


# --- 29 February, the 31st, year end -----------------------------------------------------------------------------


def test_a_benefit_of_the_31st_has_its_day_on_29_february(client, travel):
    """The law before February 2025 paid it; the days are counted as today."""
    KapkVersion.objects.create(version=0, in_force_since=date(2021, 2, 2), points_id=["Saya mencari."], points_en=["I"])
    claim = filed(date(2023, 10, 31), travel, "paid")
    days = [claim.months.get(n=n).opens_on for n in (2, 3, 4, 5)]
    assert days == [date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29)]
    path = f"/klaim/{claim.pk}/bulan/5/"
    travel(make.moment(date(2024, 2, 28), 23, 59, 59))
    assert "Bisa dikirim mulai Kamis, 29 Februari 2024" in seen(client, claim, path)
    travel(make.moment(date(2024, 2, 29), 0, 0, 0))
    assert "Paling lambat Kamis, 7 Maret 2024, 23.59 WIB" in seen(client, claim, path)
    response = client.post(f"{path}periksa/", {"truthful": "on"})
    assert response.url == f"{path}terkirim/"
    assert claim.months.get(n=5).filed_on == date(2024, 2, 29)


def test_a_benefit_of_the_31st_has_its_day_on_28_february_in_other_years(client, travel):
    claim = filed(date(2025, 12, 31), travel, "paid")
    assert [claim.months.get(n=n).opens_on for n in (2, 3)] == [date(2026, 1, 31), date(2026, 2, 28)]
    text = seen(client, claim, f"/klaim/{claim.pk}/bulan/3/")
    assert "Bisa dikirim mulai Sabtu, 28 Februari 2026 sampai Jumat, 6 Maret 2026, 23.59 WIB" in text


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (make.moment(date(2025, 12, 31), 23, 59, 59), "Tinggal 5 hari"),
        (make.moment(date(2026, 1, 1), 0, 0, 0), "Tinggal 4 hari"),
        (make.moment(date(2026, 1, 5), 23, 59, 59), "Tinggal 1 menit"),
        (make.moment(date(2026, 1, 6), 0, 0, 0), "Batas mengirim bulan ini sudah lewat"),
    ],
)
def test_a_window_over_new_year_counts_neither_christmas_nor_new_year(client, travel, moment, said):
    claim = filed(date(2025, 11, 24), travel, "paid")
    second = claim.months.get(n=2)
    assert (second.opens_on, second.closes_on) == (date(2025, 12, 24), date(2026, 1, 5))
    travel(moment)
    text = seen(client, claim, f"/klaim/{claim.pk}/bulan/2/")
    assert said in text
    assert "24 Desember 2025 – 5 Januari 2026" in text


# --- a week of joint leave ---------------------------------------------------------------------------------------


def test_three_working_days_reach_over_a_week_of_joint_leave(client, travel):
    claim = filed(BEFORE_LEBARAN, travel)
    assert claim.decision_due_on == date(2026, 3, 27)
    assert "Jumat, 27 Maret 2026" in seen(client, claim, f"/klaim/{claim.pk}/bulan/1/terkirim/")
    for day in LEBARAN:  # the promise does not move while the week passes
        travel(day)
        assert "paling lambat Jumat, 27 Maret 2026" in seen(client, claim, "/dasbor/")


def test_a_month_sent_on_joint_leave_counts_from_there(client, travel):
    claim = filed(date(2026, 2, 18), travel, "paid")
    second = claim.months.get(n=2)
    assert (second.opens_on, second.closes_on) == (LEBARAN[0], date(2026, 3, 31))
    month_filing.submit_month(second, actor=claim.person.user, at=travel(make.moment(LEBARAN[-1], 23, 59, 59)))
    text = seen(client, claim, f"/klaim/{claim.pk}/bulan/2/terkirim/")
    assert "Keputusan paling lambat Jumat, 27 Maret 2026" in text


def test_seven_working_days_to_answer_a_report_reach_over_a_week_of_joint_leave(client, travel):
    at = travel(make.moment(BEFORE_LEBARAN, 23, 59, 59))
    person = make.participant()
    event = report_by_worker(
        person=person,
        employer=participants.EmployerFactory(),
        said=participants.said(phk_on=BEFORE_LEBARAN - timedelta(days=3)),
        proofs=[],
        actor=person.user,
        at=at,
    )
    assert event.other_side_due_on == date(2026, 4, 2)  # the third is Good Friday
    me = sign_in(client, person.user)
    assert "Kamis, 2 April 2026, 23.59 WIB" in main(me.get(f"/phk/{event.pk}/"))


@pytest.mark.parametrize(
    ("moment", "late"),
    [(make.moment(date(2026, 4, 2), 23, 59, 59), False), (make.moment(date(2026, 4, 3), 0, 0, 0), True)],
)
def test_seven_working_days_to_report_work_reach_over_a_week_of_joint_leave(client, travel, moment, late):
    claim = filed(date(2026, 3, 2), travel, "paid")
    travel(moment)
    me = sign_in(client, claim.person.user)
    day = {"accepted_on": BEFORE_LEBARAN, "started_on": date(2026, 4, 6)}
    boxes = {f"{name}_{part}": getattr(on, part) for name, on in day.items() for part in ("day", "month", "year")}
    typed = {"employer": "PT Baru", "wage": "", "question": "", **boxes}
    between = main(me.post("/status-kerja/lapor/", typed | {"step": "check"}))
    assert ("Kamis, 2 April 2026" in between) is late  # said only to who is late, and refuses nothing
    assert me.post("/status-kerja/lapor/", typed | {"step": "report"}).url == "/status-kerja/"
    assert WorkReport.objects.get().report_due_on == date(2026, 4, 2)
