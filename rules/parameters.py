"""Every number of the law and every setting of the policies, with the day it holds from and its article.

Ask for a value by the date the law must be read on: `WAGE_CEILING.on(granted_on).value`. Nothing else in the portal
holds a number of the law. `python -m rules table --on 2026-03-01` prints what is in force on a day.
"""

from datetime import date
from fractions import Fraction
from typing import Final

from rules.duties import DUTIES
from rules.law import (
    HALO_JKP,
    PAPARAN_JKP_2022,
    PEDOMAN_543_2024,
    PERMENAKER_2_2025,
    PERMENAKER_7_2021,
    PERMENAKER_15_2021,
    PP_7_2025,
    PP_36_2025,
    PP_44_2015,
    UU_13_2003,
    Evidence,
    LegalRef,
    Parameter,
    Regime,
    Value,
    in_force,
)
from rules.money import Rupiah
from rules.registry import R21_SINCE, every_parameter, policy, r21, r25
from rules.risks import RISKS
from rules.signals import SIGNALS

# --- Regimes -----------------------------------------------------------------------------------------------------

REGIME: Final = Parameter(
    "regime",
    "Peraturan yang berlaku",
    r21(Regime.R21, ""),
    r25(Regime.R25, "Pasal II angka 1 dan 5", act=PERMENAKER_2_2025),
)

# --- Contributions (iuran) ---------------------------------------------------------------------------------------

WAGE_CEILING: Final = Parameter(
    "wage_ceiling",
    "Batas atas upah (Rp)",
    r21(Rupiah(5_000_000), "Pasal 21 ayat (3)"),
    r25(Rupiah(5_000_000), "Pasal 21 ayat (3)", Evidence.NEWS),
)
CONTRIBUTION_GOVERNMENT: Final = Parameter(
    "contribution_government",
    "Iuran JKP dari pemerintah",
    r21(Fraction(22, 10_000), "Pasal 11", Evidence.SEED),
    r25(Fraction(22, 10_000), "Pasal 11 ayat (4)"),
)
CONTRIBUTION_JKK: Final = Parameter(
    "contribution_jkk",
    "Rekomposisi dari iuran JKK",
    r21(Fraction(14, 10_000), "Pasal 11", Evidence.SEED),
    r25(Fraction(14, 10_000), "Pasal 11 ayat (5)"),
)
CONTRIBUTION_JKM: Final = Parameter(
    "contribution_jkm",
    "Rekomposisi dari iuran JKM",
    r21(Fraction(10, 10_000), "Pasal 11", Evidence.SEED),
    r25(Fraction(0), "Pasal 11 ayat (5)", Evidence.NEWS),
)
CONTRIBUTION_DUE_DAY: Final = Parameter(
    "contribution_due_day",
    "Tanggal jatuh tempo iuran di bulan berikutnya, atau hari kerja berikutnya",
    Value(R21_SINCE, 15, LegalRef(PP_44_2015, "", Evidence.NEWS, "POL-02")),
    policy="POL-02",
)
CONTRIBUTION_LATE_PENALTY: Final = Parameter(
    "contribution_late_penalty", "Denda keterlambatan iuran per bulan", r21(Fraction(2, 100), "", act=PP_44_2015)
)
JKK_RATES: Final = Parameter(
    "jkk_rates",
    "Tarif iuran JKK: risiko sangat rendah, rendah, sedang, tinggi, sangat tinggi",
    r21(tuple(Fraction(rate, 10_000) for rate in (24, 54, 89, 127, 174)), "Pasal 16", act=PP_44_2015),
)
JKM_RATE: Final = Parameter("jkm_rate", "Tarif iuran JKM", r21(Fraction(30, 10_000), "", Evidence.INFER, PP_44_2015))
RELIEF_JKK_SHARE: Final = Parameter(
    "relief_jkk_share",
    "Bagian iuran JKK yang tetap dibayar enam sektor padat karya",
    r21(Fraction(1), "", act=PP_44_2015),
    Value(date(2025, 2, 1), Fraction(1, 2), LegalRef(PP_7_2025, "Pasal 4", Evidence.NEWS)),
    Value(date(2026, 2, 1), Fraction(1), LegalRef(PP_36_2025, "Pasal 10A", Evidence.NEWS)),
)
ENROLMENT_DAYS: Final = Parameter(
    "enrolment_days", "Hari sejak mulai bekerja untuk mendaftarkan pekerja", r21(30, "", act=PERMENAKER_7_2021)
)
ENROLMENT_ANSWER_DAYS: Final = Parameter(
    "enrolment_answer_days", "Hari bagi BPJS untuk menjawab laporan kepesertaan", r21(1, "", act=PERMENAKER_7_2021)
)
DATA_CHANGE_WORKING_DAYS: Final = Parameter(
    "data_change_working_days", "Hari kerja untuk melaporkan perubahan data", r21(7, "", act=PERMENAKER_7_2021)
)

