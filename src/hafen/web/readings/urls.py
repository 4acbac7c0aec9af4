from django.urls import path

from hafen.web.readings import views

staff = [
    path("readings/", views.pages, name="pages"),
    path("readings/<slug:kind>/<uuid:key>/", views.of_thing, name="of_thing"),
]
