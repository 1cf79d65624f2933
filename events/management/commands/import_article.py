from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from events.exchange.importers.plaintext import Unreadable
from events.exchange.importing import import_article
from events.models import CitationRequest
from review.exceptions import Refused
from review.models import User


class Command(BaseCommand):
    help = "Imports a plain-text article: events, statements, citation requests, dates, captions."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a UTF-8 text file")
        parser.add_argument("--by", required=True, metavar="USER", help="whose act it is")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--marks", choices=["auto", "leading", "trailing"], default="auto")
        parser.add_argument("--captions", choices=["auto", "none"], default="auto")

    def handle(self, file, by, dry_run, marks, captions, **options):
        try:
            user = User.objects.get(username=by, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no active account named “{by}”.") from error
        try:
            data = Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        try:
            done = import_article(
                data,
                by=user,
                marks=marks,
                captions=captions,
                dry_run=dry_run,
                limit=settings.ATTESTED_IMPORT_LIMIT,
            )
        except (Unreadable, Refused) as error:
            raise CommandError(str(error)) from error
        self.report(done)
        self.stdout.write(self.outcome(done, dry_run))

    def report(self, done):
        statements = done.statements
        requested = sum(bool(s.marks) for s in statements)
        kinds = dict(CitationRequest.Kind.choices)
        self.stdout.write(f"“{done.read.name}”")
        for sign in done.read.left_out:
            self.stdout.write(f"The title holds {sign}: it was left out, and no export has it.")
        self.stdout.write(done.read.said)
        counts = {"requested": requested, "bare": len(statements) - requested}
        told = ", ".join(f"{n} {what}" for what, n in counts.items() if n)
        self.stdout.write(
            f"{len(done.read.events)} events; {len(statements)} statements{': ' * bool(told)}{told}"
        )
        for kind, number in sorted(done.requests.items()):
            self.stdout.write(f"  {number} {kinds[kind]}")
        self.stdout.write(f"{len(done.read.captions)} illustrations (placeholders)")
        self.stdout.write(f"{len(done.dates)} dates, read by the importer and not confirmed:")
        for date in done.dates:
            self.stdout.write(f"  {date.edtf:24} “{date.words}”")
        for words, why in done.left_out:
            self.stdout.write(f"Left out: the date “{' '.join(words.split())[:80]}”. {why}")

    def outcome(self, done, dry_run):
        address = f"/articles/{done.slug}/"
        if done.was_known:
            where = address if done.is_published else self.review_page(done)
            return f"This very file is held already: no change. {where}"
        if dry_run:
            return f"Dry run: nothing was written. The article would be at {address}"
        if done.is_published:
            return f"Published: {address}"
        return f"Waiting for review: {self.review_page(done)}"

    def review_page(self, done):
        return reverse("review:changeset", args=[done.act.changeset_id])
