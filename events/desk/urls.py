from django.urls import path

from events.desk import front

app_name = "desk"

urlpatterns = [
    path("", front.front, name="front"),
    path("records/", front.records, name="records"),
]
