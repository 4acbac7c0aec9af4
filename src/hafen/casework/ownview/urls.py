from django.urls import path

from hafen.casework.ownview import views
from hafen.casework.ownview.views import public as own

public = [
    path("own/", own.home, name="home"),
    path("own/<uuid:pk>/<slug:part>/", own.door, name="door"),
    path("own/step/<slug:name>/", own.step, name="step"),
    path("own/notice/", own.notice, name="notice"),
    path("own/slip/<uuid:pk>/", own.slip, name="slip"),
]

staff = [
    path("persons/<uuid:pk>/own-view/", views.own_view, name="own_view"),
    path("own-view/<uuid:pk>/sheet/", views.sheet, name="sheet"),
    path("own-view/<uuid:pk>/qr.svg", views.code, name="code"),
    path("own-view/<uuid:pk>/step/<slug:name>/", views.own_view_step, name="step"),
]
