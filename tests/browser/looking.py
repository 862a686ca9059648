"""What is looked at on every page: axe, sideways scroll, size of targets; and how a browser gets somebody's session."""

from collections.abc import Callable, Iterable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, Page, Route

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """options => axe.run(document, options).then(found =>
  found.violations.flatMap(v => v.nodes.map(node => `${v.id}: ${v.help}: ${node.html.slice(0, 160)}`)))"""
# WCAG 1.4.12: what a reader may set without losing anything.
TEXT_SPACING = """
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }
"""
ALT, SHIFT = 1, 8  # modifiers of the DevTools protocol
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, select, input')].filter((e) => {
  const box = e.getBoundingClientRect();
  const inText = getComputedStyle(e).display === 'inline' && e.closest('p, li, dd, td, small');
  return box.width > 1 && box.height > 1 && !inText && (box.height < 44 || box.width < 24)
    && !['radio', 'checkbox', 'hidden'].includes(e.type);
}).map((e) => e.outerHTML.slice(0, 120))"""


class Axe(BaseHTTPRequestHandler):
    """Hands out axe: a page that fetches half a megabyte has it sooner than one that is told it by the driver."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript; charset=utf-8")
        self.send_header("Cache-Control", "max-age=86400")
        self.end_headers()
        self.wfile.write(AXE_SCRIPT.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@cache
def where_axe_is() -> str:
    """Its address in this process."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Axe)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/axe.js"


def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """What axe finds, as lines that say where, `without` some of its rules."""
    if page.evaluate("typeof axe") == "undefined":
        try:
            page.add_script_tag(url=where_axe_is())
        except Error:  # its Content Security Policy holds, or the page came from `stay` and may not ask this machine
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


def let_in(page: Page, client: Client, url: str) -> None:
    """Give the browser the session of a client. The page must be open; a client without a session stays a visitor."""
    name = settings.SESSION_COOKIE_NAME
    if name in client.cookies:
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def show(open_page: Callable[..., Page], client: Client, live_server: Any, path: str, **options: object) -> Page:
    """The page as this client has it."""
    page = open_page("/tanpa-kuki/", **options)
    let_in(page, client, live_server.url)
    page.goto(live_server.url + path)
    return page


def wrong_with(page: Page) -> list[str]:
    """What axe finds and what is small, as the page is shown; and what is cut off at 320 pixels with wide text."""
    found = [*violations(page), *small_targets(page)]
    page.set_viewport_size({"width": 320, "height": 640})
    page.add_style_tag(content=TEXT_SPACING)
    return [*found, f"{sideways(page)} pixels are cut off"] if sideways(page) > 0 else found


def wrong_pages(page: Page, url: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """What is wrong with each page on a phone; those that are sound are left out."""
    found = {}
    for path in paths:
        page.set_viewport_size({"width": 390, "height": 844})
        answer = page.goto(url + path)
        found[path] = [*([] if answer.status == 200 else [f"answers {answer.status}"]), *wrong_with(page)]
    return {path: wrong for path, wrong in found.items() if wrong}


def press_access_key(page: Page, letter: str) -> None:
    """Alt+Shift and a letter, as a keyboard sends it: browsers act on the character, which Playwright leaves out."""
    key = {
        "modifiers": ALT | SHIFT, "key": letter, "code": f"Key{letter.upper()}", "text": letter,
        "unmodifiedText": letter, "windowsVirtualKeyCode": ord(letter.upper()),
    }  # fmt: skip
    session = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "char"):
        session.send("Input.dispatchKeyEvent", {"type": kind} | key)
    session.detach()
