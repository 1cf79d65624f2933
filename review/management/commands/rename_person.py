from django.core.management.base import BaseCommand, CommandError

from review.deciding import traces
from review.exceptions import Refused
from review.models import User
from review.proposing import people


class Command(BaseCommand):
    help = "Replaces a person's public name, user name and e-mail address everywhere."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", default="", help='public name, else "Contributor N"')
        parser.add_argument("--username-becomes", default="", help="else contributor-N")
        parser.add_argument("--email", default="", help="else none")
        parser.add_argument("--by", required=True, help="the operator who does it")

    def handle(self, username, **options):
        found = {u.username: u for u in User.objects.filter(username__in=[username, options["by"]])}
        for name in (username, options["by"]):
            if name not in found:
                raise CommandError(f"There is no account {name}.")
        person = found[username]
        old = {person.username, person.public_name, person.get_full_name(), person.email} - {""}
        try:
            people.rename(
                person,
                by=found[options["by"]],
                public_name=options["name"] or f"Contributor {person.pk}",
                username=options["username_becomes"] or f"contributor-{person.pk}",
                email=options["email"],
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Account {person.pk} is called {person} now.")
        for words in sorted(w for w in old if len(w) >= traces.SHORTEST):
            rows = traces.find(words).rows
            if rows:
                self.stdout.write(
                    f"“{words}” still stands in {len(rows)} texts: see `manage.py redact --dry-run`."
                )
