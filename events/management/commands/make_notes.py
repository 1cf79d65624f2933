from django.core.management.base import BaseCommand, CommandError

from events import ledger, listing, notes, standing, topics
from events.alterations import keeping
from review.exceptions import Refused
from sources.formatting import ourselves, renderings


class Command(BaseCommand):
    help = (
        "Makes the footnotes and entries that are not kept yet: after ATTESTED_STYLE names another "
        "style, or with another pandoc. Readers see titles and places until then. Lists the works, "
        "the open requests and the topics anew, too, counts what each publication altered, and reads "
        "which statements a citation is likely due for."
    )

    def handle(self, **options):
        before = renderings.count()
        listing.make_all(lambda done, total: self.tell("works listed", done, total))
        ledger.find_all(lambda done, total: self.tell("requests listed", done, total))
        keeping.make_all(lambda done, total: self.tell("publications counted", done, total))
        topics.make_all(lambda done, total: self.tell("topics indexed", done, total))
        standing.read_all(lambda done, total: self.tell("statements read", done, total))
        try:
            renderings.make_all(lambda done, total: self.tell("works", done, total))
            notes.make_all(lambda done, total: self.tell("articles", done, total))
            ourselves.make_all()
        except Refused as error:
            raise CommandError(str(error)) from error
        made = renderings.count() - before
        self.stdout.write(f"{made} footnotes and entries made." if made else "All are there.")

    def tell(self, noun, done, total):
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} {noun}", ending="\n" if done == total else "")
            self.stderr.flush()
