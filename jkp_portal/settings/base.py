"""Settings common to every environment. Each variable is declared once, with its type, in `env` below."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from jkp_portal.settings.sockets import socket_origins

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env(
    DATABASE_URL=(str, ""),
    REDIS_URL=(str, ""),
    SECRET_KEY=(str, ""),
    FIELD_KEYS=(list, []),  # "id:base64key", first one encrypts, all decrypt
    INDEX_KEY=(str, ""),
    ALLOWED_HOSTS=(list, []),
    PORTAL_BASE_URL=(str, "http://127.0.0.1:8000"),
    PROCESS_NAME=(str, ""),  # by which whoever starts the processes knows them again at /healthz
    PARTNER_BASE_URL=(str, "http://127.0.0.1:8100"),
    PARTNER_API_KEY=(str, ""),
    PARTNER_TIMEOUT=(float, 5.0),
    PARTNER_PAUSE=(float, 0.1),
    PARTNER_REST=(float, 10.0),
    BANK_CALLBACK_SECRET=(str, ""),
    EMAIL_URL=(str, "smtp://127.0.0.1:8125"),
    DEFAULT_FROM_EMAIL=(str, "JKP <tidak-dibalas@jkp.invalid>"),
    MEDIA_ROOT=(str, str(BASE_DIR / ".local" / "media")),
    CLAMD_ADDRESS=(str, ""),
    TRUSTED_PROXIES=(int, 0),
    ADMIN_ALLOWED_IPS=(list, []),  # addresses or networks; empty: everywhere
    PRIVATE_MEDIA_ACCEL=(bool, False),
    JKP_EMBEDDED=(bool, False),
    DEMO_MODE=(bool, False),
    STATEMENT_TIMEOUT_MS=(int, 10_000),
    LOCK_TIMEOUT_MS=(int, 5_000),
    HELP_PHONE=(str, "1500630"),
    REPAYMENT_ACCOUNT=(str, ""),  # where overpaid money is paid back to, as people read it; empty: ask by phone
    PAYOUT_SECOND_CHECK_ABOVE=(int, 1_000_000_000),  # whole rupiah; a batch above it needs two checkers
    PAYOUT_BELIEVE_UNKNOWN_KEY_AFTER=(int, 60),  # seconds after a call until "never heard of it" is believed
    PAYOUT_INQUIRY_SECONDS=(float, 60.0),
    RUN_MONTHS_SECONDS=(float, 600.0),  # how often beat asks which months have come due
    SWEEP_SECONDS=(float, 15.0),
    RING_AGAIN_SECONDS=(float, 60.0),
    RETRY_LONGEST_SECONDS=(float, 600.0),
    WS_BASE_URL=(str, ""),  # where /ws/ answers, such as "ws://127.0.0.1:8001"; empty: at the portal's own address
    WEBRTC_ICE_SERVERS=(list, []),  # stun:, turn: and turns: addresses, for calls between two browsers
    TURN_SECRET=(str, ""),  # shared with the TURN server; from it come passwords that last TURN_LIFETIME seconds
    TURN_LIFETIME=(int, 4 * 3600),
    FAILPOINT=(str, ""),  # where the fault drill kills a worker, as name:share; production refuses it
)

SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
DEMO_MODE = env("DEMO_MODE")
SHOW_PATTERNS = DEMO_MODE
JKP_EMBEDDED = env("JKP_EMBEDDED")
HELP_PHONE = env("HELP_PHONE")
REPAYMENT_ACCOUNT = env("REPAYMENT_ACCOUNT")

FIELD_KEYS = env("FIELD_KEYS")
INDEX_KEY = env("INDEX_KEY")

PORTAL_BASE_URL = env("PORTAL_BASE_URL")
WS_BASE_URL = env("WS_BASE_URL")
PROCESS_NAME = env("PROCESS_NAME")
WEBRTC_ICE_SERVERS = env("WEBRTC_ICE_SERVERS")
TURN_SECRET = env("TURN_SECRET")
TURN_LIFETIME = env("TURN_LIFETIME")
PARTNER_BASE_URL = env("PARTNER_BASE_URL")
PARTNER_API_KEY = env("PARTNER_API_KEY")
PARTNER_TIMEOUT = env("PARTNER_TIMEOUT")
PARTNER_PAUSE = env("PARTNER_PAUSE")
PARTNER_REST = env("PARTNER_REST")
BANK_CALLBACK_SECRET = env("BANK_CALLBACK_SECRET")

INSTALLED_APPS = [
    "accounts.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "pgtrigger",
    "pghistory",
    "core",
    "accounts",
    "files",
    "integrations",
    "notices",
    "payments",
    "participants",
    "ipk",
    "training",
    "counseling",
    "reports",
    "claims",
    "compliance",
    "jkp_portal",
]

# Order matters: security headers first, the clock of the demo before anything that reads the time,
# the domain errors innermost so that a view's exception becomes a page with the right status.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.ContentPolicyMiddleware",
    "core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
    "accounts.middleware.OfficerSecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "core.middleware.PrivateResponsesMiddleware",
    "core.middleware.PermissionsPolicyMiddleware",
    "core.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "jkp_portal.urls"
WSGI_APPLICATION = "jkp_portal.wsgi.application"
ASGI_APPLICATION = "jkp_portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "jkp_portal.context.navigation",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.jkp",
                "core.templatetags.steady",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.JkpRenderer"

DATABASES = {
    "default": {
        **env.db_url_config(env("DATABASE_URL") or "postgresql://localhost/jkp"),
        "ATOMIC_REQUESTS": False,  # every operation is its own transaction; no partner call may sit in one
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,  # seconds; a server that does not even refuse must not hold a page
            "options": f"-c statement_timeout={env('STATEMENT_TIMEOUT_MS')} -c lock_timeout={env('LOCK_TIMEOUT_MS')}",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL") or "redis://localhost:6379/0"
CACHES = {"default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "jkp"}}
CHANNEL_LAYERS = {"default": {"BACKEND": "core.live.ForgivingLayer", "CONFIG": {"url": REDIS_URL}}}
SESSION_ENGINE = "accounts.session_store"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleAwareBackend"]
READ_WITH_USER = ["person"]  # in the query that finds the user of a session: every page asks for it
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "jkp_portal:home_for"
# Of allauth: the pipeline of sign-in, second factors, the list of sessions. Limits, codes and pages are accounts' own.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are proved when people register or change them
ACCOUNT_RATE_LIMITS = False
ALLAUTH_TRUSTED_PROXY_COUNT = env("TRUSTED_PROXIES")
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
SESSION_COOKIE_AGE = 12 * 3600
DEVICE_COOKIE_NAME = "device"
ADMIN_ALLOWED_IPS = env("ADMIN_ALLOWED_IPS")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ContextWordsValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
FORMAT_MODULE_PATH = "jkp_portal.formats"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / ".local" / "static"
MEDIA_ROOT = env("MEDIA_ROOT")
PRIVATE_MEDIA_ACCEL = env("PRIVATE_MEDIA_ACCEL")
CLAMD_ADDRESS = env("CLAMD_ADDRESS")
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=env("EMAIL_URL"))
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF, *socket_origins(WS_BASE_URL or PORTAL_BASE_URL)],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique without regard to case: constraint one_user_an_email
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

PAYOUT_SECOND_CHECK_ABOVE = env("PAYOUT_SECOND_CHECK_ABOVE")
PAYOUT_BELIEVE_UNKNOWN_KEY_AFTER = env("PAYOUT_BELIEVE_UNKNOWN_KEY_AFTER")
RING_AGAIN_SECONDS = env("RING_AGAIN_SECONDS")
RETRY_LONGEST_SECONDS = env("RETRY_LONGEST_SECONDS")
FAILPOINT = env("FAILPOINT")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.errors.api_exception_handler",
}
SPECTACULAR_SETTINGS = {"TITLE": "JKP", "VERSION": "v1", "SERVE_INCLUDE_SCHEMA": False}

# Celery only rings the bell: work lives in core.models.Job rows (core/jobs.py) and in domain rows with dates.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = (
    20.0  # with REMAP_SIGTERM=SIGQUIT: what is not done by then goes back to the queue
)
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_DB_REUSE_MAX = 1000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 2,
    "health_check_interval": 30,
    "global_keyprefix": "jkp-celery-",
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "core.heartbeat", "schedule": 20.0},
    "sweep": {"task": "core.sweep", "schedule": env("SWEEP_SECONDS")},
    "expire-answers": {"task": "participants.close_overdue_questions", "schedule": crontab(minute="*/10")},
    "clear-registrations": {"task": "participants.clear_what_expired", "schedule": crontab(minute=50)},
    "run-months": {"task": "claims.run_months", "schedule": env("RUN_MONTHS_SECONDS"), "options": {"queue": "batch"}},
    "watch-claims": {"task": "claims.watch", "schedule": crontab(minute=15, hour=2)},
    "answer-objections": {
        "task": "claims.grant_by_silence",
        "schedule": crontab(minute="5,35"),
        "options": {"queue": "batch"},
    },
    "look-for-news": {"task": "claims.plan_news", "schedule": crontab(minute=45, hour=2)},
    "expire-drafts": {"task": "claims.expire_drafts", "schedule": crontab(minute=20, hour=1)},
    "tell-untold-periods": {"task": "claims.tell_untold_periods", "schedule": crontab(minute=50, hour=0)},
    "sweep-outreach": {"task": "claims.plan_sweep", "schedule": crontab(minute=20, hour=4)},
    "fill-windows": {"task": "claims.fill_windows", "schedule": crontab(minute=40, hour=1)},
    "remind-deadlines": {"task": "claims.remind", "schedule": crontab(minute="*/15")},
    "import-vacancies": {"task": "ipk.copy_vacancies", "schedule": crontab(minute=25)},
    "count-words": {"task": "ipk.count_words", "schedule": crontab(minute=30, hour=3)},
    "tell-saved-searches": {"task": "ipk.tell_saved_searches", "schedule": crontab(minute=0, hour=8, day_of_week=1)},
    "remind-of-advice": {"task": "counseling.remind_of_advice", "schedule": crontab(minute=30, hour=8)},
    "remind-counselling": {"task": "counseling.remind", "schedule": crontab(minute="*/5")},
    "close-counselling": {"task": "counseling.close_what_passed", "schedule": crontab(minute="*/10")},
    "remind-of-rosters": {"task": "training.remind_of_rosters", "schedule": crontab(minute=10)},
    "close-classes": {"task": "training.close_class_outcomes", "schedule": crontab(minute=40, hour=0)},
    "close-vouchers": {"task": "training.vouchers_of_the_day", "schedule": crontab(minute=25, hour=1)},
    "find-signals": {
        "task": "reports.find_signals",
        "schedule": crontab(minute=10, hour=3),
        "options": {"queue": "batch"},
    },
    "count-quarters": {
        "task": "reports.count_quarters",
        "schedule": crontab(minute=10, hour=2),
        "options": {"queue": "batch"},
    },
    "hand-over-arrears": {"task": "compliance.hand_over_unpaid", "schedule": crontab(minute=20, hour=6)},
    "rebuild-risks": {
        "task": "compliance.rebuild_risks",
        "schedule": crontab(minute=35, hour=3),
        "options": {"queue": "batch"},
    },
    "plan-exchange": {
        "task": "compliance.plan_deliveries",
        "schedule": crontab(minute=5, hour=4),
        "options": {"queue": "batch"},
    },
    "forget-lists": {
        "task": "compliance.forget_lists",
        "schedule": crontab(minute=15, hour=4),
        "options": {"queue": "batch"},
    },
    "remind-of-billing": {"task": "training.remind_makers", "schedule": crontab(minute=15, hour=7)},
    "remind-of-sanctions": {"task": "compliance.remind_of_sanctions", "schedule": crontab(minute=25, hour=7)},
    "clear-old-sign-ins": {"task": "accounts.clear_old", "schedule": crontab(minute=10, hour=2)},
    "expire-uploads": {"task": "files.expire_uploads", "schedule": crontab(minute=35)},
    "tell-officers": {"task": "jkp_portal.tell_officers", "schedule": crontab(minute=0, hour=7)},
    "look-after-the-night": {"task": "jkp_portal.look_after_the_night", "schedule": crontab(minute=20, hour=2)},
    "inquire-payouts": {"task": "payments.inquire_unknown", "schedule": env("PAYOUT_INQUIRY_SECONDS")},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masked": {"()": "core.logs.MaskIdentities"}},
    "formatters": {"json": {"()": "core.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["masked"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
