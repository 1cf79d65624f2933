from django.urls import path

from review.desk.views import deciding, own, team, undoing

app_name = "review"

urlpatterns = [
    path("queue/", deciding.queue, name="queue"),
    path("mine/", own.mine, name="mine"),
    path("inbox/", own.inbox, name="inbox"),
    path("far/<uuid:key>/", own.far, name="far"),
    path("waits/", team.figures, name="waits"),
    path("contributors/<int:account>/", team.contributor, name="contributor"),
    path("restrictions/", team.restrictions, name="restrictions"),
    path("restrictions/add/", team.restrict, name="restrict"),
    path("restrictions/<int:restriction>/lift/", team.lift, name="lift"),
    path("trust/<int:note>/checked/", deciding.checked, name="checked"),
    path("changesets/<int:number>/reading/", deciding.read_on, name="reading"),
    path("changesets/<int:number>/preview/", deciding.preview, name="preview"),
    path("send/", own.send, name="send"),
    path("changesets/<int:number>/", deciding.changeset, name="changeset"),
    path("changesets/<int:number>/decide/", deciding.decide, name="decide"),
    path("decisions/<int:number>/undo/", undoing.undo, name="undo"),
    path("accounts/<int:account>/undo/", undoing.undo_account, name="undo-account"),
    path("redact/", team.redact, name="redact"),
    path("acts/<int:act>/amend/", deciding.amend, name="amend"),
    path("acts/<int:act>/withdraw/", own.withdraw, name="withdraw"),
    path("acts/<int:act>/revise/", own.revise, name="revise"),
    path("acts/<int:act>/comment/", deciding.comment, name="comment"),
]
