"""Addresses of signing in and out. Their names belong to no namespace: Django and allauth look for some of them."""

from django.urls import path

from accounts.views import confirm, recovery, sign_in

urlpatterns = [
    path("masuk/", sign_in.sign_in, name="account_login"),
    path("masuk/kode/", sign_in.second_factor, name="account_second_factor"),
    path("masuk/perangkat-baru/", sign_in.new_device, name="account_new_device"),
    path("masuk/perangkat-baru/kirim/", sign_in.send_new_device_code, name="account_new_device_send"),
    path("keluar/", sign_in.sign_out, name="account_logout"),
    path("sandi/lupa/", recovery.forgot, name="account_reset_password"),
    path("sandi/lupa/kode/", recovery.code, name="account_reset_code"),
    path("sandi/baru/", recovery.new_password, name="account_reset_new"),
    path("akun/konfirmasi/", confirm.confirm, name="account_confirm"),
]
