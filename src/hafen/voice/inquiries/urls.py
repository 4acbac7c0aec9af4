from django.urls import path

from hafen.voice.inquiries import views
from hafen.voice.inquiries.views import public as visitors

public = [
    path("inquiry/", visitors.ask, name="ask"),
    path("inquiry/mine/", visitors.mine, name="mine"),
    path("inquiry/sent/<str:mark>/", visitors.sent, name="sent"),
    path("inquiry/new/<slug:kind>/", visitors.write, name="write"),
    path("inquiry/<slug:short_id>/<slug:code>/", visitors.own_page, name="own_page"),
]
staff = [
    path("inquiries/", views.listing, name="listing"),
    path("inquiries/new/", views.note, name="note"),
    path("inquiries/<uuid:pk>/", views.detail, name="detail"),
    path("inquiries/<uuid:pk>/sort/", views.sort, name="sort"),
    path("inquiries/<uuid:pk>/reply/", views.reply, name="reply"),
    path("inquiries/<uuid:pk>/remark/", views.remark, name="remark"),
    path("inquiries/<uuid:pk>/close/", views.close, name="close"),
    path("inquiries/<uuid:pk>/step/", views.step, name="step"),
    path("inquiries/<uuid:pk>/history/", views.history, name="history"),
]
