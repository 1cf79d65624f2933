"""Settings, from the environment. The README lists the variables; errors say what to set."""

import gc
import hashlib
import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path

from config import postgres

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

# An import and a long page make objects by the hundred thousand that all stay until it is done:
# looking through them for garbage after each 700, Python's own pace, takes a fifth of its time.
gc.set_threshold(50_000, 20, 50)

DEMO = os.environ.get("ATTESTED_DEMO") == "1"
PRODUCTION = os.environ.get("ATTESTED_PRODUCTION") == "1"


def _fail(sentence):
    sys.exit(f"Settings: {sentence}")


def _own_secret():
    """A key made once, kept beside the data: for one machine, not for production."""
    VAR.mkdir(exist_ok=True)
    path = VAR / "secret-key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if PRODUCTION:
        _fail(
            "SECRET_KEY is empty: set it to 50 or more random characters "
            "(python -c 'import secrets; print(secrets.token_urlsafe(50))')."
        )
    SECRET_KEY = _own_secret()

ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h]
if not ALLOWED_HOSTS:
    if PRODUCTION:
        _fail("ALLOWED_HOSTS is empty: set it to the site's host names, separated by commas.")
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

INSTALLED_APPS = [
    "review",
    "sources",
    "events",
    "config.apps.DeskConfig",  # The admin.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "simple_history",
    "pgtrigger",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.no_nul",
    # Before sessions: a stored page needs no session, and costs one query.
    "review.publishing.pages.StoredPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language_of_address",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.sign_in.remember_browser",
    "axes.middleware.AxesMiddleware",
]

# A statement of a megabyte with its form around it; more is a mistake.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "config.templates.BalancedTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # On nearly every page: the words of its language, and addresses within its time.
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "events.templatetags.pages",
            ],
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

try:
    _database = postgres.database(os.environ.get("ATTESTED_CLUSTER", "data"))
except postgres.NoPostgres as error:
    _fail(str(error))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # To compile a query takes longer than any that a decision or a page asks.
        # What asks for it has its plan kept (config/stored.py): the ORM's queries never do.
        "OPTIONS": {"options": "-c jit=off", "prepare_threshold": 5},
        **_database,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Decisions own their transactions (review/deciding/decisions.py): never ATOMIC_REQUESTS.

AUTH_USER_MODEL = "review.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "review.permissions.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

# Ten wrong passwords from an address, whatever the account, and it waits until they are a quarter of
# an hour old; what is refused meanwhile is not counted. Guesses at one account from many addresses
# are slowed as well. An account's limit alone would let anybody keep its owner out by going on
# guessing: so a browser that the account was signed in from before is not held by what others try
# (it has ten tries of its own), and the limit is high enough to take many addresses.
AXES_FAILURE_LIMIT = 10
ATTESTED_ACCOUNT_LIMIT = 50
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_HANDLER = "config.sign_in.Tries"
AXES_CLIENT_IP_CALLABLE = "config.middleware.address_of"
AXES_LOCKOUT_CALLABLE = "config.errors.too_many_tries"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
# No list is kept of who signed in when.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
try:
    ATTESTED_PROXIES = int(os.environ.get("ATTESTED_PROXIES", "0"))
except ValueError:
    ATTESTED_PROXIES = -1
if ATTESTED_PROXIES < 0:
    _fail("ATTESTED_PROXIES is the number of proxies in front of the site: 0, 1, 2.")

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# The languages of the public pages, each but the first at addresses that begin with its code. The
# desk is English. The words are in config/locale; `python -m config.messages` renews them.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("sr", "Српски"), ("sr-latn", "Srpski"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Where public pages are kept as files too, for nginx (config/nginx.conf.example); "": nowhere.
PUBLISHED_ROOT = os.environ.get("PUBLISHED_ROOT", "").rstrip("/")
if PUBLISHED_ROOT and not os.path.isabs(PUBLISHED_ROOT):
    _fail("PUBLISHED_ROOT is a folder by its whole path, like /var/lib/attested/published.")

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.hashing.HashedFiles"},
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Letters go to the console unless a server is named.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "attested@localhost")
# Where the site is, for links in letters.
ATTESTED_URL = os.environ.get(
    "ATTESTED_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
).rstrip("/")

