from django.urls import path

from hafen.exchange.board import views
from hafen.exchange.board.views import mailed
from hafen.exchange.board.views import public as visitors

public = [
    path("board/", visitors.listing, name="listing"),
    path("board/feed.rss", visitors.feed, name="feed"),
    path("board/in/<slug:path>/", visitors.listing, name="district"),
    path("board/in/<slug:path>/feed.rss", visitors.feed, name="district_feed"),
    path("board/new/", visitors.write, name="write"),
    path("board/thanks/", visitors.thanks, name="thanks"),
    path("board/figures/", visitors.figures, name="figures"),
    path("board/by-mail/", visitors.subscribe, name="subscribe"),
    path("board/by-mail/<uuid:pk>/<slug:code>/", mailed.alert, name="alert"),
    path("board/mine/<uuid:pk>/<slug:code>/", mailed.mine, name="mine"),
    path("board/mine/<uuid:pk>/<slug:code>/edit/", mailed.edit, name="edit"),
    path("board/talk/<uuid:pk>/<slug:code>/", mailed.talk, name="talk"),
    path("board/<slug:short_id>/", visitors.detail, name="detail"),
    path("board/<slug:short_id>/answer/", visitors.answer, name="answer"),
    path("board/<slug:short_id>/report/", visitors.report, name="report"),
    path("board/<slug:short_id>/notice.pdf", visitors.notice, name="notice"),
]
staff = [
    path("board/", views.listing, name="listing"),
    path("board/new/", views.add, name="add"),
    path("board/settings/", views.settings, name="settings"),
    path("board/<uuid:pk>/", views.post, name="post"),
    path("board/<uuid:pk>/history/", views.history, name="history"),
    path("board/<uuid:pk>/decide/", views.decide, name="decide"),
]
