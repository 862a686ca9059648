"""What a call costs in data, from the bit rates that the room's script is given.

Both directions are counted, as a prepaid bundle counts them. Opus with discontinuous transmission sends next to nothing
for the one who listens, so the voices of a conversation are one voice all the time. A voice packet holds 60 ms; on the
way it carries 50 bytes more (IP, UDP, RTP and the mark of SRTP). Pictures travel in full packets: a tenth more.
"""

from datetime import timedelta

VOICE_KBPS = 24
VIDEO_KBPS = 140
FALL_BELOW_KBPS = 250  # so little for FALL_AFTER_SECONDS, and the picture is given up
FALL_AFTER_SECONDS = 10
_PACKET_SECONDS, _PACKET_BYTES = 0.06, 50
_VOICE_ON_THE_WIRE = VOICE_KBPS + _PACKET_BYTES * 8 / _PACKET_SECONDS / 1000
_VIDEO_ON_THE_WIRE = VIDEO_KBPS * 1.1


def voice_megabytes(length: timedelta) -> int:
    """A conversation of this length without pictures, in megabytes (1,000,000 bytes): 7 for half an hour."""
    return round(_megabytes(_VOICE_ON_THE_WIRE, length))


def video_megabytes(length: timedelta) -> int:
    """The same with both pictures, to the nearest five: 75 for half an hour."""
    return 5 * round(_megabytes(_VOICE_ON_THE_WIRE + 2 * _VIDEO_ON_THE_WIRE, length) / 5)


def _megabytes(kbps: float, length: timedelta) -> float:
    return kbps * length.total_seconds() / 8 / 1000
