"""A neighbourhood's slug in a URL, as the neighbourhood itself."""

from places.models import Neighbourhood


class AreaConverter:
    """`<area:area>`: the view is given the Neighbourhood; an unknown slug is 404."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> Neighbourhood:
        try:
            return Neighbourhood.objects.get(slug=value)
        except Neighbourhood.DoesNotExist:
            raise ValueError(value) from None

    def to_url(self, value: Neighbourhood | str) -> str:
        return value if isinstance(value, str) else value.slug
