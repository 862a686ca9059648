"""Addresses of payments.api."""

from django.urls import path

from payments.api.views import CallbackView

app_name = "payments_api"
urlpatterns = [path("callbacks/", CallbackView.as_view(), name="callbacks")]
