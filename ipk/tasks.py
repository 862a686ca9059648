"""What the search for work does later: ids in, operation out."""

from core.jobs import job
from ipk.operations import print_file as print_one


@job("ipk.print_file")
def print_file(file_id: str) -> None:
    print_one(file_id)
