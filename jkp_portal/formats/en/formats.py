"""The same in English: months by their English names, hours as in Bahasa Indonesia."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H.i T"
TIME_FORMAT = "H.i"
