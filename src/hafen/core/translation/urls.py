from django.urls import path

from hafen.core.translation import views

staff = [
    path("translations/", views.overview, name="overview"),
    path("translations/<language:language>/", views.to_do, name="to_do"),
]
