"""The SMS gateway. Contract: docs/partners.md#sms."""

import re

from integrations.transport import Patience, Request, Transport
from integrations.wire import Fields

SMS_LIMIT = 160
_PHONE = re.compile(r"\+62[0-9]{8,12}\Z", re.ASCII)
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM7_EXTENDED = frozenset("^{}\\[~]|€\f")
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


class NotSendable(ValueError):
    """A programming error: the text is too long or holds characters a cheap phone cannot show."""


def plain_signs(text: str) -> str:
    """Typeset quotes, dashes, dots and spaces as a cheap phone writes them; every other character stays."""
    return text.translate(_PLAIN)


def gsm7_length(text: str) -> int:
    """Return the length in GSM-7 units (some signs take two). Raises NotSendable for other characters."""
    foreign = sorted(set(text) - _GSM7 - _GSM7_EXTENDED)
    if foreign:
        raise NotSendable(f"not in GSM-7: {', '.join(f'U+{ord(sign):04X}' for sign in foreign)}")
    return sum(2 if sign in _GSM7_EXTENDED else 1 for sign in text)


class SmsClient:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def send(self, key: str, to: str, text: str) -> str:
        """Hand over one message and return the gateway's id. The same key sends once, so it may be tried again.

        `to` is +62…; `text` at most 160 GSM-7 units. Raises NotSendable, PartnerUnavailable, and PartnerRefused with
        `invalid_number`, `blocked_number` or `key_reused`.
        """
        length = gsm7_length(text)
        if not 0 < length <= SMS_LIMIT:
            raise NotSendable(f"{length} of {SMS_LIMIT} GSM-7 units")
        if not _PHONE.match(to):
            raise NotSendable("not an Indonesian number in international form")
        return self._transport.ask(
            Request(
                "send",
                "POST",
                "/v1/messages",
                body={"to": to, "text": text},
                key=key,
                refusals=frozenset({"invalid_number", "blocked_number", "key_reused"}),
            ),
            _read_id,
        )


def sms_client(*, patience: Patience | None = None) -> SmsClient:
    """Return the client of the configured gateway."""
    return SmsClient(Transport("sms", patience=patience))


def _read_id(fields: Fields) -> str:
    return fields.filled("message_id")
