"""Numbers that bind employers, the office, training institutes and objections: dated, with their articles."""

from datetime import date
from fractions import Fraction
from typing import Final

from rules.law import (
    HALO_JKP,
    KEBIJAKAN,
    PAPARAN_JKP_2022,
    PEDOMAN_LPK_2022,
    PERBAN_1_2022,
    PERMENAKER_2_2025,
    PMK_26_2025,
    PMK_148_2021,
    PP_86_2013,
    UU_24_2011,
    UU_27_2022,
    UU_30_2014,
    Evidence,
    LegalRef,
    Parameter,
    Value,
)
from rules.money import Rupiah
from rules.registry import R21_SINCE, every_parameter, r21, r25

# --- PHK reports, arrears, training, sanctions -------------------------------------------------------------------

PHK_REPORT_WORKING_DAYS: Final = Parameter(
    "phk_report_working_days",
    "Hari kerja bagi pengusaha untuk melaporkan PHK",
    r21(7, "", act=HALO_JKP),
    r25(7, "Pasal 9 ayat (1)", act=PERMENAKER_2_2025),
)
PHK_REPLY_WORKING_DAYS: Final = Parameter(
    "phk_reply_working_days",
    "Hari kerja bagi pihak lain untuk menanggapi laporan PHK",
    Value(R21_SINCE, 7, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
PHK_PROOF_WORKING_DAYS: Final = Parameter(
    "phk_proof_working_days",
    "Hari kerja bagi mediator untuk memeriksa bukti PHK",
    Value(R21_SINCE, 3, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
IDENTITY_WORKING_DAYS: Final = Parameter(
    "identity_working_days",
    "Hari kerja bagi petugas untuk memeriksa identitas atau pendaftaran perusahaan",
    Value(R21_SINCE, 3, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
OVERPAYMENT_WORKING_DAYS: Final = Parameter(
    "overpayment_working_days",
    "Hari kerja bagi petugas untuk menetapkan atau membatalkan kelebihan bayar",
    Value(R21_SINCE, 10, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
CONTRIBUTION_WAGE_TIMES: Final = Parameter(
    "contribution_wage_times",
    "Upah janggal: lebih dari sekian kali upah terakhir, atau kurang dari sepersekiannya",
    Value(R21_SINCE, 3, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
DATA_REQUEST_HOURS: Final = Parameter(
    "data_request_hours",
    "Jam untuk menjawab permintaan tentang data pribadi (3 × 24 jam)",
    Value(R21_SINCE, 72, LegalRef(UU_27_2022, "Pasal 30 ayat (1)", Evidence.RECALL)),
)
ARREARS_CONSECUTIVE_LIMIT: Final = Parameter(
    "arrears_consecutive_limit",
    "Tunggakan berturut-turut yang masih dibayar BPJS (bulan)",
    r21(3, "Pasal 39", Evidence.RECALL),
    r25(3, "Pasal 39 ayat (1)"),
    policy="POL-22",
)
BANKRUPT_ARREARS_LIMIT: Final = Parameter(
    "bankrupt_arrears_limit",
    "Tunggakan perusahaan pailit atau tutup yang dibayar BPJS (bulan; 0 = tidak diatur)",
    r21(0, ""),
    r25(6, "Pasal 39A", Evidence.NEWS),
    policy="POL-22",
)
EMPLOYER_FIRST_WORKING_DAYS: Final = Parameter(
    "employer_first_working_days",
    "Hari kerja bagi pengusaha yang menunggak untuk membayar manfaat lebih dahulu (konfigurasi)",
    Value(R21_SINCE, 7, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
REIMBURSEMENT_MONTHS: Final = Parameter(
    "reimbursement_months",
    "Batas pengusaha meminta penggantian (bulan)",
    r21(3, "Pasal 39", Evidence.RECALL),
    r25(3, "Pasal 39 ayat (5)"),
)
REIMBURSEMENT_WORKING_DAYS: Final = Parameter(
    "reimbursement_working_days",
    "Hari kerja bagi BPJS untuk membayar penggantian",
    r21(7, "Pasal 39", Evidence.RECALL),
    r25(7, "Pasal 39 ayat (6)"),
)
TRAINING_COST_CEILING: Final = Parameter(
    "training_cost_ceiling",
    "Biaya pelatihan paling tinggi per peserta (Rp)",
    r21(Rupiah(1_000_000), "", act=PMK_148_2021),
    Value(date(2025, 4, 14), Rupiah(2_400_000), LegalRef(PMK_26_2025, "Pasal 31 ayat (3)", Evidence.NEWS)),
)
TRAINING_MONTHS: Final = Parameter(
    "training_months", "Pelatihan di antara bulan ke-", r21((2, 5), "", Evidence.SEED, PAPARAN_JKP_2022)
)
TRAINING_RECOMMENDATION_DAYS: Final = Parameter(
    "training_recommendation_days",
    "Hari berlakunya rekomendasi pelatihan dari konselor (konfigurasi)",
    Value(R21_SINCE, 90, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
VOUCHER_DAYS: Final = Parameter(
    "voucher_days",
    "Hari berlakunya voucher pelatihan (konfigurasi)",
    Value(R21_SINCE, 60, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
PARTNERSHIP_WORKING_DAYS: Final = Parameter(
    "partnership_working_days",
    "Hari kerja bagi petugas untuk memverifikasi LPK (konfigurasi)",
    Value(R21_SINCE, 10, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
INSTRUCTOR_YEARS: Final = Parameter(
    "instructor_years",
    "Tahun pengalaman mengajar bagi instruktur tanpa sertifikat",
    r21(2, "", Evidence.NEWS, PEDOMAN_LPK_2022),
)
AGREEMENT_MONTHS: Final = Parameter(
    "agreement_months",
    "Bulan berlakunya perjanjian kerja sama dengan LPK (konfigurasi)",
    Value(R21_SINCE, 12, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
PROGRAMME_WORKING_DAYS: Final = Parameter(
    "programme_working_days",
    "Hari kerja bagi petugas untuk menilai program dan menetapkan biayanya (konfigurasi)",
    Value(R21_SINCE, 5, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
ATTENDANCE_WARNING: Final = Parameter(
    "attendance_warning",
    "Peringatan bila kehadiran masih dapat mencapai kurang dari (konfigurasi)",
    Value(R21_SINCE, Fraction(85, 100), LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
ATTENDANCE_LOCK_HOURS: Final = Parameter(
    "attendance_lock_hours",
    "Jam sesudah pertemuan sampai presensi dikunci (konfigurasi)",
    Value(R21_SINCE, 48, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
CHECK_IN_GRACE_MINUTES: Final = Parameter(
    "check_in_grace_minutes",
    "Menit terlambat yang masih dihitung hadir penuh lewat kode pertemuan (konfigurasi)",
    Value(R21_SINCE, 15, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
INVOICE_WORKING_DAYS: Final = Parameter(
    "invoice_working_days",
    "Hari kerja bagi penelaah untuk menelaah tagihan LPK (konfigurasi)",
    Value(R21_SINCE, 5, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
SIGNAL_WORKING_DAYS: Final = Parameter(
    "signal_working_days",
    "Hari kerja bagi petugas integritas untuk memeriksa sinyal pelatihan (konfigurasi)",
    Value(R21_SINCE, 10, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
COUNSELLOR_REPORT_WORKING_DAYS: Final = Parameter(
    "counsellor_report_working_days",
    "Hari kerja bagi BPJS untuk menindaklanjuti laporan konselor (konfigurasi)",
    Value(R21_SINCE, 5, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
TRAINING_BATCH_DAYS: Final = Parameter(
    "training_batch_days",
    "Tanggal pengiriman tagihan pelatihan ke BPJS",
    r21((1, 15), "Pasal 11", Evidence.SEED, PERBAN_1_2022),
)
TRAINING_PAYMENT_WORKING_DAYS: Final = Parameter(
    "training_payment_working_days",
    "Hari kerja bagi BPJS untuk membayar LPK",
    r21(5, "Pasal 12 ayat (1) dan ayat (2)", Evidence.TEXT, PERBAN_1_2022),
)
WARNINGS_MAX: Final = Parameter("warnings_max", "Teguran tertulis paling banyak", r21(2, "", act=PP_86_2013))
WARNING_WORKING_DAYS: Final = Parameter(
    "warning_working_days", "Hari kerja untuk memenuhi satu teguran", r21(10, "", act=PP_86_2013)
)
FINE_DAYS: Final = Parameter("fine_days", "Tahap denda setelah teguran kedua (hari)", r21(30, "", act=PP_86_2013))
FINE_RATE: Final = Parameter(
    "fine_rate", "Denda administratif per bulan dari iuran terutang", r21(Fraction(1, 1000), "", act=PP_86_2013)
)

# --- Objections: periods of configuration, printed as dates, to be confirmed before they are cited ---------------

OBJECTION_WORKING_DAYS: Final = Parameter(
    "objection_working_days",
    "Hari kerja untuk mengajukan keberatan (konfigurasi)",
    r21(21, "Pasal 77", Evidence.CONFIG, UU_30_2014),
)
OBJECTION_ANSWER_WORKING_DAYS: Final = Parameter(
    "objection_answer_working_days",
    "Hari kerja untuk menjawab keberatan (konfigurasi)",
    r21(10, "Pasal 77", Evidence.CONFIG, UU_30_2014),
)
APPEAL_WORKING_DAYS: Final = Parameter(
    "appeal_working_days",
    "Hari kerja untuk mengajukan banding (konfigurasi)",
    r21(10, "Pasal 78", Evidence.CONFIG, UU_30_2014),
)
COMPLAINT_WORKING_DAYS: Final = Parameter(
    "complaint_working_days",
    "Hari kerja bagi unit pengaduan BPJS untuk menjawab (konfigurasi)",
    r21(5, "Pasal 48", Evidence.CONFIG, UU_24_2011),
)
COMPLAINT_REOPEN_DAYS: Final = Parameter(
    "complaint_reopen_days",
    "Hari bagi pelapor untuk meminta pengaduan yang dijawab diperiksa sekali lagi",
    Value(R21_SINCE, 30, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
ALLEGATION_REPLY_WORKING_DAYS: Final = Parameter(
    "allegation_reply_working_days",
    "Hari kerja bagi perusahaan untuk menanggapi pertanyaan pengawas",
    Value(R21_SINCE, 7, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)
INSPECTION_REPLY_WORKING_DAYS: Final = Parameter(
    "inspection_reply_working_days",
    "Hari kerja bagi perusahaan untuk menjawab nota pemeriksaan",
    Value(R21_SINCE, 7, LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)

OUTREACH_REMINDER_DAYS: Final = Parameter(
    "outreach_reminder_days",
    "Hari sebelum hak mengajukan klaim berakhir untuk mengingatkan pekerja yang belum mengajukan (konfigurasi)",
    Value(R21_SINCE, (120, 60, 30, 7, 1), LegalRef(KEBIJAKAN, "", Evidence.CONFIG)),
)

DUTIES: Final[tuple[Parameter[object], ...]] = every_parameter(globals())
