"""The extractors that are installed: entry points of the group `claims.extractors`, our own and other people's alike."""

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from inspect import signature

from claims.errors import Refused, UsageError
from claims.extraction.extractor import Extractor

GROUP = "claims.extractors"


def find_extractor(chosen: str) -> Extractor:
    """Return the extractor that `NAME` or `NAME:ARGUMENT` means.

    An entry point names whatever makes an Extractor when it is called: without an argument, or with the words after the colon. Errors:
    UsageError for a name that is not installed, and for an argument too many or too few; Refused where a package is missing.
    """
    name, _, argument = chosen.partition(":")
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if name not in installed:
        raise UsageError(f"There is no extractor {name!r}; choose one of: {', '.join(sorted(installed))}.")
    make = _load(installed[name])
    arguments = (argument,) if argument else ()
    wanted = list(signature(make).parameters)
    try:
        signature(make).bind(*arguments)
    except TypeError as error:
        form = ":".join((name, *(word.upper() for word in wanted)))
        raise UsageError(f"--extractor takes {form}, not {chosen!r}.") from error
    return make(*arguments)


def _load(point: EntryPoint) -> Callable[..., Extractor]:
    """Import what makes an extractor; an extra of its package that has its name brings what it needs."""
    try:
        make: Callable[..., Extractor] = point.load()
    except (ImportError, AttributeError) as error:
        package = point.dist
        if package is not None and isinstance(error, ImportError) and point.name in (package.metadata.get_all("Provides-Extra") or ()):
            needed = f"{package.name}[{point.name}]"
            raise Refused(f"The extractor {point.name} needs the package {error.name}; install it with: pip install '{needed}'") from error
        raise Refused(f"The extractor {point.name} ({point.value}) cannot be loaded: {error}; reinstall its package.") from error
    return make
