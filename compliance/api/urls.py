"""Addresses of compliance.api."""

from django.urls import path

from compliance.api.reconciliation import ReconciliationFileView, ReconciliationsView, ReconciliationView
from compliance.api.views import IdentificationView, SetFileView, SetsView

app_name = "compliance_api"
urlpatterns = [
    path("sets/", SetsView.as_view(), name="sets"),
    path("sets/<str:number>/file/", SetFileView.as_view(), name="set_file"),
    path("identification/", IdentificationView.as_view(), name="identification"),
    path("reconciliation/", ReconciliationsView.as_view(), name="reconciliations"),
    path("reconciliation/<str:number>/", ReconciliationView.as_view(), name="reconciliation"),
    path("reconciliation/<str:number>/file/", ReconciliationFileView.as_view(), name="reconciliation_file"),
]
