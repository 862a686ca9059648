"""What the room's scripts say, in the language of the page."""

from django.utils.translation import gettext as _

from counseling.enums import Side
from counseling.models.chat import LONGEST_MESSAGE


def words_for(name: str, side: Side) -> dict[str, str]:
    """Sentences by their name; `name` is the first name of the other one, `side` the reader's. The script fills {n}
    and {who}.
    """
    return _chat(name) | _sheet(name, side) | _call(name)


def _chat(name: str) -> dict[str, str]:
    who = {"name": name}
    return {
        "you": _("Anda"),
        "they": name,
        "portal": _("Portal"),
        "joined": _("{who} masuk ruang"),
        "phone": _("{who} minta ditelepon"),
        "ended": _("{who} mengakhiri konseling"),
        "sending": _("mengirim"),
        "unsent": _("belum terkirim"),
        "empty": _("Tulis pesan lebih dulu."),
        "long": _("Pesan paling panjang %(most)s karakter; pesan Anda {n}. Kirim dalam beberapa bagian.")
        % {"most": LONGEST_MESSAGE},
        "here": _("%(name)s ada di sini.") % who,
        "away": _("%(name)s belum ada di sini.") % who,
        "left": _("%(name)s sedang tidak di sini.") % who,
        "typing": _("%(name)s sedang menulis…") % who,
        "lost": _("Sambungan terputus. Yang Anda tulis tersimpan di sini dan terkirim begitu tersambung lagi."),
        "back": _("Tersambung lagi."),
        "over": _("Konseling ini sudah diakhiri. Muat ulang halaman untuk langkah berikutnya."),
        "out": _("Anda sudah keluar dari akun. Salin dulu yang belum terkirim, lalu muat ulang untuk masuk lagi."),
        "off": _("Terputus"),
        "slow": _("Cukup untuk obrolan"),
        "forVoice": _("Cukup untuk suara"),
        "forVideo": _("Cukup untuk video"),
        "on": _("Tersambung"),
    }


def _sheet(name: str, side: Side) -> dict[str, str]:
    """What is said when the worksheet moves on, by its state."""
    who = {"name": name}
    if side == Side.PARTICIPANT:
        return {
            "sent": _("Kertas kerja siap dibaca."),
            "agreed": _("Kertas kerja Anda setujui. %(name)s diberi tahu.") % who,
            "commented": _("Permintaan Anda sampai. %(name)s memperbaiki kertas kerja.") % who,
        }
    return {
        "sent": _("Kertas kerja terkirim. %(name)s dapat membacanya.") % who,
        "agreed": _("%(name)s menyetujui kertas kerja.") % who,
        "commented": _("%(name)s minta perubahan pada kertas kerja.") % who,
    }


def _call(name: str) -> dict[str, str]:
    who = {"name": name}
    return {
        "mic": _("mikrofon"),
        "cam": _("kamera"),
        "ringVoice": _("%(name)s ingin bicara dengan suara.") % who,
        "ringVideo": _("%(name)s ingin bicara dengan video.") % who,
        "waiting": _("Menunggu %(name)s menjawab. Obrolan tetap jalan.") % who,
        "talking": _("%(name)s, suara") % who,
        "seeing": _("%(name)s, video") % who,
        "again": _("Suara terputus. Kami sambungkan lagi; obrolan tetap jalan."),
        "fell": _("Koneksi terlalu lambat untuk video. Video dihentikan, suara jalan terus. Coba video lagi nanti."),
        "noVideo": _("Video dimatikan. Suara jalan terus."),
        "theirs": _("Video %(name)s berhenti. Suara jalan terus.") % who,
        "bye": _("%(name)s kembali ke obrolan. Mikrofon dan kamera Anda sudah mati.") % who,
        "end": _("Anda kembali ke obrolan. Mikrofon dan kamera sudah mati."),
        "mute": _("Bisukan"),
        "unmute": _("Bunyikan lagi"),
        "tab": _("Dibuka di tab baru, supaya panggilan tidak terputus."),
        "used": _("{n} MB terpakai"),
        "fail": _("Suara dan video tidak dapat dibuka di sini. Lanjutkan lewat obrolan atau minta ditelepon."),
    }
