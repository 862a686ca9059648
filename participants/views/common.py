"""What several screens need: an upload as proof, a refusal of the domain beside its field."""

from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from core.errors import DomainError
from files.operations import store_upload
from participants.said import ProofGiven

PROOF = "phk_proof"


def proof_from(form: Any, *, owner: User, at: datetime) -> ProofGiven | None:
    """Store the upload of a valid proof form. None when nothing was sent, or when the form got an error from it."""
    upload = form.cleaned_data.get("file")
    if not upload:
        return None
    try:
        stored = store_upload(upload, owner=owner, purpose=PROOF, at=at)
    except DomainError as error:
        form.add_error("file", str(error.message))
        return None
    return form.given(stored)


def show_error(form: forms.Form, error: DomainError, fields: dict[str, str] | None = None) -> None:
    """Put a refusal of the domain into the form, beside its field when it has one."""
    name = (fields or {}).get(error.code, error.facts.get("field", ""))
    form.add_error(name if name in form.fields else None, str(error.message))
