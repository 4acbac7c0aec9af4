from django.urls import path

from hafen.web.desk import views

staff = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("views/", views.keep_view, name="keep_view"),
    path("views/<uuid:pk>/remove/", views.forget_view, name="forget_view"),
    path("my-calendar/", views.calendar, name="calendar"),
]
installation = [
    path("calendar/<slug:slug>/<str:secret>.ics", views.feed, name="feed"),
]
