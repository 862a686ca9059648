"""Every address of the portal. People's pages come in both languages; machines' are not translated."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from core import views as core_views

handler500 = "core.views.server_error"

urlpatterns = [
    path("healthz", core_views.healthz, name="healthz"),
    path("readyz", core_views.readyz, name="readyz"),
    path("api/v1/bank/", include("payments.api.urls")),
    path("api/v1/exchange/", include("compliance.api.urls")),
    *i18n_patterns(
        # In the order in which people ask for them: each address is compared with all that stand before it.
        path("", include("jkp_portal.pages_urls")),
        path("", include("claims.urls")),
        path("", include("accounts.sign_in_urls")),
        path("", include("accounts.urls")),
        path("", include("notices.urls")),
        path("", include("participants.urls")),
        path("", include("ipk.urls")),
        path("", include("training.urls")),
        path("", include("counseling.urls")),
        path("", include("compliance.urls")),
        path("", include("payments.urls")),
        path("", include("reports.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
