from django.core.management.base import BaseCommand

from review.desk import letters


class Command(BaseCommand):
    help = "Sends the letters that could not be sent when they were due. For a timer."

    def handle(self, **options):
        sent = letters.deliver()
        self.stdout.write(f"{sent} letter{'s' * (sent != 1)} sent.")
