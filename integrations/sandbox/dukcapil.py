"""The civil registry of the sandbox."""

from integrations.sandbox.partner import Call, Operation, Reply, folded

UNKNOWN = {"nik": "no", "full_name": "unknown", "mother_name": "unknown", "born_on": "unknown"}


def verify(call: Call) -> Reply:
    person = call.store.person(call.text("nik"))
    nothing = {"sex": None, "born_on": None, "region_code": "", "died_on": None, "as_of": call.store.stamp()}
    if person is None or not person.get("in_dukcapil", True):
        return Reply({"match": UNKNOWN, **nothing})
    call.store.note_identity_asked(person["nik"])
    born_on = call.body.get("born_on")
    match = {
        "nik": "yes",
        "full_name": _same(folded(call.text("full_name")), folded(person["full_name"])),
        "mother_name": _same(folded(call.text("mother_name")), folded(person["mother_name"])),
        "born_on": "unknown" if born_on is None else _same(born_on, person["born_on"]),
    }
    if match["full_name"] != "yes" or match["mother_name"] != "yes":
        return Reply({"match": match, **nothing})
    facts = {name: person.get(name) for name in ("sex", "born_on", "region_code", "died_on")}
    return Reply({"match": match, **nothing, **facts})


def vital_status(call: Call) -> Reply:
    person = call.store.person(call.text("nik"))
    known = person is not None and person.get("in_dukcapil", True)
    died_on = person.get("died_on") if person and known else None
    return Reply({"known": known, "died_on": died_on, "as_of": call.store.stamp()})


def _same(one: object, other: object) -> str:
    return "yes" if one == other else "no"


OPERATIONS = (
    Operation("verify_identity", "POST", "/v1/identity/verify", verify),
    Operation("vital_status", "POST", "/v1/identity/vital-status", vital_status),
)
