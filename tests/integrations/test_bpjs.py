"""What BPJS Ketenagakerjaan holds, and what it takes from us."""

from dataclasses import replace
from datetime import date

import pytest

from integrations.bpjs import (
    BilledInvoice,
    BilledPerson,
    Condition,
    Document,
    EmployerStatus,
    HandOver,
    JknSegment,
    PhkNotice,
    Scale,
    TrainingBill,
    bpjs_client,
)
from integrations.errors import PartnerRefused
from integrations.sandbox.control import Control
from integrations.sandbox.stories import Story, story
from tests.integrations.conftest import TODAY


def notice(told: Story) -> PhkNotice:
    person, phk = told.person, told.phk
    return PhkNotice(
        "LP-1", person.nik, person.full_name, told.employer.npp, phk.on, phk.reason, phk.contract, "employer"
    )


def hand_over(told: Story) -> HandOver:
    return HandOver(
        nik=told.person.nik,
        full_name=told.person.full_name,
        npp=told.employer.npp,
        phk_on=told.phk.on,
        filed_on=TODAY,
        regime="R25",
        wage_base=5_000_000,
        conditions=(Condition("ELG-05", True, "PP 6/2025 Pasal 19"), Condition("ELG-13", None, "-")),
        documents=(Document("tanda_terima", "ab" * 32),),
    )


def test_membership_names_employer_scale_programmes_and_segment(known: Control, siti: Story) -> None:
    answer = bpjs_client().membership(siti.person.nik)

    assert (answer.known, answer.citizen, answer.jkn) == (True, True, JknSegment.WAGE_EARNER)
    assert (answer.born_on, answer.registered_on) == (date(1991, 3, 14), date(2024, 5, 1))
    (membership,) = answer.memberships
    assert (membership.npp, membership.employer_name) == ("99000001", "PT Busana Lestari Contoh")
    assert (membership.scale, membership.programmes) == (Scale.LARGE, ("JKK", "JKM", "JHT", "JP"))
    assert membership.active
    assert answer.as_of.utcoffset() is not None


def test_who_was_never_registered_is_unknown_and_not_refused(known: Control) -> None:
    tono = story("tono", today=TODAY).person

    answer = bpjs_client().membership(tono.nik)

    assert (answer.known, answer.citizen, answer.registered_on, answer.jkn) == (False, None, None, None)
    assert answer.memberships == ()
    assert bpjs_client().contributions(tono.nik, TODAY, TODAY).rows == ()
    assert bpjs_client().previous_benefits(tono.nik).benefits == ()


def test_contributions_come_for_the_months_asked_first_and_last_included(known: Control, siti: Story) -> None:
    rows = bpjs_client().contributions(siti.person.nik, date(2026, 9, 17), date(2026, 11, 2)).rows

    assert [(row.month, row.paid_on) for row in rows] == [
        (date(2026, 9, 1), date(2026, 10, 10)),
        (date(2026, 10, 1), date(2026, 11, 10)),
        (date(2026, 11, 1), None),
    ]
    assert {row.wage for row in rows} == {6_200_000}
    assert [row.reported_on for row in rows] == [date(2026, 9, 5), date(2026, 10, 5), date(2026, 11, 5)]


def test_wages_that_are_missing_zero_or_negative_reach_the_officer(known: Control, siti: Story) -> None:
    held = siti.person.bpjs
    odd = tuple(replace(row, wage=wage) for row, wage in zip(held.contributions[-3:], (None, 0, -1), strict=True))
    known.load(people=[replace(siti.person, bpjs=replace(held, contributions=odd))])

    rows = bpjs_client().contributions(siti.person.nik, date(2026, 1, 1), TODAY).rows

    assert [row.wage for row in rows] == [None, 0, -1]


def test_a_second_active_employment_is_seen(known: Control) -> None:
    joko = story("joko", today=TODAY)

    active = [membership for membership in bpjs_client().membership(joko.person.nik).memberships if membership.active]

    assert [membership.npp for membership in active if membership.npp != joko.employer.npp] == ["99000005"]


def test_previous_benefits_are_listed(known: Control) -> None:
    sri = story("sri", today=TODAY).person

    (benefit,) = bpjs_client().previous_benefits(sri.nik).benefits

    assert (benefit.phk_on, benefit.months_paid) == (date(2022, 10, 10), 6)


