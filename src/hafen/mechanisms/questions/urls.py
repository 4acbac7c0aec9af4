from django.urls import path

from hafen.mechanisms.questions import views

staff = [
    path("questions/<uuid:pk>/", views.questionnaire, name="questionnaire"),
    path("questions/<uuid:pk>/new/", views.add, name="add"),
    path("questions/<uuid:pk>/<uuid:question>/", views.change, name="change"),
    path("questions/<uuid:pk>/<uuid:question>/move/", views.move, name="move"),
]
