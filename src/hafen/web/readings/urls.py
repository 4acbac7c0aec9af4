from django.urls import path

from hafen.web.readings import views

staff = [path("readings/", views.pages, name="pages")]
