from django.core.management.base import BaseCommand, CommandError

from events.exchange.exporters.plaintext import export_article
from events.models import Article
from review.models import Slug


class Command(BaseCommand):
    help = "Writes an article to standard output, as the bytes that were imported but for edits."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--format", choices=["text"], default="text")

    def handle(self, slug, **options):
        found = Slug.objects.filter(kind="events.article", slug=slug).first()
        article = found and Article.objects.filter(pk=found.subject_id).first()
        if article is None:
            raise CommandError(f"There is no article at /articles/{slug}/.")
        out = self.stdout._out.buffer
        out.write(export_article(article))
        out.flush()
