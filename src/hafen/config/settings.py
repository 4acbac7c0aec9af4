"""Settings: safe for production by default, read from the environment once."""

from typing import Any

from hafen.config import environment as env
from hafen.config.domains import Hosts
from hafen.config.operations import logs
from hafen.core.db.languages import (
    PORTAL_LANGUAGES,
    content_languages,
    extend_django,
)

extend_django()

ROOT = env.ROOT
VAR = env.var()
SECRETS = env.secrets()

DEBUG = False
# Demo: the fictional municipality, mail into files, a way past the second
# factor at the command line. Never for real people.
DEMO = env.flag("HAFEN_DEMO")
PORT = env.number("HAFEN_PORT", 8000)
PUBLIC_URL = env.text("HAFEN_PUBLIC_URL", f"http://localhost:{PORT}")
SECRET_KEY = SECRETS.get("secret_key", "not-for-serving")
SECRET_KEY_FALLBACKS = SECRETS.get("secret_key_fallbacks", "").split()
ALLOWED_HOSTS = Hosts(
    [
        "localhost",
        "127.0.0.1",
        PUBLIC_URL.split("//")[-1].split("/")[0].split(":")[0],
        *env.words("HAFEN_HOSTS"),
    ]
)
IS_TLS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "hafen.core.db",
    "hafen.core.places",
    "hafen.core.audit",
    "hafen.core.accounts",
    "hafen.core.taxonomy",
    "hafen.core.translation",
    "hafen.core.files",
    "hafen.core.mail",
    "hafen.core.jobs",
    "hafen.core.ui",
    "hafen.mechanisms.todos",
    "hafen.mechanisms.bookings",
    "hafen.mechanisms.questions",
    "hafen.mechanisms.feedback",
    "hafen.mechanisms.imports",
    "hafen.mechanisms.search",
    "hafen.mechanisms.privacy",
    "hafen.network.organisations",
    "hafen.network.contacts",
    "hafen.information.directory",
    "hafen.information.events",
    "hafen.information.knowledge",
    "hafen.information.news",
    "hafen.exchange.pool",
    "hafen.exchange.allowances",
    "hafen.exchange.training",
    "hafen.exchange.mentoring",
    "hafen.exchange.volunteers",
    "hafen.exchange.interpreting",
    "hafen.exchange.board",
    "hafen.voice.inquiries",
    "hafen.voice.surveys",
    "hafen.casework.cases",
    "hafen.casework.obstacles",
    "hafen.casework.mediation",
    "hafen.casework.consultations",
    "hafen.casework.referrals",
    "hafen.evidence.reports",
    "hafen.casework.outreach",
    "hafen.casework.casetable",
    "hafen.casework.returns",
    "hafen.casework.childprotection",
    "hafen.casework.ownview",
    "hafen.evidence.bulletins",
    "hafen.web.api",  # before the portal, whose first part is any town's name
    "hafen.web.portal",
    "hafen.web.desk",
    "hafen.web.readings",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    # Pages of editors. Sites, redirects, embeds and forms are left out.
    "wagtail_localize",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.admin",
    "wagtail",
    "modelsearch",
    "modelcluster",
    "taggit",
    # The simple ones leave the loaders below as they are.
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "hafen.config.operations.watch.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "hafen.core.ui.csp.ContentSecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hafen.config.domains.OwnDomainMiddleware",
    "hafen.config.operations.gate.GateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hafen.config.middleware.ContextMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hafen.config.submissions.SubmissionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hafen.core.accounts.middleware.SigningInMiddleware",
]

ROOT_URLCONF = "hafen.config.urls"
WSGI_APPLICATION = "hafen.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hafen.core.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "hafen.core.ui.templatetags.ui",
            ],
        },
    }
]

FORM_RENDERER = "hafen.core.ui.drawing.Renderer"

