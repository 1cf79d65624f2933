from django.core.management.base import BaseCommand, CommandError

from events.desk import updating
from review.exceptions import Refused
from review.models import User


class Command(BaseCommand):
    help = (
        "Asks “update after” of the statements whose day to look again has come, once each: published "
        "if the user may, else proposed as one changeset. For a timer, each day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--by", required=True, metavar="USER", help="whose requests they are")

    def handle(self, by, **options):
        try:
            user = User.objects.get(username=by, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no active account named “{by}”.") from error
        try:
            opened = updating.open_due(by=user)
        except Refused as error:
            raise CommandError(str(error)) from error
        if not opened.number:
            self.stdout.write("Nothing is to be looked at again.")
            return
        done = "published" if opened.is_published else "sent for review"
        self.stdout.write(f"{opened.number} request{'s' * (opened.number != 1)} {done}.")
