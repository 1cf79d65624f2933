from django.core.management.base import BaseCommand

from review.desk import digest


class Command(BaseCommand):
    help = "Sends moderators a letter on what waits for a verdict. For a timer, once a day."

    def handle(self, **options):
        sent = digest.send_digest()
        self.stdout.write(f"{sent} letter{'s' * (sent != 1)} sent.")
