"""The mail server of the sandbox: takes everything, delivers nothing, shows it on the page."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from integrations.sandbox.faults import Faults
from integrations.sandbox.store import Store

SIZE_LIMIT = 2_000_000


class Inbox:
    """The handler aiosmtpd calls; its method names are the protocol's."""

    def __init__(self, store: Store, faults: Faults) -> None:
        self._store = store
        self._faults = faults

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        plan = self._faults.plan("mail", "send")
        if plan.down:
            return "421 4.3.2 Service not available"
        await asyncio.sleep(plan.slow)
        if plan.fails:
            return "451 4.3.0 Try again later"
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self._keep(message, recipient)
        await asyncio.sleep(plan.lingers)
        return "451 4.3.0 Try again later" if plan.fails_after else "250 2.0.0 OK"

    def _keep(self, message: EmailMessage, recipient: str) -> None:
        self._store.db.execute(
            "INSERT INTO messages (channel, key, digest, recipient, subject, text, html, at)"
            " VALUES ('email', ?, '', ?, ?, ?, ?, ?)",
            (
                *(str(message.get("Message-ID", "")), recipient, str(message.get("Subject", ""))),
                *(_part(message, "plain"), _part(message, "html"), self._store.stamp()),
            ),
        )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return body.get_content() if body is not None else ""


def protocol(store: Store, faults: Faults) -> SMTP:
    """Return the protocol of one connection."""
    return SMTP(Inbox(store, faults), data_size_limit=SIZE_LIMIT, hostname="sandbox", ident="JKP sandbox")
