from django.urls import path

from hafen.casework.returns import views

staff = [
    path("returns/counts/", views.counts, name="counts"),
    path("persons/<uuid:pk>/return/", views.person, name="person"),
    path("returns/<uuid:pk>/slip/", views.slip, name="slip"),
    path("returns/<uuid:pk>/step/<slug:name>/", views.person_step, name="person_step"),
]
