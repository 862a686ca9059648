"""What is looked at on every page: axe, sideways scroll, size of targets."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Route

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """options => axe.run(document, options).then(found =>
  found.violations.flatMap(v => v.nodes.map(node => `${v.id}: ${v.help}: ${node.html.slice(0, 160)}`)))"""
# WCAG 1.4.12: what a reader may set without losing anything.
TEXT_SPACING = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }
"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, select, input')].filter((e) => {
  const box = e.getBoundingClientRect();
  const inText = getComputedStyle(e).display === 'inline' && e.closest('p, li, dd, td, small');
  return box.width > 1 && box.height > 1 && !inText && (box.height < 44 || box.width < 24)
    && !['radio', 'checkbox', 'hidden'].includes(e.type);
}).map((e) => e.outerHTML.slice(0, 120))"""


def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """What axe finds, as lines that say where, `without` some of its rules. The page must be open with `bypass_csp`."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "tag", "values": STANDARDS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
        "preload": False,  # fetches what only the rule about playing media needs
    }
    return page.evaluate(AXE, options)


def stay(page: Page, address: str) -> None:
    """Pages of long work ask for themselves again every few seconds; this one stays as it is while it is looked at."""

    def once(route: Route) -> None:
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
        route.fulfill(response=answer, headers=headers)

    page.route(address, once)


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def small_targets(page: Page) -> list[str]:
    """Controls outside running text under 44 pixels high."""
    return page.evaluate(SMALL_TARGETS)
