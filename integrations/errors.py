"""What can go wrong at a partner's: one family, so that a caller decides by meaning and not by status code."""


class PartnerError(Exception):
    """Common to all. `partner` is its short name, `reason` a stable word for logs and tests; no personal data."""

    def __init__(self, partner: str, reason: str) -> None:
        super().__init__(f"{partner}: {reason}")
        self.partner = partner
        self.reason = reason


class PartnerUnavailable(PartnerError):
    """Down, slow, overloaded or talking nonsense: nothing was done, the same call may be made later.

    Never a reason to refuse a person. `retry_after` is in seconds when the partner named it.
    """

    def __init__(self, partner: str, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(partner, reason)
        self.retry_after = retry_after


class PartnerRefused(PartnerError):
    """The partner understood and said no; `code` is one of the codes the operation documents."""

    def __init__(self, partner: str, code: str) -> None:
        super().__init__(partner, code)
        self.code = code


class PartnerOutcomeUnknown(PartnerError):
    """The call left us and its answer did not arrive: it may have happened. Ask by `key`, never send again."""

    def __init__(self, partner: str, reason: str, *, key: str) -> None:
        super().__init__(partner, reason)
        self.key = key


class CalledInTransaction(RuntimeError):
    """A programming error: a partner was called while a database transaction was open."""


class CallbackRejected(PartnerError):
    """A message that claims to come from the bank and must not be believed: `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__("bank", reason)


class StatementInvalid(PartnerError):
    """A statement file that is put aside unposted. `line` counts from 1; 0 is the file as a whole."""

    def __init__(self, reason: str, *, line: int = 0, sha256: str = "") -> None:
        super().__init__("bank", reason)
        self.line = line
        self.sha256 = sha256
