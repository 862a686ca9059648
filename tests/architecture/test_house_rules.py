"""The house rules that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from claims import reasons, wording
from core import jobs
from jkp_portal.celery import app as celery_app
from rules import eligibility

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
APPS = (
    "accounts", "claims", "compliance", "core", "counseling", "files", "ipk", "jkp_portal", "notices", "participants",
    "payments", "reports", "training",
)  # fmt: skip
PACKAGES = (*APPS, "integrations", "rules")
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 400, 800, 40

# Files and functions over the budget, each with its reason.
LONG_FILES = {
    "rules/holiday_rows.py": "one row a day of rest, generated",
    "rules/parameters.py": "every number of the law on one page",
}
LONG_FUNCTIONS = {"jkp_portal/patterns.py:sample_lists": "one example of every list on the pattern page, no logic"}
# Who may do what others may not, each with its reason.
WRITES_STATE = {
    "core/workflow.py": "it is the workflow",
    "core/jobs.py": "a job's life is no business state: no person moves it and nobody reads its history",
}
READS_TIME = {"core/clock.py": "it is the clock"}
THE_SANDBOX = "integrations/sandbox/"  # other people's systems, which keep their own state and their own clock
# Rendered by name by another package, or by Django itself.
RENDERED_BY_OTHERS = ("400.html", "403.html", "404.html", "500.html", "admin/", "django/")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sources(*packages: str) -> Iterator[Path]:
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def lines_matching(pattern: str, allowed: dict[str, str]) -> list[str]:
    """Places in the portal's code, apart from the allowed files and the sandbox."""
    wanted = re.compile(pattern)
    return [
        f"{relative(path)}:{number}"
        for path in sources(*PACKAGES)
        if relative(path) not in allowed and not relative(path).startswith(THE_SANDBOX)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if wanted.search(line)
    ]


def test_a_file_is_short_enough_to_read() -> None:
    lengths = {relative(path): len(path.read_text().splitlines()) for path in sources(*PACKAGES)}
    assert len(lengths) > 200
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE and name not in LONG_FILES} == {}


def test_a_test_file_is_short_enough_to_read() -> None:
    lengths = {relative(path): len(path.read_text().splitlines()) for path in sources("tests", "devkit", "benchmarks")}
    assert {name: n for name, n in lengths.items() if n > LONGEST_TEST_FILE} == {}


