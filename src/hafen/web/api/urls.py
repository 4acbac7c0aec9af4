from django.urls import include, path

from hafen.web.api import views

_standard = [
    path("", views.root, name="root"),
    path("docs/", views.docs, name="docs"),
    path("openapi.json", views.openapi, name="openapi"),
    path("datapackage.zip", views.datapackage, name="datapackage"),
    path("services", views.services, name="services"),
    path("services/<uuid:key>", views.service, name="service"),
    path("organizations", views.organisations, name="organisations"),
    path("organizations/<uuid:key>", views.organisation, name="organisation"),
    path("service_at_locations", views.places, name="places"),
    path("service_at_locations/<uuid:key>", views.place, name="place"),
    path("taxonomies", views.taxonomies, name="taxonomies"),
    path("taxonomies/<uuid:key>", views.one_taxonomy, name="taxonomy"),
    path("taxonomy_terms", views.terms, name="terms"),
    path("taxonomy_terms/<uuid:key>", views.term, name="term"),
]
installation = [
    path("hsds/", include((_standard, "everywhere"))),
    path("<slug:municipality>/hsds/", include((_standard, "here"))),
]
