"""The SMS gateway of the sandbox: keeps what was sent and shows it."""

import re

from integrations.sandbox.partner import Call, Operation, Refusal, Reply

PHONE = re.compile(r"\+62\d{8,12}\Z", re.ASCII)


def send(call: Call) -> Reply:
    key, to, text, digest = call.needed_key(), call.text("to"), call.text("text"), call.digest()
    earlier = call.store.row("SELECT id, digest FROM messages WHERE channel = 'sms' AND key = ?", key)
    if earlier is not None:
        if earlier["digest"] != digest:
            raise Refusal(409, "key_reused")
        return Reply({"message_id": f"SMS-{earlier['id']:08d}"})
    if not PHONE.match(to):
        raise Refusal(422, "invalid_number")
    if to in call.store.note("blocked_numbers", []):
        raise Refusal(422, "blocked_number")
    cursor = call.store.db.execute(
        "INSERT INTO messages (channel, key, digest, recipient, subject, text, html, at)"
        " VALUES ('sms', ?, ?, ?, '', ?, '', ?)",
        (key, digest, to, text, call.store.stamp()),
    )
    return Reply({"message_id": f"SMS-{cursor.lastrowid:08d}"}, 201)


OPERATIONS = (Operation("send", "POST", "/v1/messages", send),)