def test_a_function_fits_on_a_screen() -> None:
    """Counted without signature and docstring: keyword-only arguments, one a line, are no length to read."""
    lengths = {
        f"{relative(path)}:{node.name}": length_of(node)
        for path in sources(*PACKAGES, "devkit")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(lengths) > 1000
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION and name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(lengths)


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("name", [*LONG_FILES, *WRITES_STATE, *READS_TIME])
def test_an_exception_from_a_rule_is_still_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_state_is_written_only_by_the_workflow() -> None:
    asks = r"^(?!\s*(?:JOIN|WHERE|AND|OR)\b)"  # a condition of a statement compares
    assert lines_matching(asks + r".*(?:\.state\s*=(?!=)|update\([^)]*\bstate\s*=)", WRITES_STATE) == []


def test_only_the_clock_reads_the_time() -> None:
    assert lines_matching(r"timezone\.now\(|date\.today\(|datetime\.now\(|datetime\.utcnow\(", READS_TIME) == []


def test_there_are_no_signals() -> None:
    assert lines_matching(r"django\.dispatch|models\.signals", {}) == []


def test_nothing_is_left_for_later() -> None:
    assert lines_matching(r"#.*\b(TODO|FIXME|XXX|HACK)\b", {}) == []


def test_no_model_counts_in_floating_point() -> None:
    ours = [field for model in apps.get_models() if model._meta.app_label in APPS for field in model._meta.get_fields()]
    assert len(ours) > 200
    assert [str(field) for field in ours if type(field) is models.FloatField] == []


def test_every_beat_entry_names_a_real_task() -> None:
    celery_app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names
    assert names - set(celery_app.tasks) == set()


def test_every_enqueued_name_is_registered() -> None:
    celery_app.loader.import_default_modules()
    called = re.compile(r"""enqueue\(\s*["']([a-z_.]+)["']""")
    names = {name for path in sources(*APPS) for name in called.findall(path.read_text())}
    assert len(names) > 5
    assert names - set(jobs.registered_names()) == set()


@pytest.mark.parametrize("code", eligibility.CODES)
def test_a_condition_of_the_law_has_words_in_both_languages(code: str) -> None:
    for words in (wording.TITLES[code], wording.HELP[code]):
        assert both_languages(words)
    assert code in wording._SENTENCES


def test_no_words_are_left_for_conditions_that_are_gone() -> None:
    assert {*wording.TITLES, *wording.HELP, *wording._SENTENCES} == set(eligibility.CODES)


@pytest.mark.parametrize("code", reasons.REASONS)
def test_a_reason_of_refusal_has_words_in_both_languages_and_a_condition_of_the_law(code: str) -> None:
    reason = reasons.REASONS[code]
    assert reason.condition in {"", *eligibility.CODES}
    for words in (reason.title, reason.sentence, reason.next_step):
        assert both_languages(words)


def both_languages(words: str) -> bool:
    with translation.override("id"):
        indonesian = str(words)
    with translation.override("en"):
        return bool(indonesian) and str(words) != indonesian


def every_template() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def test_every_template_is_used() -> None:
    """A page is rendered by name, included, extended, or a component."""
    places = (*sources(*PACKAGES), *every_template(), *TEMPLATES.rglob("*.txt"))
    text = "\n".join(path.read_text() for path in places)
    assert [name for path in every_template() if not _is_used(name := _name(path), text)] == []


def _name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def _is_used(name: str, text: str) -> bool:
    if name.startswith(RENDERED_BY_OTHERS):
        return True
    if name.startswith("cotton/"):
        tag = name.removeprefix("cotton/").removesuffix(".html").replace("/", ".").replace("_", "-")
        return f"<c-{tag}" in text
    if name in text:
        return True
    # A family: f"errors/{status}.html", f"participants/report_{step}.html".
    folder, _, file = name.rpartition("/")
    families = re.findall(rf"[\"']{re.escape(folder)}/([a-z_]*)\{{", text)
    return any(file.startswith(family) for family in families)


def test_every_component_says_what_it_takes() -> None:
    """The first lines of a component are its contract: what it takes, then what it is for."""
    silent = [
        _name(path)
        for path in (TEMPLATES / "cotton").rglob("*.html")
        if not re.match(r"(<c-vars\b[^>]*/>\s*)?\{% comment %\}\S", path.read_text())
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>{]*\sstyle\s*="),
        ("an inline style sheet", r"<style\b"),
        ("an inline script", r"<script(?![^>]*\bsrc=)"),
        ("an inline handler", r"<[^>{]*\son[a-z]+\s*="),
        ("an address of somebody else", r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//"),
    ],
)
def test_templates_hold_nothing_that_the_policy_forbids(what: str, pattern: str) -> None:
    wanted = re.compile(pattern, re.I)
    assert [_name(path) for path in every_template() if wanted.search(path.read_text())] == [], what


def test_a_large_figure_or_code_may_break_on_a_narrow_phone() -> None:
    """Letters differ in width: a code that fits today is cut off tomorrow, unless it may break at its dashes."""
    wanted = re.compile(r"""class=["'][^"']*\b(?:money\b[^"']*\bnw|nw\b[^"']*\bmoney)\b""")
    assert [_name(path) for path in every_template() if wanted.search(path.read_text())] == []


def test_names_of_addresses_are_never_written_as_paths() -> None:
    """A link is `{% url %}`: a path written by hand loses the language and survives the page it led to."""
    wanted = re.compile(r"""(?:href|action)=["']/(?!static/)[a-z]""")
    assert [_name(path) for path in every_template() if wanted.search(path.read_text())] == []
