"""Addresses of one's own account."""

from django.urls import path

from accounts.views import contact, second_factor, security

app_name = "accounts"
urlpatterns = [
    path("akun/keamanan/", security.security, name="security"),
    path("akun/keamanan/sandi/", security.password, name="password"),
    path("akun/keamanan/keluarkan-semua/", security.end_all, name="end_all_sessions"),
    path("akun/keamanan/sesi/<int:session_id>/keluarkan/", security.end_one, name="end_session"),
    path("akun/keamanan/langkah-kedua/", second_factor.overview, name="second_factor"),
    path("akun/keamanan/langkah-kedua/aplikasi/", second_factor.add_totp, name="add_totp"),
    path("akun/keamanan/langkah-kedua/kunci-sandi/", second_factor.add_passkey, name="add_passkey"),
    path("akun/keamanan/langkah-kedua/<int:authenticator_id>/hapus/", second_factor.remove, name="remove_factor"),
    path("akun/keamanan/kode-cadangan/", second_factor.recovery_codes, name="recovery_codes"),
    path("akun/keamanan/email/", contact.change_email, name="change_email"),
    path("akun/keamanan/hp/", contact.change_phone, name="change_phone"),
    path("akun/keamanan/kontak/kode/", contact.confirm, name="confirm_contact"),
]
