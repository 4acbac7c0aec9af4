from django.urls import path

from hafen.mechanisms.search import views

staff = [
    path("gaps/", views.words, name="gaps"),
    path("gaps/topics/", views.topics, name="gaps_by_topic"),
]
