"""How gunicorn serves the site: sync workers, each with one lasting database connection."""

import os
import signal
import subprocess
import sys

from config.logs import Discreet
from config.postgres import PROJECT
from config.run import end_with_parent

# To bring in the longest file that is taken, or to undo that, takes a minute. What readers ask for
# has limits of its own (review/bounds.py).
timeout = 600
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
# For `manage.py count_reads`: when and what, never who.
accesslog = os.environ.get("ATTESTED_ACCESS_LOG")
logger_class = Discreet
access_log_format = '%(t)s "%(r)s" %(s)s'


def post_fork(server, worker):
    # gunicorn's own handler, which the fork copies, would lose a signal that comes while it loads.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent()
    if os.getppid() != server.pid:
        raise SystemExit


def when_ready(server):
    if os.environ.get("PUBLISHED_ROOT"):
        subprocess.Popen(
            [sys.executable, PROJECT / "manage.py", "publish_files", "--follow"],
            preexec_fn=end_with_parent,
        )
    address = os.environ.get("ATTESTED_ADDRESS")
    if not address:
        return
    for words, path in (
        ("Home", "/"),
        ("Timeline", "/timeline/"),
        ("Sign in to the desk", "/admin/"),
        ("Worklist of requests", "/admin/events/citationrequest/worklist/"),
        ("Review queue", "/admin/review/queue/"),
        ("My work", "/admin/review/mine/"),
    ):
        print(f"  {words:22} {address}{path}", flush=True)
    print("Ctrl-C stops it.", flush=True)
