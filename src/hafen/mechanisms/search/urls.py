from django.urls import path

from hafen.mechanisms.search import views

staff = [path("gaps/", views.gaps, name="gaps")]
