"""Remember what a picture of evidence looks like."""

from django.core.files.storage import default_storage

from files.enums import FileKind, FileState
from files.models import StoredFile
from ipk.models import FilePrint
from ipk.prints import Print, print_of


def print_file(file_id: str) -> FilePrint | None:
    """Write the print of a stored file. Twice is once; nothing for a file that was rejected meanwhile."""
    stored = StoredFile.objects.exclude(state=FileState.REJECTED).filter(pk=file_id).first()
    if stored is None:
        return None
    made = Print()
    if stored.kind != FileKind.PDF:
        with default_storage.open(stored.location) as content:
            made = print_of(content.read())
    row, _is_new = FilePrint.objects.get_or_create(
        file=stored, defaults={"pattern": made.pattern, "pieces": list(made.pieces)}
    )
    return row
