"""Settings: everything that differs between two installations comes from the environment.

Without ALLOTMENT_SITE_URL the site is a local one, served on loopback. With it (an https address)
it is a production one: secure cookies, HSTS, that host alone, and no demonstration.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[1]
env = environ.Env()

SITE_URL: str = env.str("ALLOTMENT_SITE_URL", default="http://127.0.0.1:8000")
PRODUCTION: bool = SITE_URL.startswith("https://")
DEBUG = False

SECRETS = Path(env.str("ALLOTMENT_SECRETS", default=str(ROOT / ".secrets")))


def _secret_key() -> str:
    from_environment = os.environ.get("SECRET_KEY")
    if from_environment:
        return from_environment
    return (SECRETS / "django-secret-key").read_text().strip()


SECRET_KEY = _secret_key()
_host = urlsplit(SITE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = [_host] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if PRODUCTION else []

INSTALLED_APPS = [
    "kit",
    "audit",
    "places",
    "people",
    "ledger",
    "evidence",
    "rounds",
    "proposals",
    "voting",
    "grants",
    "pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "procrastinate.contrib.django",
]

if not PRODUCTION:
    INSTALLED_APPS.insert(INSTALLED_APPS.index("pages") + 1, "demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.middleware.private",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "people.middleware.device",
    "django.middleware.common.CommonMiddleware",
    "kit.middleware.methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kit.middleware.typed",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.standing",
    "people.middleware.just_in",
    "kit.middleware.refusals",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context.shell",
                *([] if PRODUCTION else ["demo.context.demonstration"]),
            ],
        },
    },
]
FORM_RENDERER = "kit.renderer.Renderer"

# The app role's address. Only `migrate` and the loaders ever see the owner's (DATABASE_OWNER_URL).
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=3s -c idle_in_transaction_session_timeout=15s -c timezone=UTC"
    # Else the account could change its own defaults, and so what the site's sessions do.
    " -c default_transaction_read_only=off -c default_transaction_isolation=read\\ committed"
)
# Values travel beside the statement, never in its text: what stands in the text can be read by
# everybody with this account in pg_stat_activity, and a server may log it. Statements are not
# prepared by name (`prepare_threshold` stays None).
DATABASES["default"]["OPTIONS"]["server_side_binding"] = True
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool(
    "DATABASE_BEHIND_PGBOUNCER", default=False
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "kit.cache.JsonCache",
        "LOCATION": "kit_cache",
        # Codes and limits: whoever fills it pushes them out, so it holds more than anybody fills.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What trying another rule worked out, and what a check of the record found, apart from the
    # codes and rates above: whoever fills this one pushes nothing else out. It is in each server
    # process's memory.
    "counts": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counts",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_REDIRECT_URL = "/me/"
LOGIN_URL = "people:sign-in"
ACCOUNT_ADAPTER = "people.allauth_adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# People come in at our own door (people.views.door). allauth keeps the second step, passkeys, and
# the page where somebody changes their address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": "100/m/ip,5/5m/key",
    "confirm_email": "3/3m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLOTMENT_TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "people.passkey_forms.AddForm",
    "login_webauthn": "people.passkey_forms.SignInForm",
    "authenticate_webauthn": "people.passkey_forms.SecondStepForm",
    "reauthenticate_webauthn": "people.passkey_forms.AgainForm",
}
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# Jobs that are done are forgotten; those that failed stay to be looked at.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = (
    Path(env.str("ALLOTMENT_STATIC", default=str(ROOT / "static-built"))) if PRODUCTION else None
)
MEDIA_ROOT = Path(env.str("ALLOTMENT_MEDIA", default=str(ROOT / "media")))
# Where a demonstration keeps the letters that it would have sent, and where backups lie, if known.
LETTERS = Path(env.str("ALLOTMENT_LETTERS", default=str(MEDIA_ROOT.with_name("letters"))))
BACKUPS = Path(env.str("ALLOTMENT_BACKUPS")) if env.str("ALLOTMENT_BACKUPS", default="") else None
MEDIA_URL = "/media-is-served-by-views-only/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

if env.str("EMAIL_URL", default=""):
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = "people.kept_mail.Backend"
DEFAULT_FROM_EMAIL = env.str("ALLOTMENT_FROM_EMAIL", default=f"Allotment <no-reply@{_host}>")
EMAIL_TIMEOUT = 20

SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("ALLOTMENT_BEHIND_TLS_PROXY", default=PRODUCTION):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PAGINATION_CLASS": "kit.api.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Allotment",
    "DESCRIPTION": "Public facts of each neighbourhood: places, rounds, ideas, results, awards.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"one line": {"()": "kit.faults.OneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["one line"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Anyone who knocks with a made-up name is refused; that needs no traceback each time.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
        # The worker's pool tells of each try to connect; that it gave up is told once.
        "psycopg.pool": {"level": "ERROR"},
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
