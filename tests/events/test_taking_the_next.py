"""Several people take the next request at once, each by a connection of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from events.desk import worklist
from events.desk.worklist import Wanted
from events.models import CitationRequest, Claim, Statement
from review.deciding import decisions
from review.proposing import drafts
from tests import builders


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_next_at_once_each_has_another():
    op = builders.operator()
    builders.article(op, ["One.", "Two."])
    statement = Statement.objects.order_by("position").last()
    made = CitationRequest.new(about_id=statement.pk)
    decisions.publish([drafts.create(made)], by=op, summary="asked")
    people = [builders.editor(f"editor{n}") for n in range(6)]
    turn, found = Barrier(len(people)), []

    def take(by):
        turn.wait()
        try:
            found.append(worklist.take_next(Wanted(), by))
        finally:
            connection.close()

    threads = [Thread(target=take, args=[by]) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [key for key in found if key]
    assert len(taken) == len(set(taken)) == 2
    assert len(found) == 6
    assert {claim.request_id for claim in Claim.objects.all()} == set(taken)