# One connection per process, as the role of the process: web, worker or owner.
DB_ROLE = env.text("HAFEN_DB_ROLE", "web")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": env.text("HAFEN_DB_HOST"),
        "PORT": env.text("HAFEN_DB_PORT"),
        "NAME": env.text("HAFEN_DB_NAME", "hafen"),
        "USER": f"hafen_{DB_ROLE}",
        "PASSWORD": env.text(f"HAFEN_DB_{DB_ROLE.upper()}_PASSWORD")
        or SECRETS.get(f"db_{DB_ROLE}", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # pgbouncer in transaction mode
        "OPTIONS": {
            "connect_timeout": 3,
            "application_name": f"hafen {DB_ROLE}",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"procrastinate": "procrastinate.contrib.django.migrations"}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["hafen.core.accounts.backends.AuthenticationBackend"]
# The e-mail address is unique by a constraint on its lower case, which the
# check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "hafen.core.accounts.passwords.LengthValidator"},
    {"NAME": "hafen.core.accounts.passwords.GuessableValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/me/"
LOGOUT_REDIRECT_URL = "/"

# Signing in: people are invited, nobody signs up. Addresses are proven by the
# invitation, so there is nothing left to confirm.
ACCOUNT_ADAPTER = "hafen.core.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "hafen.core.accounts.adapters.display"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_TLS else "http"
# At most 20 wrong passwords an hour for one account from networks that it does
# not know; a town hall behind one address can still sign in on Monday morning.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip,5/300s/key,20/h/key",
    "reset_password": "20/m/ip,3/h/key",
    # New e-mail addresses that somebody enters: each gets a mail.
    "manage_email": "20/h/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("HAFEN_PROXIES", 1 if IS_TLS else 0)
MFA_ADAPTER = "hafen.core.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_TLS

SESSION_COOKIE_NAME = "__Host-session" if IS_TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_TLS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_TLS else None
SECURE_SSL_REDIRECT = False  # the proxy's task; health checks come without TLS
SECURE_HSTS_SECONDS = 31_536_000 if IS_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "de"
FORMAT_MODULE_PATH = ["hafen.core.ui.formats"]
# Of contents; the screens are complete in `PORTAL_LANGUAGES`.
LANGUAGES = content_languages()
TIME_ZONE = "Europe/Berlin"
USE_TZ = True

# The heads of the sealed audit trail; best on another machine.
AUDIT_HEADS = env.text("HAFEN_AUDIT_HEADS", str(VAR / "audit-heads"))

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": env.storage()
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(VAR / "files"),
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "hafen.core.ui.assets.Assets"},
}

# Editors' pages. Nothing of it talks to anybody else: no pictures of people, no
# question for updates; people and passwords are the business of the accounts.
WAGTAIL_SITE_NAME = "Hafen"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = PORTAL_LANGUAGES
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "hafen.information.knowledge.pictures.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "hafen.information.knowledge.storing.EditorsStorage"
WAGTAILADMIN_COMMENTS_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True

# What all processes must count together, such as wrong passwords. Pages have a
# cache of their own.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hafen_cache",
        "KEY_FUNCTION": "hafen.core.db.counting.hashed_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Where mail goes; see docs/operations.md. Empty: it waits in the outbox.
EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
MAIL_URL = env.text("HAFEN_MAIL_URL", f"file:{VAR}/outbox" if DEMO else "")
DEFAULT_FROM_EMAIL = env.text("HAFEN_MAIL_FROM", "Hafen <hafen@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

FILES_MAX_BYTES = env.number("HAFEN_FILE_LIMIT_MB", 20) * 1_000_000
FILES_SCANNER = env.text("HAFEN_CLAMAV")  # unix:/run/clamav/clamd.ctl

# Hosts of the own network that may be named in the desk, for the own sign-in or
# a mailbox; all others must lie in the public internet.
INTERNAL_HOSTS = frozenset(word.lower() for word in env.words("HAFEN_INTERNAL_HOSTS"))

TRANSLATOR = env.text("HAFEN_TRANSLATOR")  # deepl or libretranslate; empty: off
TRANSLATOR_URL = env.text("HAFEN_TRANSLATOR_URL")
TRANSLATOR_KEY = env.text("HAFEN_TRANSLATOR_KEY")
TRANSLATOR_WORDS = env.number("HAFEN_TRANSLATOR_WORDS", 0)  # a town, a month

# Where the map's pictures come from, such as https://tiles.example/{z}/{x}/{y}.png,
# and whom to thank for them. Without it the map draws the districts alone.
MAP_TILES = env.text("HAFEN_TILES")
MAP_CREDIT = env.text("HAFEN_TILES_CREDIT")

# Public pages kept per web process; in Redis where several machines share them.
REDIS_URL = env.text("REDIS_URL")
PAGE_CACHE_BYTES = env.number("HAFEN_PAGE_CACHE_MB", 32) * 1_000_000

# "stream" where the standard output is collected.
LOGGING = logs.configuration(folder=VAR / "log", target=env.text("HAFEN_LOG", "file"))

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
