"""What is kept of a file's name: something to recognise it by, nothing that acts."""

import re

from core.text import one_line

_UNSAFE = re.compile(r"""[\\/:*?"<>|%;&$`'\r\n\t]+""")
_LONGEST = 100
_EXTENSIONS = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}


def safe_name(given: str, kind: str) -> str:
    """The last part of the name without signs that mean something to a system, with the extension of what it now is."""
    last = one_line(given).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, _extension = last.rpartition(".")
    stem = one_line(_UNSAFE.sub(" ", stem if dot else last)).strip(" .")
    return f"{stem[:_LONGEST].strip() or 'berkas'}.{_EXTENSIONS[kind]}"