# --- Who may receive ---------------------------------------------------------------------------------------------

REGISTRATION_AGE_LIMIT: Final = Parameter(
    "registration_age_limit",
    "Belum mencapai usia (tahun) saat mendaftar",
    r21(54, "Pasal 4 ayat (2)"),
    r25(54, "Pasal 4 ayat (2)"),
)
EXCLUDED_REASONS: Final = Parameter(
    "excluded_reasons",
    "Alasan PHK yang dikecualikan (huruf Pasal 154A ayat (1) UU 13/2003)",
    r21(frozenset("ino"), "Pasal 20 ayat (1)", Evidence.SEED),
    r25(frozenset("ino"), "Pasal 20", Evidence.NEWS),
)
UNDECIDED_REASONS: Final = Parameter(
    "undecided_reasons",
    "Alasan PHK yang diputus petugas (huruf Pasal 154A ayat (1) UU 13/2003)",
    Value(R21_SINCE, frozenset("m"), LegalRef(UU_13_2003, "Pasal 154A ayat (1)", Evidence.INFER)),
)
COUNTED_MONTHS_NEEDED: Final = Parameter(
    "counted_months_needed",
    "Masa iur paling sedikit (bulan)",
    r21(12, "Pasal 19 ayat (3)", Evidence.SEED),
    r25(12, "Pasal 19", Evidence.NEWS),
)
WINDOW_MONTHS: Final = Parameter(
    "window_months",
    "Jendela masa iur (bulan)",
    r21(24, "Pasal 19 ayat (3)", Evidence.SEED),
    r25(24, "Pasal 19", Evidence.NEWS),
)
WINDOW_INCLUDES_PHK_MONTH: Final = policy(
    "window_includes_phk_month", "Bulan PHK termasuk jendela masa iur", True, "POL-01"
)
CONSECUTIVE_MONTHS_NEEDED: Final = Parameter(
    "consecutive_months_needed",
    "Iuran berturut-turut paling sedikit (bulan; 0 = tidak disyaratkan)",
    r21(6, "Pasal 19 ayat (3)", Evidence.SEED),
    r25(0, "Pasal 19", Evidence.NEWS),
)
CONSECUTIVE_ANCHOR: Final = policy(
    "consecutive_anchor", "Letak bulan berturut-turut: di mana saja, atau sampai bulan PHK", "any", "POL-03"
)
CLAIM_PERIOD_MONTHS: Final = Parameter(
    "claim_period_months",
    "Batas pengajuan klaim pertama sejak PHK (bulan)",
    r21(3, "Pasal 40"),
    r25(6, "Pasal 40", Evidence.NEWS),
    policy="POL-06",
)
PROOF_KINDS: Final = Parameter(
    "proof_kinds",
    "Bukti PHK yang diterima",
    r21(frozenset({"tanda_terima", "pb_terdaftar", "putusan_phi"}), "Pasal 9", Evidence.RECALL, PERMENAKER_15_2021),
    r25(
        frozenset({"tanda_terima", "pb_terdaftar", "pb_tanda_terima", "putusan_phi"}),
        "Pasal 9 ayat (3)",
        act=PERMENAKER_2_2025,
    ),
)
JKN_SEGMENTS: Final = Parameter(
    "jkn_segments",
    "Segmen JKN yang diterima",
    r21(frozenset({"ppu"}), "Pasal 4 ayat (4)"),
    r25(frozenset({"ppu", "pbpu", "pbi"}), "Pasal 4 ayat (3)"),
)
PROGRAMMES_LARGE: Final = Parameter(
    "programmes_large",
    "Program wajib pada usaha menengah dan besar",
    r21(frozenset({"JKK", "JKM", "JHT", "JP"}), "Pasal 4 ayat (3)"),
    r25(frozenset({"JKK", "JKM", "JHT", "JP"}), "Pasal 4 ayat (3) huruf a"),
)
PROGRAMMES_SMALL: Final = Parameter(
    "programmes_small",
    "Program wajib pada usaha mikro dan kecil",
    r21(frozenset({"JKK", "JKM", "JHT"}), "Pasal 4 ayat (3)"),
    r25(frozenset({"JKK", "JKM", "JHT"}), "Pasal 4 ayat (3) huruf b"),
)
BENEFITS_MAX: Final = Parameter(
    "benefits_max", "Manfaat paling banyak selama usia produktif (kali)", r21(3, "", Evidence.SEED), policy="POL-09"
)
MONTHS_BETWEEN_BENEFITS: Final = Parameter(
    "months_between_benefits", "Masa iur untuk manfaat kedua dan ketiga (bulan)", r21(60, ""), policy="POL-09"
)

