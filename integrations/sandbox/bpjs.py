"""BPJS Ketenagakerjaan of the sandbox."""

import json

from integrations.sandbox.partner import Call, Operation, Refusal, Reply, folded

LEGAL_FORMS = frozenset({"pt", "cv", "ud", "tbk", "persero"})
NEVER_REGISTERED = {"known": False, "citizen": None, "born_on": None, "registered_on": None, "jkn": None}


def membership(call: Call) -> Reply:
    person = call.store.person(call.text("nik"))
    as_of = call.store.stamp()
    if person is None or not person["bpjs"]:
        return Reply({**NEVER_REGISTERED, "memberships": [], "as_of": as_of})
    held = person["bpjs"]
    rows = []
    for row in held["memberships"]:
        employer = call.store.employer(row["npp"]) or {}
        rows.append({"employer_name": employer.get("name", row["npp"]), "scale": employer.get("scale"), **row})
    return Reply(
        {
            "known": True,
            "citizen": held["citizen"],
            "born_on": person["born_on"],
            "registered_on": held["registered_on"],
            "jkn": held["jkn"],
            "memberships": rows,
            "as_of": as_of,
        }
    )


def contributions(call: Call) -> Reply:
    first, last = call.text("from"), call.text("to")
    rows = _held(call, "contributions")
    return Reply({"rows": [row for row in rows if first <= row["month"] <= last], "as_of": call.store.stamp()})


def previous_benefits(call: Call) -> Reply:
    return Reply({"benefits": _held(call, "previous_benefits"), "as_of": call.store.stamp()})


def _held(call: Call, name: str) -> list[dict]:
    person = call.store.person(call.text("nik"))
    return person["bpjs"][name] if person and person["bpjs"] else []


def search_employers(call: Call) -> Reply:
    npp, words = call.text("npp"), frozenset(folded(call.text("name")).split()) - LEGAL_FORMS
    limit = call.body.get("limit", 20)
    if npp:
        found = call.store.employer(npp)
        return Reply({"employers": [found] if found else []})
    docs = [json.loads(row["doc"]) for row in call.store.rows("SELECT doc FROM employers")] if words else []
    hits = [doc for doc in docs if all(word in folded(doc["name"]) for word in words)]
    hits.sort(key=lambda doc: (len(doc["name"]), doc["name"]))
    return Reply({"employers": hits[: limit if isinstance(limit, int) else 20]})


def phk_notice(call: Call) -> Reply:
    for name in ("report_no", "full_name", "npp", "phk_on", "reason", "contract", "reported_by"):
        call.text(name)
    person = call.store.person(call.text("nik"))
    if person is None or not person["bpjs"]:
        raise Refusal(404, "unknown_worker")
    reply = _receive(call, "phk_notice", "PHK")
    for row in person["bpjs"]["memberships"]:
        if row["npp"] == call.text("npp") and row["until"] is None:
            row["until"] = call.text("phk_on")
    call.store.keep_person(person)
    return reply


def verification(call: Call) -> Reply:
    for name in ("claim_no", "nik", "full_name", "npp", "phk_on", "filed_on", "regime"):
        call.text(name)
    if type(call.body.get("wage_base")) is not int:
        raise Refusal(422, "invalid_request")
    return _receive(call, "verification", "VER")


def training_bill(call: Call) -> Reply:
    """A bill whose sums do not agree with its people is not taken."""
    for name in ("batch_no", "bill_on", "sha256"):
        call.text(name)
    total, invoices = call.body.get("total"), call.body.get("invoices")
    if type(total) is not int or not isinstance(invoices, list) or not invoices:
        raise Refusal(422, "invalid_request")
    if sum(_sum_of(invoice) for invoice in invoices) != total:
        raise Refusal(422, "sum_differs")
    return _receive(call, "training_bill", "TRN")


def _sum_of(invoice: object) -> int:
    """What the people of an invoice cost."""
    try:
        prices = [person["price"] for person in invoice["people"]]  # type: ignore[index]
        said = invoice["total"]  # type: ignore[index]
    except (KeyError, TypeError):
        raise Refusal(422, "invalid_request") from None
    if not prices or not all(type(price) is int and price > 0 for price in prices):
        raise Refusal(422, "invalid_request")
    if sum(prices) != said:
        raise Refusal(422, "sum_differs")
    return sum(prices)


def _receive(call: Call, kind: str, prefix: str) -> Reply:
    """Take a document once: the same key gets the same receipt, with other content a no."""
    key, digest = call.needed_key(), call.digest()
    earlier = call.store.row("SELECT * FROM receipts WHERE kind = ? AND key = ?", kind, key)
    if earlier is not None:
        if earlier["digest"] != digest:
            raise Refusal(409, "key_reused")
        return Reply({"receipt_no": earlier["receipt_no"], "received_at": earlier["at"]})
    at = call.store.stamp()
    with call.store.writing() as db:
        number = db.execute("SELECT coalesce(max(id), 0) + 1 FROM receipts").fetchone()[0]
        receipt_no = f"{prefix}-{at[:4]}-{number:06d}"
        db.execute(
            "INSERT INTO receipts (kind, key, digest, doc, receipt_no, at) VALUES (?, ?, ?, ?, ?, ?)",
            (kind, key, digest, json.dumps(call.body), receipt_no, at),
        )
    return Reply({"receipt_no": receipt_no, "received_at": at}, 201)


OPERATIONS = (
    Operation("membership", "POST", "/v1/membership", membership),
    Operation("contributions", "POST", "/v1/contributions", contributions),
    Operation("previous_benefits", "POST", "/v1/previous-benefits", previous_benefits),
    Operation("search_employers", "POST", "/v1/employers/search", search_employers),
    Operation("notify_phk", "POST", "/v1/phk-notices", phk_notice),
    Operation("hand_over", "POST", "/v1/verifications", verification),
    Operation("bill_training", "POST", "/v1/training-bills", training_bill),
)
