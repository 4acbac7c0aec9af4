from django.urls import path

from hafen.web.desk import views

staff = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
]
