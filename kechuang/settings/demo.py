"""Settings of `make run`: one person's machine, plain http on localhost, demo data."""

import os

os.environ.setdefault("KECHUANG_PLAIN_HTTP", "1")
os.environ.setdefault("KECHUANG_LOG", "line")
os.environ.setdefault("KECHUANG_HOSTS", "localhost,127.0.0.1,[::1]")

from .base import *  # noqa: F403
from .base import MIDDLEWARE

KECHUANG_DEMO = True
MIDDLEWARE = [*MIDDLEWARE[:2], "kechuang.core.demo.DemoClockMiddleware", *MIDDLEWARE[2:]]  # static files need no clock
KECHUANG_SECOND_FACTOR_ROLES = ()  # its people are entered by one press