# --- Cash benefit ------------------------------------------------------------------------------------------------

BENEFIT_RATES: Final = Parameter(
    "benefit_rates",
    "Bagian upah per bulan manfaat, bulan 1 sampai 6",
    r21((Fraction(45, 100),) * 3 + (Fraction(25, 100),) * 3, "Pasal 21 ayat (1)", Evidence.SEED),
    r25((Fraction(60, 100),) * 6, "Pasal 21 ayat (1)", Evidence.NEWS),
)
BENEFIT_MONTHS: Final = Parameter(
    "benefit_months",
    "Manfaat uang tunai paling lama (bulan)",
    r21(6, "Pasal 21 ayat (1)", Evidence.SEED),
    r25(6, "Pasal 21 ayat (1)", Evidence.NEWS),
)
ROUNDING: Final = policy("rounding", "Pembulatan ke rupiah utuh", "half_up", "POL-07")
PAYMENT_WORKING_DAYS: Final = Parameter(
    "payment_working_days",
    "Hari kerja untuk memeriksa dan membayar klaim yang lengkap",
    r21(3, "Pasal 13", Evidence.RECALL, PERMENAKER_15_2021),
    r25(3, "Pasal 13 ayat (6)", act=PERMENAKER_2_2025),
)
KAPK_SIGNED_AT_MONTH: Final = Parameter(
    "kapk_signed_at_month",
    "KAPK ditandatangani pada klaim bulan ke-",
    r21(1, "", Evidence.SEED, PAPARAN_JKP_2022),
)

# --- What months 2 to 6 ask --------------------------------------------------------------------------------------

