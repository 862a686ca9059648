"""The English catalogue: what the sources say in Indonesian, and what of it has an English wording.

    ./jkp messages          bring locale/en/LC_MESSAGES/django.po up to date and compile it

Does what Django's makemessages and compilemessages do, without the gettext programs: Python sources are read as
syntax trees, templates through Django's own `templatize`. Entries are sorted and carry files without line numbers, so
that a moved line is no change.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from devkit.paths import ROOT

PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
NOT_THE_PORTAL = {"tests", "devkit", "benchmarks", "migrations", "sandbox", "node_modules"}

# Function: positions of context, msgid and plural among its arguments.
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {}
for _ending in ("", "_lazy", "_noop"):
    KEYWORDS["gettext" + _ending] = (None, 0, None)
    KEYWORDS["ngettext" + _ending] = (None, 0, 1)
    KEYWORDS["pgettext" + _ending] = (0, 1, None)
    KEYWORDS["npgettext" + _ending] = (0, 1, 2)
KEYWORDS["_"] = KEYWORDS["gettext"]

CALL = re.compile(r"\b(n?p?gettext|_)\(")
LITERAL = re.compile(r"""\s*u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*,?""", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
METADATA = {
    "Project-Id-Version": "JKP",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass
class Message:
    """One text with its plural and the files that say it."""

    plural: str = ""
    files: set[str] = field(default_factory=set)


Key = tuple[str, str]  # context (or ""), msgid


def sources() -> Iterator[Path]:
    """Python files and templates of the portal."""
    tops = [top for top in ROOT.iterdir() if top.is_dir() and not top.name.startswith(".")]
    for path in sorted(path for top in tops for path in top.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if NOT_THE_PORTAL.intersection(parts):
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in parts):
            yield path


def extract() -> dict[Key, Message]:
    """Every text that the sources mark for translation."""
    found: dict[Key, Message] = {}
    for path in sources():
        text = path.read_text()
        calls = in_python(text) if path.suffix == ".py" else in_template(text, str(path))
        for context, msgid, plural in calls:
            message = found.setdefault((context, msgid), Message())
            message.plural = message.plural or plural
            message.files.add(str(path.relative_to(ROOT)))
    return found


def in_python(text: str) -> Iterator[tuple[str, str, str]]:
    """(context, msgid, plural) of each call with constant texts."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in KEYWORDS:
                texts = [part.value if isinstance(part, ast.Constant) else None for part in node.args]
                yield from _pick(name, texts)


def in_template(text: str, origin: str) -> Iterator[tuple[str, str, str]]:
    """The same for a template; Django's tags become function calls, everything else is blanked out."""
    code = templatize(text, origin=origin)
    for call in CALL.finditer(code):
        texts: list[object] = []
        position = call.end()
        while literal := LITERAL.match(code, position):
            texts.append(ast.literal_eval(literal[1].replace("\n", "\\n")))
            position = literal.end()
        yield from _pick(call[1], texts)


def _pick(name: str, texts: list[object]) -> Iterator[tuple[str, str, str]]:
    def at(position: int | None) -> object:
        return "" if position is None else texts[position] if position < len(texts) else None

    context, msgid, plural = (at(position) for position in KEYWORDS[name])
    if isinstance(context, str) and isinstance(msgid, str) and isinstance(plural, str) and msgid:
        yield context, msgid, plural


def load() -> polib.POFile:
    return polib.pofile(str(PO), wrapwidth=110) if PO.exists() else polib.POFile(wrapwidth=110)


def updated(catalogue: polib.POFile, found: dict[Key, Message]) -> polib.POFile:
    """A catalogue with exactly the texts of the sources, keeping every translation that is there."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue if not entry.obsolete}
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = METADATA
    for key, message in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        before = known.get(key)
        entry = polib.POEntry(
            msgctxt=key[0] or None,
            msgid=key[1],
            msgid_plural=message.plural,
            occurrences=[(name, "") for name in sorted(message.files)],
            comment="",
            tcomment=before.tcomment if before else "",
        )
        if message.plural:
            entry.msgstr_plural = before.msgstr_plural if before and before.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = before.msgstr if before else ""
        fresh.append(entry)
    return fresh


def faults() -> list[str]:
    """What is wrong with the committed catalogue: missing, superfluous, untranslated, fuzzy, damaged, not compiled."""
    found, catalogue = extract(), load()
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    wrong = [
        f"missing: {_short(key[1])} ({', '.join(sorted(found[key].files))})" for key in found.keys() - known.keys()
    ]
    wrong += [f"no longer said anywhere: {_short(key[1])}" for key in known.keys() - found.keys()]
    for key in found.keys() & known.keys():
        wrong += _faults_of(known[key], found[key].plural)
    if not wrong and not (MO.exists() and MO.read_bytes() == catalogue.to_binary()):
        wrong.append(f"{MO.name} is not what {PO.name} compiles to")
    return sorted(wrong)


def _faults_of(entry: polib.POEntry, plural: str) -> Iterator[str]:
    originals = [entry.msgid, plural] if plural else [entry.msgid]
    translations = [entry.msgstr_plural.get(0, ""), entry.msgstr_plural.get(1, "")] if plural else [entry.msgstr]
    if entry.fuzzy:
        yield f"fuzzy: {_short(entry.msgid)}"
    if not all(translations):
        yield f"not translated: {_short(entry.msgid)}"
        return
    allowed = set(PLACEHOLDER.findall(" ".join(originals)))
    for translation in translations:
        named = set(PLACEHOLDER.findall(translation))
        if named - allowed or (not plural and named != allowed):
            yield f"placeholders differ: {_short(entry.msgid)}"


def _short(text: str) -> str:
    return repr(text if len(text) < 90 else text[:87] + "…")


def main() -> int:
    PO.parent.mkdir(parents=True, exist_ok=True)
    catalogue = updated(load(), extract())
    catalogue.save(str(PO))
    MO.write_bytes(catalogue.to_binary())
    missing = [entry for entry in catalogue if not entry.translated()]
    print(f"{len(catalogue)} texts, {len(missing)} without English: {PO.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
