"""What is looked at on every page: axe, sideways scroll, size of targets."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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


def violations(page: Page) -> list[str]:
    """What axe finds, as lines that say where."""
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def small_targets(page: Page) -> list[str]:
    """Controls outside running text under 44 pixels high."""
    return page.evaluate(SMALL_TARGETS)
