from django.urls import path

from hafen.core.audit import views

staff = [path("audit-trail/", views.trail, name="trail")]
