"""What is signed: the whole worksheet as one piece of data, its fingerprint, and the seal over both names."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content, written the same way every time: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of(digest: str, names: Mapping[str, tuple[str, str]]) -> str:
    """SHA-256 over what was signed and by whom: side → (typed name, moment in ISO)."""
    return fingerprint({"content": digest, "signed": {side: list(signed) for side, signed in names.items()}})
