"""Passkeys: what the browser is asked, and whether its answer holds. allauth and fido2 do the work."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from accounts.models import User


def ask(user: User) -> str:
    """Options for navigator.credentials.get, as JSON. The challenge waits in the session."""
    return json.dumps(auth.begin_authentication(user))


def ask_for_new(user: User) -> str:
    """Options for navigator.credentials.create, as JSON."""
    return json.dumps(auth.begin_registration(user, passwordless=False))


def verify(user: User, credential: dict[str, Any]) -> Authenticator | None:
    """The passkey of this user that answered the challenge, or None."""
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(user, credential)
    except (ValidationError, KeyError, TypeError, ValueError):
        return None


def verify_new(credential: dict[str, Any]) -> bool:
    """Whether a new passkey answered the challenge."""
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, KeyError, TypeError, ValueError):
        return False
    return True
