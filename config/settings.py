"""Settings, read from the environment. `docs/deploy.md` explains each variable."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.navigation import UNFOLD  # noqa: F401  a setting Unfold reads

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything the running program writes: database, queue, uploaded and generated files.
DATA_DIR = Path(os.environ.get("JOURNEYLOOP_DATA", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY, or DEBUG=1 on a developer's machine.")
    SECRET_KEY = "only-for-development"  # noqa: S105  refused above unless DEBUG
# What respondents' pseudonyms are made with. With another key the same person gets another pseudonym.
RESPONDENT_KEY = os.environ.get("RESPONDENT_KEY") or SECRET_KEY
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin
]

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "improvements",
    "research",
    "journeys",
    "unfold.apps.BasicAppConfig",  # its default one would put its own site in the place of ours
    "unfold.contrib.simple_history",
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.csp.ContentSecurityPolicy",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock when a transaction begins: two writers wait, none fails half-way.
    # 8 MB of pages stay in memory per connection; a large published map does not fit the usual 2.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "config.roles.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en"
TIME_ZONE = os.environ.get("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Uploaded and generated files are private: no URL serves this folder, views check permission.
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "journeys.api.signing_in.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": [
        "journeys.api.filters.Filters",
        "journeys.api.filters.Search",
    ],
    "DEFAULT_PAGINATION_CLASS": "journeys.api.paging.KeysetPagination",
    "DEFAULT_RENDERER_CLASSES": ["journeys.api.formats.JsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["journeys.api.formats.JsonParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "journeys.api.schema.Description",
    "EXCEPTION_HANDLER": "journeys.api.problems.as_problem",
    "COERCE_DECIMAL_TO_STRING": False,
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a parameter of our exports
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Journeyloop",
    "DESCRIPTION": "Programs, journey maps and their versions, comparisons and reports.",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "journeys.api.schema.complete",
    ],
}

CELERY_BROKER_URL = os.environ.get("BROKER_URL", f"lite:///{DATA_DIR / 'queue.sqlite3'}")
if CELERY_BROKER_URL.startswith("redis"):
    # Redis gives a message to another worker after this many seconds; no task of ours takes so long.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True  # the row that asked is the job record
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "queue-stalled-reports": {
        "task": "journeys.tasks.queue_stalled_reports",
        "schedule": 15.0,
        "options": {"expires": 15},  # while no worker runs, sweeps must not pile up
    },
    "queue-stalled-research": {
        "task": "research.tasks.queue_stalled_jobs",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "queue-unscored-responses": {
        "task": "research.tasks.queue_unscored",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "keep-promises-to-respondents": {
        "task": "research.tasks.keep_promises",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "look-for-drift": {
        "task": "research.tasks.look_for_drift",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "queue-waiting-mail": {
        "task": "journeys.tasks.queue_waiting_mail",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remind-of-due-maps": {
        "task": "journeys.tasks.remind_of_due_maps",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}

# Mail goes out as soon as a mail server is named; until then the inbox is all there is.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL", "") == "1"
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "0" if EMAIL_USE_SSL else "1") == "1"
EMAIL_TIMEOUT = 20  # shorter than the lease a worker has on a mail
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "Journeyloop <journeyloop@localhost>")
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend",
)
#: The address people reach the site under, for links in mails; without it mails have none.
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")

# An OpenAI-compatible chat endpoint that may suggest names of themes; off without an address.
THEME_NAMES_URL = os.environ.get("THEME_NAMES_URL", "")
THEME_NAMES_MODEL = os.environ.get("THEME_NAMES_MODEL", "")
THEME_NAMES_KEY = os.environ.get("THEME_NAMES_KEY", "")
if THEME_NAMES_URL and not THEME_NAMES_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("THEME_NAMES_URL begins with https:// or http://.")

# Where a lower app shows what a higher one knows: dotted paths, checked at start (config/checks.py).
REPORTS = {
    "version_comparison": "improvements.reports.version_comparison.kind",
    "map": "journeys.reports.map_report.kind",
    "persona": "journeys.reports.persona_report.kind",
    "program_overview": "journeys.reports.program_overview.kind",
    "evidence": "research.reports.evidence.kind",
    "priorities": "improvements.reports.priorities.kind",
    "experiment_log": "improvements.reports.experiment_log.kind",
    "program_review": "improvements.reports.program_review.kind",
    "map_slides": "journeys.reports.slides.of_map",
    "comparison_slides": "journeys.reports.slides.of_comparison",
}
MAP_NOTES: dict[str, str] = {
    "observed": "research.evidence.notes",
    "waves": "research.evidence.waves",
    "pain_points": "improvements.pain_points.notes",
    "trace": "improvements.trace.notes",
}
#: Of these also what is said now, on the picture of a version that is not published.
LIVE_NOTES: dict[str, str] = {"observed": "research.kept.live_notes"}
JUDGEMENTS: dict[str, str] = {"evidence": "research.judgements.between"}
FIRST_STEPS = {
    "journeys": "journeys.admin.home.first_steps.steps",
    "research": "research.admin.first_steps.steps",
    "improvements": "improvements.admin.first_steps.steps",
}

HTTPS = os.environ.get("HTTPS", "1") == "1" and not DEBUG
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    # Set by the proxy, which must drop what a client sends under this name.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
