"""Somebody with a browser: a session of their own, pages opened and forms sent over real HTTP."""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

import httpx
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts import sessions
from accounts.models import User

LONGEST = 30.0  # seconds until a visitor gives up
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
AWAY_TITLE = "Layanan sedang tidak dapat dipakai"
Found = TypeVar("Found")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: the line broke or nobody answered in time."""

    status: int
    text: str = ""
    goes_to: str = ""
    seconds: float = 0.0

    @property
    def is_honest(self) -> bool:
        """A 503 that says in Indonesian what is the matter."""
        return self.status == 503 and AWAY_TITLE in self.text


class Visitor:
    """Signed in as `user`, as the sign-in page leaves it. `patience` in seconds."""

    def __init__(self, url: str, user: User, *, second_factor: bool = False, patience: float = LONGEST) -> None:
        cookies = {settings.SESSION_COOKIE_NAME: _session_of(user, second_factor=second_factor)}
        self.user = user
        self._http = httpx.Client(base_url=url, cookies=cookies, timeout=patience, trust_env=False)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def form(self, path: str) -> "Form":
        """Open a page with a form. Raises LookupError when it holds none."""
        page = self.get(path)
        found = TOKEN.search(page.text)
        if page.status != 200 or found is None:
            raise LookupError(f"{path}: {page.status}, no form there")
        return Form(self, path, found[1])

    def post(self, path: str, data: dict[str, str], *, patience: float | None = None) -> Answer:
        return self._ask(
            "POST", path, data=data, headers={"Referer": f"{self._http.base_url}{path}"}, patience=patience
        )

    def _ask(
        self,
        method: str,
        path: str,
        *,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        patience: float | None = None,
    ) -> Answer:
        started = time.monotonic()
        timeout = self._http.timeout if patience is None else httpx.Timeout(patience)
        try:
            answer = self._http.request(method, path, data=data, headers=headers, timeout=timeout)
        except httpx.HTTPError:
            return Answer(0, seconds=time.monotonic() - started)
        passed = time.monotonic() - started
        return Answer(answer.status_code, answer.text, answer.headers.get("location", ""), passed)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands in a tab: sent as often as one likes, with the token that it was opened with."""

    visitor: Visitor
    path: str
    token: str

    def send(self, *, patience: float | None = None, **fields: str) -> Answer:
        return self.visitor.post(self.path, {"csrfmiddlewaretoken": self.token, **fields}, patience=patience)

    def send_until_taken(self, *, seconds: float, **fields: str) -> list[Answer]:
        """Send again the same form until it is answered with a page to go to. Every answer, the last one last."""
        until, answers = time.monotonic() + seconds, []
        while not answers or (answers[-1].status != 302 and time.monotonic() < until):
            if answers:
                time.sleep(0.3)
            answers.append(self.send(**fields))
        return answers


def at_once(act: Callable[[Thing], Found], things: Sequence[Thing], *, hands: int) -> list[Found]:
    """Do it for each thing with so many hands; the answers in the order of the things."""
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(act, things))


def _session_of(user: User, *, second_factor: bool) -> str:
    now = int(time.time())
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            sessions.SINCE: now,
            sessions.SEEN: now,
            sessions.PROVED: now,
            sessions.SECOND_FACTOR: second_factor,
        }
    )
    session.save()
    return str(session.session_key)
