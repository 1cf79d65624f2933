from django.core.management.base import BaseCommand

from events import indexing


class Command(BaseCommand):
    help = (
        "Brings the index that readers search up to date with what is live. Decisions keep it: this is "
        "for the first time, and with --all after an update that changes how words are folded, or for "
        "what verify_log named."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="every entry and every word, not only what differs"
        )

    def handle(self, **options):
        indexing.make_all(self.tell, anew=options["all"])
        self.stdout.write("The index is up to date.")

    def tell(self, done, total):
        if self.stderr.isatty():
            ending = "\n" if done == total else ""
            self.stderr.write(f"\r{done} of {total} entries", ending=ending)
            self.stderr.flush()
