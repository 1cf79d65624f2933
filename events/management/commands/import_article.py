from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events.exchange.importers.plaintext import Unreadable, name_of_file
from events.exchange.importing import import_article
from events.exchange.telling import accounts, number_of, outcome
from review import progress
from review.exceptions import Refused
from review.models import User
from sources import languages


class Command(BaseCommand):
    help = (
        "Imports plain-text articles: sections, events, statements, citation requests, dates, "
        "printed references. Each file is imported whole or not at all."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="UTF-8 text files")
        parser.add_argument("--by", required=True, metavar="USER", help="whose act it is")
        parser.add_argument("--title", default="", help="of a file that does not print its own")
        parser.add_argument(
            "--language", default="", help="its tag or name, where the words don't tell it"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--marks", choices=["auto", "leading", "trailing"], default="auto")
        parser.add_argument("--captions", choices=["auto", "none"], default="auto")

    def handle(self, files, by, title, language, dry_run, marks, captions, **options):
        try:
            user = User.objects.get(username=by, is_active=True)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no active account named “{by}”.") from error
        if title and len(files) > 1:
            raise CommandError("--title is of one article: give one file with it.")
        try:
            language = languages.tag(language)
        except ValueError as error:
            raise CommandError(str(error)) from error
        given = {
            "by": user,
            "title": title,
            "language": language,
            "marks": marks,
            "captions": captions,
            "dry_run": dry_run,
            "limit": settings.ATTESTED_IMPORT_LIMIT,
        }
        if len(files) == 1:
            self.report(self.import_file(files[0], given), dry_run)
        else:
            self.import_all(files, given)

    def import_file(self, file, given):
        path = Path(file)
        try:
            with progress.shown_on(self.stderr):
                return import_article(path.read_bytes(), hint=name_of_file(path.stem), **given)
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        except (Unreadable, Refused) as error:
            raise CommandError(str(error)) from error

    def import_all(self, files, given):
        """A line a file; one that is refused stops no other, and is told again at the end."""
        refused = []
        for number, file in enumerate(files, 1):
            place = f"{number:>{len(str(len(files)))}} of {len(files)}"
            try:
                done = self.import_file(file, given)
            except CommandError as error:
                refused.append(f"{file}: {error}")
                self.stdout.write(f"{place}  {file}: refused")
                continue
            except KeyboardInterrupt as error:
                raise CommandError(
                    f"Stopped: {number - 1} of {len(files)} files are in, and nothing of {file}."
                ) from error
            told = len(done.read.told) + len(done.left_out)
            self.stdout.write(
                f"{place}  {file}: {number_of(len(done.read.statements), 'statement')}, "
                f"{number_of(sum(done.requests.values()), 'request')}, "
                f"{number_of(told, 'thing')} told. "
                f"{outcome(done, given['dry_run'])}"
            )
        if refused:
            raise CommandError("\n".join([f"{len(refused)} of {len(files)} refused:", *refused]))

    def report(self, done, dry_run):
        self.stdout.write(f"“{done.read.name}”")
        if done.revised:
            for title in done.revised:
                self.stdout.write(f"  {title}")
            self.stdout.write(outcome(done, dry_run))
            return
        for sign in done.read.left_out:
            self.stdout.write(f"The title holds {sign}: it was left out, and no export has it.")
        self.stdout.write(done.read.said)
        for account in accounts(done):
            self.stdout.write(account.heading)
            for line in account.lines:
                self.stdout.write(f"  {line}")
        self.stdout.write(outcome(done, dry_run))
