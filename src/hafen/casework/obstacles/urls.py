from django.urls import path

from hafen.casework.obstacles import views

staff = [
    path("obstacles/", views.obstacles, name="obstacles"),
    path("obstacles/gather/", views.gather, name="gather"),
    path("structural-obstacles/", views.structural, name="structural"),
    path("structural-obstacles/new/", views.add_structural, name="add_structural"),
    path(
        "structural-obstacles/<uuid:pk>/", views.edit_structural, name="edit_structural"
    ),
    path("obstacles/<uuid:pk>/solve/", views.solve, name="solve"),
    path("cases/<uuid:pk>/obstacles/", views.of_case, name="of_case"),
    path("cases/<uuid:pk>/obstacles/new/", views.add_obstacle, name="add_obstacle"),
]
