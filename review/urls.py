from django.urls import path

from review import views

app_name = "review"

urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("mine/", views.mine, name="mine"),
    path("inbox/", views.inbox, name="inbox"),
    path("waits/", views.figures, name="waits"),
    path("contributors/<int:account>/", views.contributor, name="contributor"),
    path("restrictions/", views.restrictions, name="restrictions"),
    path("restrictions/add/", views.restrict, name="restrict"),
    path("restrictions/<int:restriction>/lift/", views.lift, name="lift"),
    path("trust/<int:note>/checked/", views.checked, name="checked"),
    path("changesets/<int:number>/reading/", views.read_on, name="reading"),
    path("changesets/<int:number>/preview/", views.preview, name="preview"),
    path("send/", views.send, name="send"),
    path("changesets/<int:number>/", views.changeset, name="changeset"),
    path("changesets/<int:number>/decide/", views.decide, name="decide"),
    path("decisions/<int:number>/undo/", views.undo, name="undo"),
    path("accounts/<int:account>/undo/", views.undo_account, name="undo-account"),
    path("redact/", views.redact, name="redact"),
    path("acts/<int:act>/amend/", views.amend, name="amend"),
    path("acts/<int:act>/withdraw/", views.withdraw, name="withdraw"),
    path("acts/<int:act>/revise/", views.revise, name="revise"),
    path("acts/<int:act>/comment/", views.comment, name="comment"),
]
