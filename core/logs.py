"""Structured logs with a correlation id, and no identity in them."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_LONG_DIGITS = re.compile(r"\d{9,}")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


def current_request_id() -> str:
    return _request_id.get()


def set_request_id(value: str) -> None:
    _request_id.set(value)


def masked(text: str) -> str:
    """Every run of nine digits or more (NIK, account, phone) cut to its last four; the id of a row stays whole."""
    if _UUID.fullmatch(text):
        return text
    return _LONG_DIGITS.sub(lambda m: "•" * 4 + m.group()[-4:], text)


class MaskIdentities(logging.Filter):
    """Masks the message, before any handler formats it."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if masked(text) != text:
            record.msg, record.args = masked(text), ()
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": current_request_id(),
        }
        entry.update({k: masked(str(v)) for k, v in record.__dict__.items() if k not in _STANDARD and k != "request"})
        if record.exc_info:
            entry["exception"] = _LONG_DIGITS.sub("••••", self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)
