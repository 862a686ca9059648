"""What all answering partners share: shape of a call, a reply and a no."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from integrations.sandbox.faults import Faults
from integrations.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a handler sees it."""

    store: Store
    faults: Faults
    body: Mapping[str, object]
    key: str
    path: Mapping[str, str]
    settle_seconds: float

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if not isinstance(value, str):
            raise Refusal(422, "invalid_request")
        return value

    def digest(self) -> str:
        return hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()

    def needed_key(self) -> str:
        if not self.key or len(self.key) > 80:
            raise Refusal(422, "invalid_request")
        return self.key


@dataclass(frozen=True, slots=True)
class Reply:
    content: object
    status: int = 200
    media_type: str = "application/json"

    def encoded(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


class Refusal(Exception):
    """A no with its status and code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def error(status: int, code: str) -> Reply:
    return Reply({"error": {"code": code}}, status)


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    answer: Callable[[Call], Reply]


def folded(name: str) -> str:
    """A name as registries compare it: no case, no punctuation, single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
