"""Static files: which files of the npm packages pages may use, how they are named, and serving them under ASGI."""

from collections.abc import AsyncIterator, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import FileSystemStorage, Storage
from django.http import HttpRequest
from django.http.response import FileResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

PREFIX = "npm/"


class NpmFinder(BaseFinder):
    """Finds `npm/<package>/<path>` in node_modules for the files that settings.NPM_FILES names, and no others."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.NODE_MODULES)
        self.storage.prefix = "npm"  # type: ignore[attr-defined]  # read by collectstatic

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        root = Path(settings.NODE_MODULES)
        if not root.is_dir():
            return [CheckWarning(f"{root} is missing.", hint="Run `make install`.", id="core.W001")]
        empty = [
            f"{package}/{pattern}"
            for package, patterns in settings.NPM_FILES.items()
            for pattern in patterns
            if not any((root / package).glob(pattern))
        ]
        return [CheckWarning(f"No file in node_modules matches {name}.", id="core.W002") for name in empty]

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for package, patterns in settings.NPM_FILES.items():
            for pattern in patterns:
                for path in sorted((Path(settings.NODE_MODULES) / package).glob(pattern)):
                    yield path.relative_to(settings.NODE_MODULES).as_posix(), self.storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path.startswith(PREFIX):
            wanted = path.removeprefix(PREFIX)
            for name, storage in self.list(None):
                if name == wanted:
                    found = storage.path(name)
                    return [found] if find_all else found
        return []


def _without_source_maps(patterns: Any) -> Any:
    return tuple(
        (glob, tuple(one for one in inside if "sourceMappingURL" not in str(one))) for glob, inside in patterns
    )


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names each file by its content and compresses it; does not ask for source maps, which are not shipped."""

    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, answering an ASGI request with an asynchronous stream.

    Given a plain one Django reads the whole file into memory, with a warning.
    """

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> FileResponse:
        response = WhiteNoiseMiddleware.serve(static_file, request)
        if hasattr(request, "scope") and not response.is_async:
            response.streaming_content = _asynchronous(response.streaming_content)
        return response


async def _asynchronous(parts: Iterable[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
