from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from review import progress
from review.exceptions import Refused
from review.models import User
from sources.exchange import telling
from sources.exchange.importing import check_size, import_works
from sources.reading import Unreadable
from sources.reading.encodings import NAMES

# So many of each account are told; what is refused is told whole.
LINES = 20


class Command(BaseCommand):
    help = (
        "Imports files of works (BibTeX, RIS, EndNote, CSL-JSON and more), each file as one act: "
        "published at once if the user may, else sent for review. What is here already is not made "
        "again, and what is refused stops nothing else."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--by", required=True, metavar="USER", help="whose act it is")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument(
            "--encoding",
            choices=[name for name in NAMES.values() if not name.startswith("UTF")],
            default="",
            help="of a file that is no UTF-8",
        )

    def handle(self, files, by, dry_run, encoding, **options):
        try:
            user = User.objects.get(username=by, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no active account named “{by}”.") from error
        refused = []
        for file in files:
            if len(files) > 1:
                self.stdout.write(file)
            try:
                self.report(self.import_file(Path(file), user, encoding, dry_run), dry_run)
            except CommandError as error:
                refused.append(f"{file}: {error}" if len(files) > 1 else str(error))
        if refused:
            raise CommandError("\n".join(refused))

    def import_file(self, path, by, encoding, dry_run):
        try:
            check_size(path.stat().st_size)
            with progress.shown_on(self.stderr):
                return import_works(
                    path.read_bytes(), by=by, name=path.name, encoding=encoding, dry_run=dry_run
                )
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        except (Unreadable, Refused) as error:
            raise CommandError(str(error)) from error

    def report(self, done, dry_run):
        if len(done.encodings) > 1:
            others = ", ".join(done.encodings[1:])
            self.stdout.write(f"Read as {done.encodings[0]}; --encoding reads it as {others}.")
        self.stdout.write(telling.counted(done))
        for account in telling.accounts(done, LINES):
            self.stdout.write(account.heading)
            for words, _ in account.lines:
                self.stdout.write(f"  {words}")
            if account.more:
                self.stdout.write(f"  and {account.more:,} more")
        address = reverse("review:changeset", args=[done.act.changeset_id]) if done.act else ""
        self.stdout.write(f"{telling.outcome(done, dry_run)} {address}".strip())