# Whether editors earn that their work is published at once: off, log (only note what would have
# been) or on; the approvals in a row that each kind of work takes; the share looked at afterwards.
ATTESTED_TRUST = os.environ.get("ATTESTED_TRUST", "off")
if ATTESTED_TRUST not in ("off", "log", "on"):
    _fail("ATTESTED_TRUST is off, log or on.")
try:
    ATTESTED_TRUST_AFTER = {
        work.strip(): int(number)
        for work, number in (
            pair.split("=")
            for pair in os.environ.get(
                "ATTESTED_TRUST_AFTER", "citations=20,datings=20,prose=40"
            ).split(",")
        )
    }
    ATTESTED_TRUST_SAMPLE = float(os.environ.get("ATTESTED_TRUST_SAMPLE", "0.1"))
except ValueError:
    _fail(
        "ATTESTED_TRUST_AFTER reads as citations=20,datings=20, and ATTESTED_TRUST_SAMPLE as 0.1."
    )
# Names of reasons that the queue only notes in the log of trials, and does not say.
ATTESTED_REASONS_LOG_ONLY = frozenset(
    name.strip() for name in os.environ.get("ATTESTED_REASONS_LOG_ONLY", "").split(",") if name
)
try:
    # An article that was read so often in 30 days is much read (`manage.py count_reads`).
    ATTESTED_MUCH_READ = int(os.environ.get("ATTESTED_MUCH_READ", "1000"))
except ValueError:
    _fail("ATTESTED_MUCH_READ is a number of reads in 30 days.")
try:
    # What readers without an account may send about statements: so much an hour and a day from one
    # address, so much a day about one article; so many days a lead is kept once it is closed.
    (
        ATTESTED_LEADS_AN_HOUR,
        ATTESTED_LEADS_A_DAY,
        ATTESTED_LEADS_A_PAGE,
        ATTESTED_LEADS_KEPT_DAYS,
    ) = _leads = [
        int(os.environ.get(f"ATTESTED_LEADS_{name}", usual))
        for name, usual in (("AN_HOUR", 5), ("A_DAY", 20), ("A_PAGE", 60), ("KEPT_DAYS", 180))
    ]
except ValueError:
    _leads = [0]
if min(_leads) < 1:
    _fail("ATTESTED_LEADS_AN_HOUR, _A_DAY, _A_PAGE and _KEPT_DAYS are numbers from 1.")

# A table of marks like events/exchange/importers/marks.toml, which adds to it.
ATTESTED_MARKS = os.environ.get("ATTESTED_MARKS", "")
# The citation style that footnotes are written in: its name at zotero.org/styles, or a .csl file.
ATTESTED_STYLE = os.environ.get("ATTESTED_STYLE", "chicago-notes-bibliography")
# Names that are kept in two scripts are printed as they are "entered", or in their "original" one.
ATTESTED_NAMES = os.environ.get("ATTESTED_NAMES", "entered")
# The styles that readers may have a list of works in, beside that of the footnotes.
ATTESTED_OFFERED_STYLES = [
    name.strip()
    for name in os.environ.get(
        "ATTESTED_OFFERED_STYLES",
        "chicago-author-date,apa,modern-language-association,harvard-cite-them-right",
    ).split(",")
    if name.strip()
]
# The largest text file that `import_article` reads, in bytes.
ATTESTED_IMPORT_LIMIT = int(os.environ.get("ATTESTED_IMPORT_LIMIT", str(5 * 1024 * 1024)))
# The largest picture that may be uploaded, in bytes.
ATTESTED_PICTURE_LIMIT = int(os.environ.get("ATTESTED_PICTURE_LIMIT", str(20 * 1024 * 1024)))


def _build():
    """Twelve hex digits that change with the project's code, with how works are printed and where the site is: a part of
    each stored page's key."""
    digest = hashlib.sha256(
        repr([ATTESTED_STYLE, ATTESTED_OFFERED_STYLES, ATTESTED_NAMES, ATTESTED_URL]).encode()
    )
    roots = ("config", "review", "sources", "events", "templates", "static")
    paths = [p for root in roots for p in (BASE_DIR / root).rglob("*") if p.is_file()]
    for path in sorted([*paths, BASE_DIR / "requirements.txt"]):
        if path.suffix != ".pyc":
            digest.update(str(path.relative_to(BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


ATTESTED_BUILD = _build()
