"""This process looks at the database that the stories were told in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.e2e.portal import Running
from tests.e2e.screens import SCREENS


@contextmanager
def told_database(portal: Running) -> Iterator[None]:
    """Queries of the block go to the copy that was made when the stories had been told."""
    settings = connection.settings_dict
    connection.close()
    name, settings["NAME"] = settings["NAME"], portal.told
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = name


def paths_of_all_screens() -> dict[str, str]:
    """By the name of the screen, in the database of this process."""
    return {screen.name: screen.path() for screen in SCREENS}
