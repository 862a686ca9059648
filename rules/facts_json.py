"""Facts from JSON and back, exactly as the decision contract writes them (docs/law/README.md).

Unknown keys are an error, a key that is absent or null is an unknown fact. Every error is an InvalidFacts that names
the path, as in `contributions[3].paid_on`.
"""

from collections.abc import Mapping
from datetime import date
from operator import itemgetter
from typing import Final

from rules.arrears import ArrearsFacts
from rules.calendar import Calendar, month_name
from rules.errors import InvalidFacts
from rules.facts import (
    Contract,
    Contribution,
    EligibilityFacts,
    Jkn,
    JobSearchItem,
    MonthFacts,
    Participant,
    Phk,
    PhkReason,
    Programme,
    Proof,
    Scale,
    Training,
)
from rules.values import (
    DAYS,
    MONTHS,
    choice,
    choice_of,
    choices_of,
    count,
    day,
    decimal,
    each,
    flag,
    integer,
    iso,
    known_keys,
    month,
    optional_object,
    required,
    required_object,
    rows,
    share,
    text,
)

# Keys that belong to the question around the facts, not to the facts.
ENVELOPE: Final = frozenset({"id", "question", "holidays"})

_LAST_MONTH: Final = 6

_ELIGIBILITY: Final = ENVELOPE | {
    "filed_on", "decided_on", "participant", "phk", "contributions", "previous_benefits",
}  # fmt: skip
_PARTICIPANT: Final = frozenset(Participant.__slots__)
_PHK: Final = frozenset(Phk.__slots__)
_CONTRIBUTION: Final = frozenset(Contribution._fields)
_FIELDS: Final = itemgetter(*Contribution._fields)
_ROW_KEYS: Final = len(_CONTRIBUTION)
_PREVIOUS: Final = frozenset({"phk_on"})
_MONTH_FACTS: Final = ENVELOPE | frozenset(MonthFacts.__slots__)
_ITEM: Final = frozenset(JobSearchItem._fields)
_TRAINING: Final = frozenset(Training.__slots__)
_ARREARS: Final = ENVELOPE | frozenset(ArrearsFacts.__slots__)

_SCALES: Final = choices_of(Scale)
_JKN: Final = choices_of(Jkn)
_REASONS: Final = choices_of(PhkReason)
_CONTRACTS: Final = choices_of(Contract)
_PROOFS: Final = choices_of(Proof)
_PROGRAMMES: Final = choices_of(Programme)


# --- Eligibility -------------------------------------------------------------------------------------------------


def eligibility_facts(data: Mapping[str, object]) -> EligibilityFacts:
    """Facts of `"question": "eligibility"`. Raises InvalidFacts."""
    known_keys(data, _ELIGIBILITY, "")
    return EligibilityFacts(
        filed_on=day(data.get("filed_on"), "filed_on"),
        decided_on=day(data.get("decided_on"), "decided_on"),
        participant=_participant(data.get("participant")),
        phk=_phk(data.get("phk")),
        contributions=_contributions(data.get("contributions")),
        previous_benefits=rows(data.get("previous_benefits"), "previous_benefits", _previous_benefit),
    )


def _participant(value: object) -> Participant:
    data = optional_object(value, _PARTICIPANT, "participant")
    if data is None:
        return Participant()
    return Participant(
        citizen=flag(data.get("citizen"), "participant.citizen"),
        born_on=day(data.get("born_on"), "participant.born_on"),
        registered_on=day(data.get("registered_on"), "participant.registered_on"),
        scale=choice(data.get("scale"), _SCALES, "participant.scale"),
        programmes=_programmes(data.get("programmes")),
        jkn=choice(data.get("jkn"), _JKN, "participant.jkn"),
        willing_to_work=flag(data.get("willing_to_work"), "participant.willing_to_work"),
        employed_elsewhere=flag(data.get("employed_elsewhere"), "participant.employed_elsewhere"),
        reemployed_on=day(data.get("reemployed_on"), "participant.reemployed_on"),
        died_on=day(data.get("died_on"), "participant.died_on"),
    )


