"""One decision with all its reasons against OpenFisca-core on the same case, in the same process and run.

Both start from parsed JSON and end with the thirteen conditions, the outcome, the wage base and six amounts. The goal
is a hundredth of OpenFisca's time. Before anything is timed, both must give the same answers on a set of cases. The
text of the question is parsed outside the comparison, for both; what it adds for us is shown.
"""

import copy
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from benchmarks import openfisca_peer as peer
from benchmarks.lib import Figure, interleaved_medians, main
from rules import eligibility, facts_json
from rules.calendar import SHIPPED
from rules.decision import Decision, Outcome

A_HUNDREDTH = 1 / 100
CALLS = 200


def run() -> list[Figure]:
    """Check the answers, then time both in turns."""
    system = peer.system()
    different = sum(_differs(system, case) for case in cases())
    case = next(cases())
    situation, text = peer.situation(case), json.dumps(case)
    month = case["phk"]["on"][:7]
    facts = facts_json.eligibility_facts(case)

    theirs, from_text, from_json, decided = interleaved_medians(
        [
            lambda: peer.decide(system, situation, month),
            lambda: _repeat(lambda: eligibility.decide(facts_json.eligibility_facts(json.loads(text)), SHIPPED)),
            lambda: _repeat(lambda: eligibility.decide(facts_json.eligibility_facts(case), SHIPPED)),
            lambda: _repeat(lambda: eligibility.decide(facts, SHIPPED)),
        ],
        rounds=25,
        warm_up=3,
    )
    from_text, from_json, decided = from_text / CALLS, from_json / CALLS, decided / CALLS
    return [
        Figure("cases answered differently from OpenFisca", different, "", limit=0, goal=0),
        Figure("OpenFisca-core, one case from JSON", theirs * 1000, "ms"),
        Figure("rules, one case from JSON with reasons", from_json * 1e6, "µs"),
        Figure("rules, the same with the text to parse", from_text * 1e6, "µs"),
        Figure("rules, the decision alone with reasons", decided * 1e6, "µs"),
        Figure("from JSON / OpenFisca from JSON", from_json / theirs, "x", limit=A_HUNDREDTH, goal=A_HUNDREDTH),
        Figure("decision / OpenFisca from JSON", decided / theirs, "x", limit=A_HUNDREDTH, goal=A_HUNDREDTH / 2),
        Figure("decisions per second from JSON", 1 / from_json, "/s"),
        Figure("decisions per second from facts", 1 / decided, "/s"),
    ]


def _repeat(work: Callable[[], Decision]) -> None:
    for _call in range(CALLS):
        work()


def cases() -> Iterator[dict[str, Any]]:
    """A person with 24 paid months, and variations that fail one condition each, under both regimes."""
    for decided_on, phk_on in (("2026-03-04", "2026-02-10"), ("2024-12-18", "2024-11-20")):
        base = _case(decided_on, phk_on)
        yield base
        for path, value in (
            ("participant.citizen", False),
            ("participant.willing_to_work", False),
            ("participant.employed_elsewhere", True),
            ("participant.reemployed_on", base["filed_on"]),
            ("participant.died_on", base["filed_on"]),
            ("participant.jkn", "pbi"),
            ("participant.programmes", ["JKK", "JKM", "JHT"]),
            ("phk.reason", "i"),
            ("phk.proof", "pb_tanda_terima"),
            ("phk.disputed", True),
            ("phk.contract", "PKWTT"),
            ("phk.contract_ends_on", phk_on),
        ):
            changed = copy.deepcopy(base)
            *parents, key = path.split(".")
            place = changed
            for parent in parents:
                place = place[parent]
            place[key] = value
            yield changed
        for step in (2, 3):
            thinned = copy.deepcopy(base)
            for row in thinned["contributions"][::step]:
                row["paid_on"] = None
            yield thinned


def _case(decided_on: str, phk_on: str) -> dict[str, Any]:
    last = int(phk_on[:4]) * 12 + int(phk_on[5:7]) - 1
    names = [f"{month // 12}-{month % 12 + 1:02d}" for month in range(last - 23, last + 2)]
    rows = [
        {"month": name, "employer": "E1", "wage": 4_000_000 + 50_000 * number, "paid_on": f"{following}-10",
         "reported_on": f"{name}-05"}
        for number, (name, following) in enumerate(pairwise(names))
    ]  # fmt: skip
    return {
        "id": "case",
        "question": "eligibility",
        "filed_on": decided_on[:8] + "02",
        "decided_on": decided_on,
        "participant": {
            "citizen": True, "born_on": "1990-01-31", "registered_on": "2019-05-01", "scale": "menengah",
            "programmes": ["JKK", "JKM", "JHT", "JP"], "jkn": "ppu", "willing_to_work": True,
            "employed_elsewhere": False, "reemployed_on": None, "died_on": None,
        },
        "phk": {
            "on": phk_on, "reason": "b", "contract": "PKWT", "contract_ends_on": "2027-12-31",
            "proof": "tanda_terima", "disputed": False,
        },
        "contributions": rows,
        "previous_benefits": [],
    }  # fmt: skip


def _differs(system: Any, case: dict[str, Any]) -> bool:
    ours = eligibility.decide(facts_json.eligibility_facts(case), SHIPPED)
    theirs = peer.decide(system, peer.situation(case), case["phk"]["on"][:7])
    eligible = ours.outcome is Outcome.ELIGIBLE
    mine = {
        **{reason.code.lower().replace("-", "_"): bool(reason.met) for reason in ours.reasons},
        "eligible": eligible,
        "wage_base": ours.wage_base or 0,
        **{f"amount_{n}": ours.months[n - 1].amount if eligible else 0 for n in range(1, 7)},
    }
    return any(mine[name] != theirs[name] for name in mine)


if __name__ == "__main__":
    main("rules", run)
