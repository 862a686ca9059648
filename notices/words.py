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
from notices.catalogue import Message
from notices.enums import Channel

LINE = 60
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


def words(message: Message, channel: Channel, *, user: User, at: datetime, facts: Mapping[str, object]) -> Words:
    """What one channel says: the inbox without greeting, the e-mail with it and wrapped, the SMS as one line."""
    with translation.override(user.language):
        template = get_template(message.template)
        context = {**facts, "at": at, "first_name": user.first_name, "phone": settings.HELP_PHONE}
        body = template.render({**context, "part": channel.value})
        if channel is Channel.SMS:
            return Words("", one_line(body))
        subject = one_line(template.render({**context, "part": "subject"}))
    return Words(subject, _letter_lines(body) if channel is Channel.EMAIL else _paragraphs(body))


def _paragraphs(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _letter_lines(text: str) -> str:
    return "\n".join(textwrap.fill(line, LINE, break_long_words=False) for line in _paragraphs(text).split("\n"))
