from django.core.management.base import BaseCommand, CommandError

from review.deciding import redacting, traces
from review.exceptions import Refused
from review.models import User


class Command(BaseCommand):
    help = "Blanks every field that holds some words, in what is live, in history and beside them."

    def add_arguments(self, parser):
        parser.add_argument("words", help="as they stand in the text; letters of either case")
        parser.add_argument("--by", required=True, help="the operator who does it")
        parser.add_argument("--reason", default="", help="public, without the words")
        parser.add_argument(
            "--all", action="store_true", help="even where they stand in very many places"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell where they stand")

    def handle(self, words, **options):
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no account {options['by']}.")
        try:
            found = traces.find(words)
            for what, number in found.counts():
                self.stdout.write(f"{number:5} {what}")
            if options["dry_run"]:
                return
            decision = redacting.redact(
                words, by=by, reason=options["reason"], everywhere=options["all"]
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Decision {decision.pk}: blanked, published as {decision.publication.number}. "
            "Backups and letters that were sent still have the words."
        )
