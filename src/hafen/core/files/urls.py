from django.urls import path

from hafen.core.files import views

public = [path("files/<slug:key>/", views.public_file, name="file")]
staff = [path("files/<slug:key>/", views.staff_file, name="file")]
