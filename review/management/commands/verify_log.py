import sys

from django.core.management.base import BaseCommand, CommandError

from review import past
from review.proving import log


class Command(BaseCommand):
    help = "Computes the whole log anew and names the first place where it does not fit."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="name every such place")

    def handle(self, **options):
        number = 0
        for sentence in log.breaks():
            number += 1
            self.stderr.write(sentence)
            if not options["all"]:
                break
        if number:
            sys.stderr.flush()
            raise CommandError("The log does not fit: see above.")
        self.stdout.write(f"The log fits: {past.last_number()} publications, and what is live.")
