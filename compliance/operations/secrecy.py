"""Whether a text gives an author away: their name, NIK, phone, e-mail, or what an anonymous one left as contact."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from compliance.models import Complaint
from core.text import ascii_digits, one_line
from participants.selectors import person_of

_WORD = re.compile(r"[^\W\d_]{4,}")
_DIGITS = re.compile(r"\d[\d\s().+/-]*\d")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
SHORTEST_NUMBER = 7  # fewer digits are a date, an amount or a house
NAME, NIK, PHONE, EMAIL, CONTACT = _("nama"), _("NIK"), _("nomor telepon"), _("alamat email"), _("kontak")


def reveals(text: str, complaint: Complaint) -> list[Promise]:
    """What of the author stands in `text`, each once, by kind and never by value. Empty: nothing does."""
    found: list[Promise] = []
    folded, numbers = _folded(text), _numbers(text)
    author = complaint.author
    if author is not None:
        person = person_of(author)
        names = [author.full_name, *([person.full_name] if person is not None else [])]
        if _names_one(folded, names, complaint.about):
            found.append(NAME)
        if person is not None and _holds(numbers, person.nik):
            found.append(NIK)
        if _holds(numbers, author.phone):
            found.append(PHONE)
        if author.email and _holds_email(folded, author.email):
            found.append(EMAIL)
    elif complaint.contact and _gives_contact(folded, numbers, complaint):
        found.append(CONTACT)
    return found


def _folded(text: str) -> str:
    return ascii_digits(one_line(text)).casefold()


def _numbers(text: str) -> list[str]:
    """Runs of digits, however they are written."""
    return [re.sub(r"\D", "", run) for run in _DIGITS.findall(ascii_digits(one_line(text)))]


def _holds(numbers: list[str], secret: str) -> bool:
    """The number, or enough of its end: 0812… and +62812… are one."""
    digits = re.sub(r"\D", "", secret)
    tail = digits[2:] if digits.startswith("62") else digits.lstrip("0")
    return len(tail) >= SHORTEST_NUMBER and any(tail in number for number in numbers)


def _names_one(folded: str, names: list[str], employer: str) -> bool:
    """A whole name, or one word of it that the employer's own name does not have."""
    words = set(_WORD.findall(folded)) - set(_WORD.findall(_folded(employer)))
    for name in map(_folded, names):
        if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
            return True
        if words & set(_WORD.findall(name)):
            return True
    return False


def _holds_email(folded: str, email: str) -> bool:
    """The address, or the part before the @ as a word of its own."""
    address = email.casefold()
    local = address.partition("@")[0]
    return address in folded or bool(len(local) > 4 and re.search(rf"(?<![\w.]){re.escape(local)}(?![\w.])", folded))


def _gives_contact(folded: str, numbers: list[str], complaint: Complaint) -> bool:
    contact = complaint.contact
    if any(_holds(numbers, number) for number in _numbers(contact)):
        return True
    if any(_holds_email(folded, email) for email in _EMAIL.findall(contact)):
        return True
    return _names_one(folded, [_EMAIL.sub(" ", contact)], complaint.about)
