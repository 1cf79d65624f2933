from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from events.exchange.topics import edits_of
from events.models import Article
from review.deciding import decisions
from review.models import User


class Command(BaseCommand):
    help = "Imports the sample article, and whom it names, unless there is an article already."

    def handle(self, **options):
        if Article.objects.exists():
            self.stdout.write("  There are articles already.")
            return
        sample = settings.BASE_DIR / "samples" / "russia-serbia-relations.txt"
        call_command("import_article", str(sample), by="operator", stdout=self.stdout)
        edits = edits_of((settings.BASE_DIR / "samples" / "topics.toml").read_text())
        by = User.objects.get(username="operator")
        decisions.publish(edits, by=by, summary="Whom and what the sample article names")
