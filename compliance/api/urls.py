"""Addresses of compliance.api."""

from django.urls import path

from compliance.api.views import IdentificationView, SetFileView, SetsView

app_name = "compliance_api"
urlpatterns = [
    path("sets/", SetsView.as_view(), name="sets"),
    path("sets/<str:number>/file/", SetFileView.as_view(), name="set_file"),
    path("identification/", IdentificationView.as_view(), name="identification"),
]
