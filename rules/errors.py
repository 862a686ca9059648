"""What the rules refuse to guess about. Each error names the place in the facts (`path`) that caused it."""


class RulesError(ValueError):
    """The question cannot be answered as asked. `path` points into the facts, "" when the whole is meant."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path


class InvalidFacts(RulesError):
    """A fact has the wrong type or form, or a key is unknown."""


class ParameterNotInForce(RulesError):
    """The law had no such number on that day."""


class CalendarNotLoaded(RulesError):
    """The working-day calendar does not hold that year: an error, never a guess (POL-23)."""


class DateOutOfRange(RulesError):
    """A deadline falls outside the years that can be written as a date."""
