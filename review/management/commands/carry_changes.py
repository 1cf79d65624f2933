from django.core.management.base import BaseCommand, CommandError

from review import kinds
from review.exceptions import Refused
from review.models import User
from review.proposing import carrying


class Command(BaseCommand):
    help = "Carries open proposals over a change in the form of a kind's records (docs/schema.md)."

    def add_arguments(self, parser):
        parser.add_argument("kind", help="as sources.source")
        parser.add_argument("--rename", action="append", default=[], metavar="OLD=NEW")
        parser.add_argument("--drop", action="append", default=[], metavar="FIELD")
        parser.add_argument("--by", required=True, help="the operator who does it")

    def handle(self, kind, **options):
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no account {options['by']}.")
        known = {found.label: found for found in kinds.every()}
        if kind not in known:
            raise CommandError(f"There is no kind {kind}: it is one of {', '.join(sorted(known))}.")
        renamed = dict(pair.split("=", 1) for pair in options["rename"] if "=" in pair)
        odd = [new for new in renamed.values() if new not in known[kind].fields]
        if odd or len(renamed) < len(options["rename"]):
            raise CommandError(
                f"Rename OLD=NEW to a field that is there: {', '.join(known[kind].fields)}."
            )
        dropped = set(options["drop"])

        def convert(values):
            return {renamed.get(n, n): v for n, v in values.items() if n not in dropped}

        said = [f"“{old}” is called “{new}” now" for old, new in renamed.items()]
        said += [f"“{name}” is no more" for name in sorted(dropped)]
        if not said:
            raise CommandError("Say what to --rename or to --drop.")
        note = f"Carried on in today’s form of a {known[kind].noun}: {', '.join(said)}."
        try:
            carried = carrying.carry(kind, convert, by=by, note=note)
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(carried)} act{'s' * (len(carried) != 1)} carried on.")
