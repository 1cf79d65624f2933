"""What gunicorn writes of requests: never the secret part of an address."""

import re

from gunicorn.glogging import Logger

# Who has this address sees what came of a reader's lead (events/pages/leads.py).
SECRET = re.compile(r"(/leads/)[^/\s\"?#]+")


class Discreet(Logger):
    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(without_secrets)


def without_secrets(record):
    record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), None
    return True
