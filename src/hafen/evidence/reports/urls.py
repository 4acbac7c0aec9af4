from django.urls import path

from hafen.evidence.reports import views

staff = [
    path("reports/", views.listing, name="listing"),
    path("reports/released/", views.releases, name="releases"),
    path("reports/released/<uuid:pk>/", views.released, name="released"),
    path("reports/outside/", views.outside, name="outside"),
    path("reports/outside/new/", views.new_outside, name="new_outside"),
    path("reports/outside/<uuid:pk>/", views.edit_outside, name="edit_outside"),
    path(
        "reports/outside/<uuid:pk>/remove/", views.remove_outside, name="remove_outside"
    ),
    path("reports/<slug:name>/", views.report, name="report"),
    path("reports/<slug:name>/release/", views.release, name="release"),
    path("reports/<slug:name>/settings/", views.settings, name="settings"),
    path("reports/<slug:name>/<slug:key>/", views.definition, name="definition"),
]
