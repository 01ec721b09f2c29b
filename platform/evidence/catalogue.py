"""How the catalogue of indicators and kinds of project is read. Its rows come with the
migrations."""

from decimal import Decimal

from django.db.models import QuerySet

from evidence.models import THEMES, Indicator, Kind

LEADING = (6, 9, 10, 26, 27, 28, 29)
"""Feeling safe, belonging, pride and places to meet: they come first; police counts after."""

FROM_POLICE = (1, 2, 3, 4, 5)

COUNTS_OF_PEOPLE = (22, 23, 28, 30, 31)
"""Totals of people that are shown as "a few" under FEW, so that nobody is recognised."""

FEW = 5


def kinds() -> QuerySet[Kind]:
    """Every kind of project with its indicator, in the catalogue's order."""
    return Kind.objects.select_related("indicator")


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds by theme, for a form: ("Safer streets", [("lighting", "Lighting"), …])."""
    found = list(kinds())
    return [
        (name, [(kind.code, kind.name) for kind in found if kind.theme == theme])
        for theme, name in THEMES.items()
    ]


def figure(value: Decimal) -> str:
    """A value without idle zeros: "44", "12.5", "1,200"."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "\u2212")


def amount(value: Decimal, indicator: Indicator) -> str:
    """A value with its unit: "44 young people a week", "51% of people asked"."""
    return joined(shown(value, indicator), indicator.unit)


def shown(value: Decimal, indicator: Indicator) -> str:
    """A value as the public may see it: few people are "a few"."""
    few = indicator.number in COUNTS_OF_PEOPLE and Decimal(0) < value < FEW
    return "a few" if few else figure(value)


# How a unit is said of one.
_ONE = {
    "buildings": "building",
    "places": "place",
    "groups": "group",
    "volunteers": "volunteer",
    "residents": "resident",
    "fly-tips": "fly-tip",
    "days": "day",
    "bags": "bag",
    "crimes": "crime",
    "incidents": "incident",
    "metres": "metre",
    "points": "point",
}


def joined(figures: str, unit: str) -> str:
    """Figures and their unit in one phrase; one per cent sign for each figure."""
    if figures == "1":
        unit = " ".join(_ONE.get(word, word) for word in unit.split(" "))
    if not unit.startswith("%"):
        return f"{figures} {unit}"
    return " to ".join(f"{part}%" for part in figures.split(" to ")) + unit[1:]
