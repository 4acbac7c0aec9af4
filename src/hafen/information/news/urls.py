from django.urls import path

from hafen.information.news import views

public = [
    path("news/", views.news, name="news"),
    path("news/feed.rss", views.rss, name="rss"),
    path("news/<slug:address>/", views.item, name="item"),
]
staff = [
    path("news/", views.listing, name="listing"),
    path("news/new/", views.create, name="create"),
    path("news/<uuid:pk>/", views.detail, name="detail"),
    path("news/<uuid:pk>/edit/", views.edit, name="edit"),
    path("news/<uuid:pk>/move/", views.move, name="move"),
    path("news/<uuid:pk>/use/", views.use, name="use"),
    path(
        "news/<uuid:pk>/translate/<language:into>/", views.translate, name="translate"
    ),
]
