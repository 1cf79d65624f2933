import re
import sys

from django.core.management.base import BaseCommand, CommandError

from review.proving import log, served

NOTED = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Computes the whole log anew and names the first place where it does not fit."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="name every such place")
        parser.add_argument(
            "--pages",
            action="store_true",
            help="make anew what is stored for readers too, pages and notes, and compare it",
        )
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            action="append",
            default=[],
            help="what the page of publications, or an export, once said; may be given again",
        )

    def handle(self, **options):
        noted = [self.read(text) for text in options["expect"]]
        number = 0
        for sentence in self.sentences(noted, options["pages"]):
            number += 1
            self.stderr.write(sentence)
            if not options["all"]:
                break
        if number:
            sys.stderr.flush()
            raise CommandError("The log does not fit: see above.")
        last = log.last()
        ends = f", the last {last.number}:{last.digest}" if last else ""
        count = last.number if last else 0
        pages = ", and what readers are served" if options["pages"] else ""
        self.stdout.write(f"The log fits: {count} publications{ends}, what is live{pages}.")

    def read(self, text):
        found = NOTED.fullmatch(text)
        if not found:
            raise CommandError(f"“{text}” must read NUMBER:DIGEST, as on the page of publications.")
        return int(found[1]), found[2]

    def sentences(self, noted, with_pages):
        yield from log.unmet(noted)
        yield from log.breaks()
        if with_pages:
            yield from served.breaks(self.progress)

    def progress(self, noun, done, total):
        """On a terminal one line that goes on; else each hundredth."""
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} {noun} made anew", ending="")
            self.stderr.write("\n" if done == total else "", ending="")
        elif done % 100 == 0 or done == total:
            self.stderr.write(f"{done} of {total} {noun} made anew")
