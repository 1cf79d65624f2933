import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from config.stored import StoredFirst  # noqa: E402 (its models are there only now)

application = StoredFirst(django)
