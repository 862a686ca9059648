"""A NIK that a test writes down is never one that the factories give to somebody: their serials begin at 1000."""

import re

from devkit.paths import ROOT

OF_A_FACTORY = re.compile(r"9901010107" r"90[1-9]\d{3}")


def test_no_sample_nik_is_one_of_the_factories():
    found = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in (ROOT / "tests").rglob("*.py")
        for match in OF_A_FACTORY.finditer(path.read_text())
    }
    assert found == set()