def _phk(value: object) -> Phk:
    data = optional_object(value, _PHK, "phk")
    if data is None:
        return Phk()
    return Phk(
        on=day(data.get("on"), "phk.on"),
        reason=choice(data.get("reason"), _REASONS, "phk.reason"),
        contract=choice(data.get("contract"), _CONTRACTS, "phk.contract"),
        contract_ends_on=day(data.get("contract_ends_on"), "phk.contract_ends_on"),
        proof=choice(data.get("proof"), _PROOFS, "phk.proof"),
        disputed=flag(data.get("disputed"), "phk.disputed"),
    )


def _contributions(value: object) -> tuple[Contribution, ...] | None:
    """Complete rows the quick way; as soon as one is not, all of them the way that names the path of an error."""
    if isinstance(value, list):
        try:
            return tuple([_complete_contribution(row) for row in value])
        except (KeyError, TypeError, ValueError):
            pass
    return rows(value, "contributions", _contribution)


def _complete_contribution(row: dict[str, object]) -> Contribution:
    month, employer, wage, paid_on, reported_on = _FIELDS(row)
    if type(wage) is not int or type(employer) is not str or len(row) != _ROW_KEYS:
        raise ValueError(row)
    paid = None if paid_on is None else DAYS[paid_on]
    # A named tuple's own constructor takes twice as long, and there are 24 rows in a decision.
    return tuple.__new__(Contribution, (MONTHS[month], employer, wage, paid, DAYS[reported_on]))


def _contribution(row: object, path: str) -> Contribution:
    data = required_object(row, _CONTRIBUTION, path)
    wage, reported_on = integer(data.get("wage"), f"{path}.wage"), day(data.get("reported_on"), f"{path}.reported_on")
    if wage is not None and reported_on is None:
        raise InvalidFacts("A reported wage needs the day of the report", f"{path}.reported_on")
    return Contribution(
        month(data.get("month"), f"{path}.month"),
        text(data.get("employer"), f"{path}.employer"),
        wage,
        day(data.get("paid_on"), f"{path}.paid_on"),
        reported_on,
    )


def _previous_benefit(row: object, path: str) -> date | None:
    return day(required_object(row, _PREVIOUS, path).get("phk_on"), f"{path}.phk_on")


def _programmes(value: object) -> frozenset[Programme] | None:
    found = rows(value, "participant.programmes", lambda item, path: choice_of(item, _PROGRAMMES, path))
    return None if found is None else frozenset(found)


def eligibility_to_json(facts: EligibilityFacts) -> dict[str, object]:
    """The facts as JSON can hold them; `eligibility_facts` reads them back."""
    person, phk = facts.participant, facts.phk
    return {
        "filed_on": iso(facts.filed_on),
        "decided_on": iso(facts.decided_on),
        "participant": {
            "citizen": person.citizen,
            "born_on": iso(person.born_on),
            "registered_on": iso(person.registered_on),
            "scale": person.scale,
            "programmes": None if person.programmes is None else sorted(person.programmes),
            "jkn": person.jkn,
            "willing_to_work": person.willing_to_work,
            "employed_elsewhere": person.employed_elsewhere,
            "reemployed_on": iso(person.reemployed_on),
            "died_on": iso(person.died_on),
        },
        "phk": {
            "on": iso(phk.on),
            "reason": phk.reason,
            "contract": phk.contract,
            "contract_ends_on": iso(phk.contract_ends_on),
            "proof": phk.proof,
            "disputed": phk.disputed,
        },
        "contributions": each(facts.contributions, _contribution_to_json),
        "previous_benefits": each(facts.previous_benefits, lambda phk_on: {"phk_on": iso(phk_on)}),
    }


