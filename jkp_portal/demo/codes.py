"""The six digits of the demo's officers."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from jkp_portal.demo.cast import TOTP_SECRET

STEP_SECONDS = 30


def current_code() -> str:
    """The code of this half minute, the same for every demo officer."""
    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // STEP_SECONDS))
