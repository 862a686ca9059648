"""`python -m rules decide` answers questions line by line; `python -m rules table --on 2026-03-01` prints the law."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date

from rules.errors import InvalidFacts, RulesError
from rules.questions import answer, identity_of
from rules.table import render


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0, or 1 when a line could not be read."""
    options = _parser().parse_args(arguments)
    if options.command == "table":
        sys.stdout.write(render(options.on))
        return 0
    return _decide(sys.stdin.buffer)


def _decide(lines: Iterable[bytes]) -> int:
    status = 0
    for reply in replies(lines):
        status = 1 if "error" in reply else status
        sys.stdout.write(json.dumps(reply) + "\n")
    return status


def replies(lines: Iterable[bytes]) -> Iterator[dict[str, object]]:
    """One answer or error for each line, in the same order."""
    for line in lines:
        identity = None
        try:
            question, repeated = _read(line)
            identity = identity_of(question)
            if repeated:
                raise InvalidFacts("The key is given twice", repeated[0])
            yield answer(question)
        except RulesError as error:
            yield {"id": identity, "error": {"code": "invalid_facts", "message": error.message, "path": error.path}}


def _read(line: bytes) -> tuple[dict[str, object], list[str]]:
    """The object of a line and the keys it gives twice, wherever they stand."""
    repeated: list[str] = []

    def as_dict(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in found if keys.count(key) > 1)
        return found

    try:
        question = json.loads(line.decode("utf-8"), object_pairs_hook=as_dict)
    except (ValueError, RecursionError):
        raise InvalidFacts("The line is not JSON") from None
    if not isinstance(question, dict):
        raise InvalidFacts("The line is not a JSON object")
    return question, repeated


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rules", description="The law of JKP as a command.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("decide", help="read one JSON question a line, write one JSON answer a line")
    table = commands.add_parser("table", help="print the parameters in force on a day")
    table.add_argument("--on", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD", help="the day")
    return parser


if __name__ == "__main__":
    sys.exit(main())
