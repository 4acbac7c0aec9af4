from django.urls import path

from hafen.mechanisms.todos import views

staff = [
    path("todos/reassign/", views.reassign, name="reassign"),
    path("todos/<uuid:pk>/", views.detail, name="detail"),
    path("todos/<uuid:pk>/move/", views.move, name="move"),
    path("todos/<uuid:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("todos/<uuid:pk>/wait/", views.wait, name="wait"),
]
