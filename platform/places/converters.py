"""A neighbourhood's slug in a URL, as the neighbourhood itself."""

from threading import local

from places.models import Neighbourhood

# Every URL pattern that is tried asks again; a request asks the database once.
_asked = local()


def forget() -> None:
    """Forget what the last request asked for. Called when a request begins."""
    _asked.found = None


class AreaConverter:
    """`<area:area>`: the view is given the Neighbourhood; an unknown slug is 404."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> Neighbourhood:
        found: Neighbourhood | None = getattr(_asked, "found", None)
        if found is not None and found.slug == value:
            return found
        try:
            found = Neighbourhood.objects.get(slug=value)
        except Neighbourhood.DoesNotExist:
            raise ValueError(value) from None
        _asked.found = found
        return found

    def to_url(self, value: Neighbourhood | str) -> str:
        return value if isinstance(value, str) else value.slug
