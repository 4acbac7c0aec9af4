from django.urls import path

from hafen.mechanisms.bookings import views

_ONE = "registrations/<uuid:pk>/"

public = [
    path("registration/<str:link>/", views.manage, name="manage"),
    path(
        "registration/<str:link>/certificate.pdf",
        views.own_certificate,
        name="own_certificate",
    ),
]
staff = [
    path("registrations/mine/", views.mine, name="mine"),
    path(_ONE, views.registrations, name="registrations"),
    path(f"{_ONE}new/", views.enter, name="enter"),
    path(f"{_ONE}write/", views.write, name="write"),
    path(f"{_ONE}attendance/", views.attendance, name="attendance"),
    path(f"{_ONE}attendance/print/", views.attendance_sheet, name="attendance_sheet"),
    path(f"{_ONE}<uuid:registration>/decide/", views.decide, name="decide"),
    path(
        f"{_ONE}<uuid:registration>/certificate.pdf",
        views.certificate,
        name="certificate",
    ),
]