FILING_WORKING_DAYS: Final = Parameter(
    "filing_working_days",
    "Jendela pengajuan bulan 2 sampai 5 sejak tanggal acuan (hari kerja)",
    Value(R21_SINCE, 5, LegalRef(HALO_JKP, "", Evidence.NEWS, "POL-15")),
    policy="POL-15",
)
LAST_MONTH_WORKING_DAYS: Final = Parameter(
    "last_month_working_days",
    "Jendela bulan 6: hari kerja sebelum masa manfaat berakhir",
    Value(R21_SINCE, 5, LegalRef(HALO_JKP, "", Evidence.NEWS, "POL-15")),
    policy="POL-15",
)
OUTAGE_EXTRA_DAYS: Final = policy("outage_extra_days", "Tambahan hari di atas lamanya gangguan portal", 1, "POL-16")
MISSED_MONTH: Final = policy("missed_month", "Bulan yang terlewat: forfeited (hangus)", "forfeited", "POL-16")
APPLICATIONS_NEEDED: Final = Parameter(
    "applications_needed",
    "Lamaran paling sedikit per bulan",
    r21(5, "angka 2.2 butir 5", Evidence.SEED, PEDOMAN_543_2024),
    r25(5, "Pasal 13 ayat (4)", act=PERMENAKER_2_2025),
    policy="POL-10",
)
DISTINCT_COMPANIES: Final = policy("distinct_companies", "Lamaran harus ke perusahaan yang berbeda", True, "POL-10")
INTERVIEWS_NEEDED: Final = Parameter(
    "interviews_needed",
    "Panggilan tes atau wawancara paling sedikit per bulan",
    r21(1, "angka 2.2 butir 5", Evidence.SEED, PEDOMAN_543_2024),
    r25(1, "Pasal 13 ayat (4)", act=PERMENAKER_2_2025),
    policy="POL-10",
)
ATTENDANCE_NEEDED: Final = Parameter(
    "attendance_needed",
    "Kehadiran pelatihan paling sedikit",
    r21(Fraction(80, 100), "", Evidence.SEED, PAPARAN_JKP_2022),
    r25(Fraction(80, 100), "Pasal 13 ayat (3) huruf b", act=PERMENAKER_2_2025),
)
TRAINING_SUFFICES: Final = Parameter(
    "training_suffices",
    "Kehadiran pelatihan cukup tanpa bukti mencari kerja, bulan 2 sampai 5",
    r21(False, "", Evidence.SEED, PAPARAN_JKP_2022),
    r25(True, "Pasal 13 ayat (3)", act=PERMENAKER_2_2025),
    policy="POL-11",
)
STATUS_FORM_MONTH: Final = Parameter(
    "status_form_month",
    "Formulir status kebekerjaan pada bulan ke-",
    r21(6, "", Evidence.SEED, PAPARAN_JKP_2022),
    r25(6, "Pasal 13 ayat (5)", act=PERMENAKER_2_2025),
    policy="POL-12",
)
SELF_ASSESSMENT_MONTH: Final = Parameter(
    "self_assessment_month",
    "Asesmen diri harus selesai sebelum bulan ke-",
    r21(2, "", Evidence.SEED, PAPARAN_JKP_2022),
    r25(2, "Pasal 13 ayat (2)", act=PERMENAKER_2_2025),
    policy="POL-13",
)
COUNSELLING_FOR_PAYMENT: Final = policy(
    "counselling_for_payment", "Konseling menjadi syarat pembayaran", False, "POL-14"
)
RECOMMENDATION_FOR_TRAINING: Final = policy(
    "recommendation_for_training", "Pelatihan perlu rekomendasi konselor", True, "POL-14"
)
COUNSELLING_ANSWER_WORKING_DAYS: Final = policy(
    "counselling_answer_working_days", "Hari kerja untuk jawaban pertama atas permohonan konseling", 3, "POL-14"
)
COUNSELLING_SESSION_MINUTES: Final = policy(
    "counselling_session_minutes", "Lama satu sesi konseling dalam menit", 30, "POL-14"
)
COUNSELLING_FIRST_HOUR: Final = policy(
    "counselling_first_hour", "Jam paling awal mulai konseling menurut jam konselor", 8, "POL-14"
)
COUNSELLING_LAST_HOUR: Final = policy(
    "counselling_last_hour", "Jam paling akhir selesai konseling menurut jam konselor", 16, "POL-14"
)
COUNSELLING_NOTICE_HOURS: Final = policy(
    "counselling_notice_hours", "Jam paling sedikit antara memilih waktu dan mulai konseling", 2, "POL-14"
)
COUNSELLING_HORIZON_DAYS: Final = policy(
    "counselling_horizon_days", "Hari ke depan yang waktunya dapat dipilih", 14, "POL-14"
)
COUNSELLING_ENTRY_MINUTES: Final = policy(
    "counselling_entry_minutes", "Menit sebelum mulai ketika ruang konseling dibuka", 10, "POL-14"
)
COUNSELLING_LATE_MINUTES: Final = policy(
    "counselling_late_minutes", "Menit sesudah mulai ketika yang belum datang disebut terlambat", 10, "POL-14"
)
COUNSELLING_GRACE_MINUTES: Final = policy(
    "counselling_grace_minutes", "Menit menunggu sebelum dicatat tidak hadir", 15, "POL-14"
)
COUNSELLING_FIRST_REMINDER_DAYS: Final = policy(
    "counselling_first_reminder_days", "Hari sesudah konseling sampai pengingat pertama atas rekomendasi", 7, "POL-14"
)
COUNSELLING_SECOND_REMINDER_DAYS: Final = policy(
    "counselling_second_reminder_days", "Hari sesudah konseling sampai pengingat kedua atas rekomendasi", 30, "POL-14"
)
COUNSELLING_OPEN_WORKING_DAYS: Final = policy(
    "counselling_open_working_days", "Hari kerja sebelum permohonan terbuka bagi konselor semua wilayah", 1, "POL-14"
)
COUNSELLING_MISSED_BEFORE_CALL: Final = policy(
    "counselling_missed_before_call", "Tidak hadir berturut-turut sebelum peserta dihubungi", 3, "POL-14"
)
COUNSELLING_CALL_WORKING_DAYS: Final = policy(
    "counselling_call_working_days", "Hari kerja untuk menghubungi peserta yang berkali-kali tidak hadir", 2, "POL-14"
)
REEMPLOYMENT_REPORT_WORKING_DAYS: Final = Parameter(
    "reemployment_report_working_days",
    "Hari kerja untuk melapor sudah bekerja kembali",
    r21(7, "angka 3.7", Evidence.SEED, PEDOMAN_543_2024),
    policy="POL-18",
)

