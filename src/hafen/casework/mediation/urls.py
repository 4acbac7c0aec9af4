from django.urls import path

from hafen.casework.mediation import views

staff = [
    path("housing-advice/", views.matters, name="matters"),
    path("housing-advice-counts/", views.counts, name="counts"),
    path("housing-advice/<uuid:pk>/", views.matter, name="matter"),
    path("housing-advice/<uuid:pk>/sides/new/", views.add_party, name="add_party"),
    path("housing-advice/<uuid:pk>/steps/new/", views.add_step, name="add_step"),
    path("housing-advice/<uuid:pk>/close/", views.close, name="close"),
    path("housing-advice/sides/<uuid:pk>/", views.edit_party, name="edit_party"),
    path("housing-advice/sides/<uuid:pk>/copy/", views.copy, name="copy"),
    path("housing-advice/letters/<uuid:pk>/", views.letter, name="letter"),
    path("cases/<uuid:pk>/housing-advice/", views.of_case, name="of_case"),
    path("cases/<uuid:pk>/housing-advice/new/", views.begin, name="begin"),
]
