"""Home, help and the other pages that belong to no app."""

from django.urls import URLPattern

app_name = "jkp_portal"
urlpatterns: list[URLPattern] = []
