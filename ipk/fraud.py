"""Signs in the text of a vacancy that an officer should look at. Never a refusal: people write innocently too. Pure."""

import re
from statistics import median

from ipk.enums.vacancies import Flag

FAR_ABOVE_PERCENT = 250  # of the middle wage of the group
_FEE = re.compile(
    r"\b(biaya (pendaftaran|administrasi|pelatihan|seragam|medis|proses|training)|uang (jaminan|muka|pendaftaran)"
    r"|deposit|transfer|bayar (dulu|di ?muka)|ganti rugi seragam|dp\b|rekening pribadi|pulsa)",
    re.IGNORECASE,
)
_CHAT = re.compile(r"\b(whats ?app|wa|telegram|wa\.me|t\.me)\b", re.IGNORECASE)
_OTHER_CONTACT = re.compile(
    r"@[a-z0-9-]+\.[a-z]|\b(datang langsung|kirim lamaran ke|melalui portal|lewat portal)\b", re.I
)
_LINK = re.compile(r"https?:|www\.|\b[a-z0-9-]+\.(com|id|net|org|xyz|top|site|online|info|me|link)\b", re.IGNORECASE)
_DATA = re.compile(
    r"\b(foto|scan|fotokopi|kirim)\b.{0,25}\b(ktp|kk|kartu keluarga|buku tabungan|rekening|npwp)\b", re.I
)


def flags(*texts: str, wage_best: int | None, usual_wages: list[int]) -> list[str]:
    """Signs in the order of `Flag`; `usual_wages` are those of similar vacancies, in whole rupiah."""
    text = "\n".join(texts)
    seen = {
        Flag.FEE: bool(_FEE.search(text)),
        Flag.CHAT_ONLY: bool(_CHAT.search(text)) and not _OTHER_CONTACT.search(text),
        Flag.LINK: bool(_LINK.search(text)),
        Flag.WAGE: _is_far_above(wage_best, usual_wages),
        Flag.DATA: bool(_DATA.search(text)),
    }
    return [flag.value for flag in Flag if seen[flag]]


def _is_far_above(wage: int | None, usual: list[int]) -> bool:
    return wage is not None and len(usual) >= 5 and wage * 100 > int(median(usual)) * FAR_ABOVE_PERCENT
