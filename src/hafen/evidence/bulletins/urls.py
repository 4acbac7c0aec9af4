from django.urls import path

from hafen.evidence.bulletins import views

public = [
    path("bulletins/<uuid:pk>/<slug:code>/", views.answer, name="answer"),
    path("bulletins/<uuid:pk>/<slug:code>/stop/", views.stop, name="stop"),
]
staff = [
    path("bulletins/", views.listing, name="listing"),
    path("bulletins/new/", views.new, name="new"),
    path("bulletins/settings/", views.settings, name="settings"),
    path("bulletins/refuse/", views.refuse, name="refuse"),
    path("bulletins/refused/<uuid:pk>/", views.want_again, name="want_again"),
    path("bulletins/<uuid:pk>/", views.bulletin, name="bulletin"),
]