def _contribution_to_json(row: Contribution) -> dict[str, object]:
    return {
        "month": month_name(row.month),
        "employer": row.employer,
        "wage": row.wage,
        "paid_on": iso(row.paid_on),
        "reported_on": iso(row.reported_on),
    }


# --- One month, arrears ------------------------------------------------------------------------------------------


def month_facts(data: Mapping[str, object]) -> MonthFacts:
    """Facts of `"question": "month"`; `n` is part of the question and needed. Raises InvalidFacts."""
    known_keys(data, _MONTH_FACTS, "")
    n = integer(data.get("n"), "n")
    if n is None or not 1 <= n <= _LAST_MONTH:
        raise InvalidFacts("The month is a number from 1 to 6", "n")
    training = optional_object(data.get("training"), _TRAINING, "training")
    return MonthFacts(
        n=n,
        reference_date=day(data.get("reference_date"), "reference_date"),
        filed_on=day(data.get("filed_on"), "filed_on"),
        granted_on=day(data.get("granted_on"), "granted_on"),
        wage_base=integer(data.get("wage_base"), "wage_base"),
        applications=rows(data.get("applications"), "applications", _item),
        interviews=rows(data.get("interviews"), "interviews", _item),
        training=None if training is None else Training(share(training.get("attendance"), "training.attendance")),
        self_assessed=flag(data.get("self_assessed"), "self_assessed"),
        status_form=flag(data.get("status_form"), "status_form"),
        reemployed_on=day(data.get("reemployed_on"), "reemployed_on"),
        died_on=day(data.get("died_on"), "died_on"),
        outage_days=count(data.get("outage_days"), "outage_days"),
    )


def _item(row: object, path: str) -> JobSearchItem:
    data = required_object(row, _ITEM, path)
    return JobSearchItem(
        text(data.get("company"), f"{path}.company"),
        day(data.get("on"), f"{path}.on"),
        flag(data.get("used"), f"{path}.used"),
    )


def month_to_json(facts: MonthFacts) -> dict[str, object]:
    """The facts as JSON can hold them; `month_facts` reads them back."""
    training = facts.training
    return {
        "n": facts.n,
        "reference_date": iso(facts.reference_date),
        "filed_on": iso(facts.filed_on),
        "granted_on": iso(facts.granted_on),
        "wage_base": facts.wage_base,
        "applications": each(facts.applications, _item_to_json),
        "interviews": each(facts.interviews, _item_to_json),
        "training": None if training is None else {"attendance": decimal(training.attendance)},
        "self_assessed": facts.self_assessed,
        "status_form": facts.status_form,
        "reemployed_on": iso(facts.reemployed_on),
        "died_on": iso(facts.died_on),
        "outage_days": facts.outage_days,
    }


def _item_to_json(item: JobSearchItem) -> dict[str, object]:
    return {"company": item.company, "on": iso(item.on), "used": item.used}


def arrears_facts(data: Mapping[str, object]) -> ArrearsFacts:
    """Facts of `"question": "arrears"`; `phk_on` is needed to know the regime. Raises InvalidFacts."""
    known_keys(data, _ARREARS, "")
    return ArrearsFacts(
        phk_on=required(day(data.get("phk_on"), "phk_on"), "phk_on"),
        consecutive_unpaid=count(data.get("consecutive_unpaid"), "consecutive_unpaid"),
        total_unpaid=count(data.get("total_unpaid"), "total_unpaid"),
        bankrupt_or_closed=flag(data.get("bankrupt_or_closed"), "bankrupt_or_closed"),
    )


def calendar_of(data: Mapping[str, object], shipped: Calendar) -> Calendar:
    """The calendar of a question: its own holidays when it gives them, otherwise the shipped one."""
    given = rows(data.get("holidays"), "holidays", lambda item, path: required(day(item, path), path))
    return shipped if given is None else Calendar(given)
