"""Each code of the rules and each reason has its words, in both languages, and they hold no blame."""

import re

import pytest
from django.utils import translation

from claims import wording
from claims.check import CONTRACTS, PAID_MONTHS, REASONS, WORKING
from claims.enums import CORRECTION_REASONS, AccountCheck, CorrectionDocument, CorrectionReason
from claims.reasons import REASONS as REFUSALS
from participants.enums import PhkReason, ProofKind
from rules.articles import ARTICLES
from rules.eligibility import CODES, decide
from rules.facts import Jkn
from rules.facts_json import eligibility_facts
from rules.law import Regime

BLAME = re.compile(r"curang|fiktif|bohong|palsu|invalid|pending|error", re.IGNORECASE)
KNOWN = {
    "filed_on": "2026-11-16",
    "decided_on": "2026-11-18",
    "participant": {
        "citizen": True,
        "born_on": "1990-07-01",
        "registered_on": "2019-03-01",
        "scale": "menengah",
        "programmes": ["JHT", "JKK", "JKM", "JP"],
        "jkn": "ppu",
        "willing_to_work": True,
        "employed_elsewhere": False,
    },
    "phk": {
        "on": "2026-11-10",
        "reason": "b",
        "contract": "PKWT",
        "contract_ends_on": "2027-01-31",
        "proof": "tanda_terima",
        "disputed": False,
    },
    "contributions": [
        {"month": f"2026-{n:02d}", "employer": "1", "wage": 4_000_000, "paid_on": f"2026-{n:02d}-28",
         "reported_on": f"2026-{n:02d}-05"}
        for n in range(1, 11)
    ],
    "previous_benefits": [{"phk_on": "2020-12-01"}],
}  # fmt: skip
FAILING = KNOWN | {
    "filed_on": "2027-11-16",
    "participant": KNOWN["participant"]
    | {"citizen": False, "employed_elsewhere": True, "programmes": ["JKK"], "willing_to_work": False,
       "died_on": "2026-12-01"},
    "phk": KNOWN["phk"] | {"reason": "i", "contract_ends_on": "2026-11-10", "proof": "none", "disputed": True},
    "previous_benefits": [{"phk_on": "2022-12-01"}, {"phk_on": "2023-12-01"}, {"phk_on": "2024-12-01"}],
}  # fmt: skip
UNKNOWN = {"filed_on": "2026-11-16", "decided_on": "2026-11-18"}
WORKS_AGAIN = KNOWN | {"participant": KNOWN["participant"] | {"reemployed_on": "2026-11-12"}}
UNDER_R21 = KNOWN | {"filed_on": "2024-12-01", "decided_on": "2024-12-02"}
CASES = {"known": KNOWN, "failing": FAILING, "unknown": UNKNOWN, "again": WORKS_AGAIN, "r21": UNDER_R21}


def reasons(case):
    return decide(eligibility_facts(CASES[case])).to_json()["reasons"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_condition_has_title_sentence_and_help(case, language):
    with translation.override(language):
        for reason in reasons(case):
            sentence = wording.sentence(reason["code"], reason["met"], reason["facts"])
            assert wording.title(reason["code"])
            assert sentence.endswith(".")
            assert "%(" not in sentence
            assert "None" not in sentence
            assert not BLAME.search(sentence)
            assert bool(wording.help_for(reason["code"], reason["met"])) is (reason["met"] is not True)


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_in_english_is_another_one(case):
    for reason in reasons(case):
        said = {}
        for language in ("id", "en"):
            with translation.override(language):
                said[language] = wording.sentence(reason["code"], reason["met"], reason["facts"])
        assert said["id"] != said["en"], reason["code"]


def test_no_code_of_the_rules_is_without_words():
    assert set(wording.TITLES) == set(wording.HELP) == set(CODES)
    assert set(wording.PROOFS) == {str(kind) for kind in ProofKind}
    assert set(wording.JKN) == {str(kind) for kind in Jkn}


def test_the_age_says_what_it_is_compared_with():
    reason = reasons("known")[0]
    sentence = wording.sentence("ELG-01", True, reason["facts"])
    assert sentence == "Umur saat mendaftar 28 tahun. Batasnya sebelum 54 tahun."


def test_months_are_named_with_the_window():
    reason = reasons("known")[4]
    sentence = wording.sentence("ELG-05", reason["met"], reason["facts"])
    assert sentence == "10 bulan dihitung, Desember 2024 sampai November 2026. Dibutuhkan 12 bulan."


def test_an_article_is_cited_without_our_own_policies():
    assert wording.cited("PP 6/2025 Pasal 40 (POL-06)") == "PP 6/2025 Pasal 40"
    assert wording.cited("Permenaker 2/2025 Pasal 9 ayat (3)") == "Permenaker 2/2025 Pasal 9 ayat (3)"


@pytest.mark.parametrize("reason", REFUSALS.values(), ids=REFUSALS)
class TestRefusals:
    def test_each_says_what_why_and_what_next_without_blame(self, reason):
        for text in (reason.title, reason.sentence, reason.next_step):
            assert str(text)
            assert not BLAME.search(str(text))

    def test_each_speaks_english(self, reason):
        for text in (reason.title, reason.sentence, reason.next_step):
            with translation.override("id"):
                indonesian = str(text)
            with translation.override("en"):
                assert str(text) != indonesian

    @pytest.mark.parametrize("regime", list(Regime))
    def test_each_cites_an_article_under_both_regimes(self, reason, regime):
        assert reason.article in ARTICLES[regime]

    def test_its_condition_is_one_of_the_rules(self, reason):
        assert reason.condition in {"", *CODES}


def test_every_condition_but_the_unfailing_has_a_refusal():
    """Each condition that can be known to fail can be named by an officer."""
    assert {r.condition for r in REFUSALS.values() if r.condition} == set(CODES)


def test_each_document_has_its_reasons_and_each_reason_a_document():
    assert set(CORRECTION_REASONS) == set(CorrectionDocument)
    assert {reason for reasons in CORRECTION_REASONS.values() for reason in reasons} == set(CorrectionReason)


@pytest.mark.parametrize("choices", [REASONS, CONTRACTS, PAID_MONTHS, WORKING, AccountCheck.choices, PhkReason.choices])
def test_every_choice_has_its_english(choices):
    for _value, label in choices:
        with translation.override("id"):
            indonesian = str(label)
        with translation.override("en"):
            assert str(label) != indonesian
