"""The kinds of case by the word the API calls them: their site's slug, or the plural of their model's name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.apps import apps

from kechuang.casework.cases.models import Case
from kechuang.core.api.problems import unseen
from kechuang.core.ui.sites import sites

RESERVED = frozenset(
    {"cases", "obligations", "todos", "organisations", "regions", "people", "kinds", "law", "docs", "search", "draws"}
)


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, type[Case]]:
    """Every kind of case by slug. Raises ValueError when two kinds, or a kind and an endpoint, have one name."""
    shown = {site.model: site.slug for site in sites()}
    found: dict[str, type[Case]] = {}
    for model in apps.get_models():
        if issubclass(model, Case) and model is not Case and not model._meta.proxy:
            slug = shown.get(model) or _plural(str(model._meta.model_name))
            if slug in found or slug in RESERVED:
                raise ValueError(f"two things are called {slug}: give {model.kind_name()} a site with another slug")
            found[slug] = model
    return found


def slug_of(kind: str) -> str:
    """The slug of a kind of case by its name (platforms.platform)."""
    return _slugs()[kind]


def model_of(kind: str) -> type[Case]:
    """The model of a kind of case by its name."""
    return kinds()[_slugs()[kind]]


def kind_at(slug: str) -> type[Case]:
    """The model at a slug. Raises Problem 404."""
    if slug not in kinds():
        raise unseen()
    return kinds()[slug]


@lru_cache(maxsize=1)
def _slugs() -> Mapping[str, str]:
    return {model.kind_name(): slug for slug, model in kinds().items()}


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
