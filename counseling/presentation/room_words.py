"""What the room's scripts say, in the language of the page."""

from django.utils.translation import gettext as _

from counseling.models.chat import LONGEST_MESSAGE


def words_for(name: str) -> dict[str, str]:
    """Sentences by their name; `name` is the first name of the other one. The script fills {n} and {who}."""
    return _chat(name) | _call(name)


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
        "sheet": _("Ada kertas kerja yang menunggu Anda. Muat ulang halaman untuk membukanya."),
        "off": _("Terputus"),
        "slow": _("Cukup untuk obrolan"),
        "forVoice": _("Cukup untuk suara"),
        "forVideo": _("Cukup untuk video"),
        "on": _("Tersambung"),
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
