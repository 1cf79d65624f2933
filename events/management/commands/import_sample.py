from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from events.models import Article


class Command(BaseCommand):
    help = "Imports the sample article, unless there is an article already."

    def handle(self, **options):
        if Article.objects.exists():
            self.stdout.write("  There are articles already.")
            return
        sample = settings.BASE_DIR / "samples" / "russia-serbia-relations.txt"
        call_command("import_article", str(sample), by="operator", stdout=self.stdout)
