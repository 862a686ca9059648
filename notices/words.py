"""The words of a message, from its template, in the person's language."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation

from accounts.models import User
from core.text import one_line
from integrations.sms import plain_signs
from notices.catalogue import Message
from notices.enums import Channel

LINE = 60
_GAPS = re.compile(r"\n{3,}")
_NAME = "\ufdd0"  # stands for the first name while a template is rendered for many; Unicode gives it to no text


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


class Phrasing:
    """The words of one event at one moment. Its template is rendered once for all who are told the same facts."""

    def __init__(self, message: Message, *, at: datetime) -> None:
        self._message, self._at = message, at
        self._patterns: dict[object, Words] = {}  # with a sign for the name
        self._said: dict[object, Words] = {}

    def words(self, channel: Channel, *, user: User, facts: Mapping[str, object]) -> Words:
        """What one channel says: the inbox without greeting, the e-mail with it and wrapped, the SMS as one line."""
        key = (channel, user.language, user.first_name, *facts.items())
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._greet(channel, user, facts)
        return said

    def _greet(self, channel: Channel, user: User, facts: Mapping[str, object]) -> Words:
        name = user.first_name
        key = (channel, user.language, bool(name), *facts.items())
        pattern = self._patterns.get(key)
        if pattern is None:
            pattern = self._patterns[key] = self._render(channel, user.language, _NAME if name else "", facts)
        body = _greeted(pattern.body, name) if channel is Channel.EMAIL else pattern.body.replace(_NAME, name)
        return Words(pattern.subject.replace(_NAME, name), body)

    def _render(self, channel: Channel, language: str, name: str, facts: Mapping[str, object]) -> Words:
        with translation.override(language):
            template = get_template(self._message.template)
            context = {**facts, "at": self._at, "first_name": name, "phone": settings.HELP_PHONE}
            body = template.render({**context, "part": channel.value})
            if channel is Channel.SMS:
                return Words("", plain_signs(one_line(body)))
            subject = one_line(template.render({**context, "part": "subject"}))
        return Words(subject, _letter_lines(body) if channel is Channel.EMAIL else _paragraphs(body))


def _paragraphs(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _letter_lines(text: str) -> str:
    """Wrapped, but for the lines that wait for a name."""
    return "\n".join(line if _NAME in line else _wrapped(line) for line in _paragraphs(text).split("\n"))


def _greeted(body: str, name: str) -> str:
    return "\n".join(_wrapped(line.replace(_NAME, name)) if _NAME in line else line for line in body.split("\n"))


def _wrapped(line: str) -> str:
    return textwrap.fill(line, LINE, break_long_words=False)
