from django.urls import path

from hafen.core.taxonomy import views

staff = [
    path("vocabularies/", views.vocabularies, name="vocabularies"),
    path("vocabularies/languages/", views.languages, name="languages"),
    path("vocabularies/<slug:code>/", views.terms, name="terms"),
]