@pytest.mark.parametrize("words", ["garmen", "PT. GARMEN sejahtera", "contoh garmen, pt"])
def test_an_employer_is_found_by_its_words_without_the_legal_form(known: Control, words: str) -> None:
    assert [employer.npp for employer in bpjs_client().search_employers(words)] == ["99000002"]


@pytest.mark.parametrize("words", ["", "pt", "tidak ada"])
def test_no_word_finds_no_employer(known: Control, words: str) -> None:
    assert bpjs_client().search_employers(words) == ()


def test_an_employer_is_found_by_its_number(known: Control) -> None:
    employer = bpjs_client().employer("99000004")

    assert (employer.name, employer.status) == ("PT Tenun Makmur Contoh", EmployerStatus.BANKRUPT)
    assert bpjs_client().employer("00000000") is None


def test_a_search_returns_no_more_than_asked(known: Control) -> None:
    assert len(bpjs_client().search_employers("contoh", limit=2)) == 2


def test_a_phk_notice_is_taken_once_and_ends_the_membership(known: Control, siti: Story) -> None:
    first = bpjs_client().notify_phk(notice(siti), "N-1")
    again = bpjs_client().notify_phk(notice(siti), "N-1")

    assert first == again
    assert len(known.outbox()["phk_notices"]) == 1
    assert bpjs_client().membership(siti.person.nik).memberships[0].until == siti.phk.on


def test_a_key_with_another_notice_is_refused(known: Control, siti: Story) -> None:
    bpjs_client().notify_phk(notice(siti), "N-1")

    with pytest.raises(PartnerRefused) as raised:
        bpjs_client().notify_phk(replace(notice(siti), reason="c"), "N-1")

    assert raised.value.code == "key_reused"
    assert len(known.outbox()["phk_notices"]) == 1


def test_a_verification_is_handed_over_once_with_all_its_reasons(known: Control, siti: Story) -> None:
    first = bpjs_client().hand_over_verification("JKP-2026-0000001", hand_over(siti), "V-1")
    again = bpjs_client().hand_over_verification("JKP-2026-0000001", hand_over(siti), "V-1")

    assert first.receipt_no == again.receipt_no
    (taken,) = known.outbox()["verifications"]
    assert taken["doc"]["claim_no"] == "JKP-2026-0000001"
    assert taken["doc"]["conditions"][1] == {"code": "ELG-13", "met": None, "law": "-"}
    with pytest.raises(PartnerRefused, match="key_reused"):
        bpjs_client().hand_over_verification("JKP-2026-0000002", hand_over(siti), "V-1")


def bill(told: Story, *prices: int, total: int | None = None) -> TrainingBill:
    people = tuple(BilledPerson(n, told.person.nik, price, "presensi") for n, price in enumerate(prices, 1))
    asked = sum(prices) if total is None else total
    invoice = BilledInvoice("TG-2026-0001", "3372000001", "LPK Contoh", "Operator jahit", sum(prices), people)
    return TrainingBill("PLT-2026-0000001", TODAY, asked, "ab" * 32, (invoice,))


def test_a_training_bill_is_taken_once_with_all_its_people(known: Control, siti: Story) -> None:
    first = bpjs_client().bill_training(bill(siti, 1_850_000, 2_000_000), "PLT-2026-0000001")
    again = bpjs_client().bill_training(bill(siti, 1_850_000, 2_000_000), "PLT-2026-0000001")

    assert first == again
    (taken,) = known.outbox()["training_bills"]
    assert (taken["doc"]["total"], len(taken["doc"]["invoices"][0]["people"])) == (3_850_000, 2)
    with pytest.raises(PartnerRefused, match="key_reused"):
        bpjs_client().bill_training(bill(siti, 1_850_000), "PLT-2026-0000001")


def test_a_bill_that_does_not_add_up_is_not_taken(known: Control, siti: Story) -> None:
    with pytest.raises(PartnerRefused, match="sum_differs"):
        bpjs_client().bill_training(bill(siti, 1_850_000, total=1), "PLT-2026-0000002")

    assert known.outbox()["training_bills"] == []
