"""Settings of a real installation. Everything that differs between machines comes from the environment.

DATABASE_URL            PostgreSQL 15+, postgresql://user:password@host:5432/name; unset: the embedded one
KECHUANG_VAR            folder for what the program itself writes (default: `var` beside the code)
KECHUANG_SECRET_KEY     signing key; unset: generated once and kept in var/secret-key
KECHUANG_DATA_KEYS      Fernet keys that seal personal data, comma-separated, the first seals (default: var/data-key)
KECHUANG_HOSTS          comma-separated host names this site answers to (default: localhost)
KECHUANG_PREEMPTION     "0" when completers need not be asked whether they take a transfer on equal terms (Civil Code 847)
KECHUANG_PAPERS         folder of this office's own templates of official papers (default: var/papers)
KECHUANG_LOG            "json" (default) or "line"; KECHUANG_LOG_LEVEL: WARNING by default
KECHUANG_PLAIN_HTTP     "1" when nothing in front of the server speaks TLS: drops the https redirect and secure cookies
KECHUANG_BEHIND_PROXY   "1" when a proxy in front speaks TLS and sets (and never passes on) X-Forwarded-Proto
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from kechuang.core.database import django_database
from kechuang.core.places import data_key, secret_key, var_dir

from .mail import *  # noqa: F403
from .sign_in import *  # noqa: F403
from .sign_in import OIDC_ORIGINS, SIGN_IN_APPS

BASE_DIR = Path(__file__).resolve().parents[2]
PACKAGE_DIR = BASE_DIR / "kechuang"
VAR_DIR = var_dir()

SECRET_KEY = os.environ.get("KECHUANG_SECRET_KEY") or secret_key(VAR_DIR)
DATA_KEYS = [key for key in os.environ.get("KECHUANG_DATA_KEYS", "").split(",") if key] or [data_key(VAR_DIR)]
DEBUG = False
KECHUANG_DEMO = False
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("KECHUANG_HOSTS", "localhost").split(",") if host.strip()]
ROOT_URLCONF = "kechuang.urls"
ASGI_APPLICATION = "kechuang.asgi.application"
WSGI_APPLICATION = "kechuang.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "rules",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",  # before the apps whose jobs it knows
    "django_htmx",
    "csp",
    "ninja",  # for the files of its Swagger page
    # our own, from the lowest floor (docs/architecture.md)
    "kechuang.core",
    "kechuang.core.audit",
    "kechuang.core.ui",
    "kechuang.casework.parties",
    "kechuang.casework.accounts",
    "kechuang.casework.inbox",
    "kechuang.casework.documents",
    "kechuang.casework.search",
    "kechuang.casework.obligations",
    "kechuang.casework.cases",
    "kechuang.casework.sheets",
    "kechuang.casework.reviews",
    "kechuang.casework.units",
    "kechuang.casework.notices",
    "kechuang.casework.ledger",
    "kechuang.domains.platforms",
    "kechuang.domains.equipment",
    "kechuang.domains.achievements",
    "kechuang.domains.transformations",
    "kechuang.domains.rewards",
    "kechuang.domains.evaluation",
    "kechuang.domains.funding",
    "kechuang.domains.statistics",
    "kechuang.web",
    "kechuang.web.account",
    "kechuang.web.demonstration",
    "kechuang.web.cases",
    "kechuang.web.notices",
    "kechuang.web.ledger",
    "kechuang.web.evaluation",
    "kechuang.web.equipment",
    "kechuang.web.funding",
    "kechuang.web.platforms",
    "kechuang.web.reviews",
    "kechuang.web.transformations",
    "kechuang.web.rewards",
    "kechuang.web.workbench",
    "kechuang.web.security",
    *SIGN_IN_APPS,  # last, so that the house's templates are found before theirs
]
AUTH_USER_MODEL = "parties.User"

MIDDLEWARE = [
    "kechuang.core.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kechuang.core.assets.StaticFilesMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kechuang.core.ui.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kechuang.core.audit.tracking.AuditMiddleware",
    "kechuang.casework.accounts.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kechuang.core.ui.middleware.PlainPathMiddleware",  # last, so that its answer is a page like any other
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kechuang.web.account.context.masthead",
            ],
        },
    }
]

# --- data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": django_database(os.environ.get("DATABASE_URL"), VAR_DIR, pooled=True)}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"  # source strings are Chinese: the law's own words
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- static files -------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "kechuang.core.assets.NpmFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kechuang.core.assets.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
KECHUANG_PREEMPTION = os.environ.get("KECHUANG_PREEMPTION", "1") != "0"
PAPERS_DIR = Path(os.environ.get("KECHUANG_PAPERS") or VAR_DIR / "papers")  # templates of official papers of its own
LARGEST_DOCUMENT = 20 * 2**20  # bytes of one file kept with a case
NODE_MODULES = BASE_DIR / "node_modules"
# What pages may use of each npm package, as glob patterns inside it. Static name: npm/<package>/<path>.
NPM_FILES = {
    "@tabler/core": ["dist/css/tabler.min.css", "dist/js/tabler.min.js"],
    "echarts": ["dist/echarts.min.js"],
    "htmx.org": ["dist/htmx.min.js"],
    "@alpinejs/csp": ["dist/cdn.min.js"],
    "@fontsource-variable/noto-serif-sc": ["index.css", "files/noto-serif-sc-*-wght-normal.woff2"],
}

# --- security -----------------------------------------------------------------------------------------------------
_TLS = os.environ.get("KECHUANG_PLAIN_HTTP") != "1"
SECURE_SSL_REDIRECT = _TLS
SECURE_REDIRECT_EXEMPT = [r"^metrics$", r"^healthz/$"]  # asked by machines beside this one
SESSION_COOKIE_SECURE = _TLS
CSRF_COOKIE_SECURE = _TLS
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _TLS
SECURE_HSTS_PRELOAD = _TLS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("KECHUANG_BEHIND_PROXY") == "1" else None
)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: Tabler draws its check marks and arrows as SVG inside the style sheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],  # browsers hold a form's redirects to this too
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- log: one line an event, to stderr ----------------------------------------------------------------------------
KECHUANG_METRICS_TOKEN = os.environ.get("KECHUANG_METRICS_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "kechuang.core.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": os.environ.get("KECHUANG_LOG", "json")}},
    "root": {"handlers": ["console"], "level": os.environ.get("KECHUANG_LOG_LEVEL", "WARNING")},
}
