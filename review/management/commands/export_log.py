import json

from django.core.management.base import BaseCommand

from review.proving import log


class Command(BaseCommand):
    help = "Writes the log to standard output, a publication a line: docs/log.md tells how to check it."

    def handle(self, **options):
        line = None
        for line in log.lines():
            self.stdout.write(json.dumps(line, ensure_ascii=False))
        if line:
            self.stderr.write(
                f"The last publication, to be noted: {line['number']}:{line['digest']}"
            )
