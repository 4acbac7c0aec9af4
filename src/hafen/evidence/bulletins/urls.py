from django.urls import path

from hafen.evidence.bulletins import views

public = [
    path("bulletins/<uuid:pk>/<slug:code>/", views.answer, name="answer"),
]
staff = [
    path("bulletins/", views.listing, name="listing"),
    path("bulletins/new/", views.new, name="new"),
    path("bulletins/<uuid:pk>/", views.bulletin, name="bulletin"),
]
