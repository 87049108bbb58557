"""What every download of this site carries, so that no browser opens it in the site's name."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""What a downloaded file may do if a browser shows it after all: nothing."""
Answer = TypeVar("Answer", bound=HttpResponseBase)


def guarded(answer: Answer, name: str) -> Answer:
    """An attachment under its name, its type not guessed, nothing allowed."""
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
