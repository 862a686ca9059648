"""How often complaints are filed, and codes tried, from one address or account."""

from datetime import timedelta

from core.limits import Limit

FROM_ONE_ADDRESS = Limit("complaint.file", most=20, within=timedelta(hours=1))  # an office shares one address
OF_ONE_ACCOUNT = Limit("complaint.file.account", most=10, within=timedelta(days=1))
FILES_OF_NOBODY = Limit("complaint.files", most=20, within=timedelta(hours=1))
GUESSES = Limit("complaint.code", most=10, within=timedelta(minutes=15), lock=timedelta(minutes=15))
