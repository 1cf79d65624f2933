import sys

from django.core.management.base import BaseCommand, CommandError

from events.pages import reads


class Command(BaseCommand):
    help = (
        "Adds up how often articles were read, from an access log in the common format: give each "
        "line once, as when a log is rotated. The queue tells what is much read."
    )

    def add_arguments(self, parser):
        parser.add_argument("log", nargs="?", help="a file; without it, standard input")

    def handle(self, log=None, **options):
        if log is None:
            number = reads.count(sys.stdin)
        else:
            try:
                with open(log, encoding="utf-8", errors="replace") as lines:
                    number = reads.count(lines)
            except OSError as error:
                raise CommandError(f"{log} can't be read: {error.strerror}.") from error
        self.stdout.write(f"{number} read{'s' * (number != 1)} of articles counted.")