# --- Policies that are a choice, not a number --------------------------------------------------------------------
# Each names the choice that its function carries out (docs/law-to-code.md); another choice is another branch there.

LATE_MONTH_COUNTS: Final = policy(
    "late_month_counts",
    "Bulan terhitung bila dibayar paling lambat: tanggal PHK, atau jatuh temponya",
    frozenset({"phk_on", "due_day"}),
    "POL-02",
)
ELIGIBILITY_REGIME_DAY: Final = Parameter(
    "eligibility_regime_day",
    "Hari yang menentukan peraturan kelayakan",
    r21("decided_on", "Pasal II angka 2 dan 4", Evidence.TEXT, PERMENAKER_2_2025),
    policy="POL-04",
)
PAYMENT_REGIME_DAY: Final = Parameter(
    "payment_regime_day",
    "Hari yang menentukan peraturan pembayaran suatu bulan",
    r21("granted_on", "Pasal II angka 3", Evidence.TEXT, PERMENAKER_2_2025),
    policy="POL-05",
)
CONTRIBUTION_REGIME_DAY: Final = policy(
    "contribution_regime_day", "Tarif iuran menurut bulan iuran, dibaca pada hari terakhirnya", "month_end", "POL-08"
)
EVIDENCE_FROM: Final = policy(
    "evidence_from",
    "Bukti bulan ke-n sejak tanggal acuan bulan sebelumnya; satu bukti untuk satu bulan",
    "previous_reference_date",
    "POL-17",
)
WAGE_BASIS: Final = policy("wage_basis", "Dasar upah", "last_reported", "POL-19")
UNKNOWN_FACT: Final = policy("unknown_fact", "Fakta yang belum diketahui", "needs_officer", "POL-20")
DISPUTED_PHK: Final = policy("disputed_phk", "PHK yang masih diperselisihkan di PHI", "held", "POL-21")
JOINT_LEAVE_IS_DAY_OFF: Final = policy("joint_leave_is_day_off", "Cuti bersama bukan hari kerja", True, "POL-23")
NEW_REPORT: Final = policy(
    "new_report", "Laporan baru setelah keputusan: penilaian ulang ditawarkan", "offer", "POL-24"
)
WORK_ELSEWHERE: Final = policy("work_elsewhere", "Masih pekerja penerima upah di tempat lain", "not_payable", "POL-25")
REFUSED_BY: Final = policy("refused_by", "Yang berwenang menolak", "officer", "POL-26")

PARAMETERS: Final[tuple[Parameter[object], ...]] = (*every_parameter(globals()), *DUTIES, *SIGNALS, *RISKS)


def snapshot(on: date) -> dict[str, object]:
    """Everything in force on a day as JSON can hold it: name to value, since and law. Stored with each decision."""
    return {
        parameter.name: {"value": plain(value.value), "since": value.since.isoformat(), "law": value.law.text}
        for parameter, value in in_force(PARAMETERS, on)
    }


def plain(value: object) -> object:
    """A parameter's value as JSON can hold it: a share as "3/5", a set as a sorted list."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
