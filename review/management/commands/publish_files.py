import logging
from time import sleep

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection

from review.publishing import due, files, fitting

log = logging.getLogger(__name__)
# Seconds after which it is looked for what is due though nobody told of it: what is tried again.
EVERY = 5


class Command(BaseCommand):
    help = (
        "Writes every public page, feed and export that readers find as a file, where there is none "
        "yet, into PUBLISHED_ROOT, and leads nginx there: once, and after each update."
    )

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--follow", action="store_true", help="and go on with what is published, until stopped"
        )
        what.add_argument(
            "--due", action="store_true", help="only what was published since: for a timer"
        )
        what.add_argument(
            "--check", action="store_true", help="compare each file with its page, made anew"
        )
        what.add_argument(
            "--off",
            action="store_true",
            help="lead nginx to the application, and delete the files",
        )

    def handle(self, **options):
        if not files.are_kept():
            raise CommandError("Set PUBLISHED_ROOT to the folder that the files are to be in.")
        try:
            self.do(options)
        except OSError as error:
            raise CommandError(f"{settings.PUBLISHED_ROOT}: {error}.") from error
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was written stays, and is not written again.")

    def do(self, options):
        if options["check"]:
            self.check_files()
        elif options["off"]:
            due.switch_off()
            self.stdout.write(
                "nginx asks the application for every page. Now unset PUBLISHED_ROOT."
            )
        elif options["due"]:
            self.say(due.work_off())
        else:
            self.say(due.write_all(self.tell))
            if options["follow"]:
                self.follow()

    def say(self, written):
        self.stdout.write(f"{written} page{'s' * (written != 1)} written as files.")

    def tell(self, done, total, path):
        if self.stderr.isatty():
            words = f"{done} of {total} groups of pages  {path}"[:79]
            self.stderr.write(f"\r{words:79}", ending="" if done < total else "\n")
            self.stderr.flush()

    def check_files(self):
        number = 0
        for sentence in fitting.misfits(lambda done: None):
            number += 1
            self.stderr.write(sentence)
        if number:
            raise CommandError(
                "The files do not fit: see above. publish_files writes those that are missing; for "
                "the others run it with --off before, and look who writes there."
            )
        self.stdout.write("Each file is what its page is.")

    def follow(self):
        while True:
            try:
                self.listen()
            except (OperationalError, InterfaceError) as error:
                log.warning("Published files: the database is away: %s", error)
                connection.close()
                sleep(EVERY)

    def listen(self):
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {files.CHANNEL}")
        while True:
            due.work_off()
            with connection.wrap_database_errors:
                list(connection.connection.notifies(timeout=EVERY, stop_after=1))
