"""The demonstration's people: made up, all of them."""

from typing import NamedTuple


class Person(NamedTuple):
    """Somebody of the demonstration. `does` are kinds of role; `seat` is a place on the panel."""

    key: str
    name: str
    line: str = ""
    does: tuple[str, ...] = ()
    seat: str = ""
    lives_here: bool = True


def domain(slug: str) -> str:
    """Where the made-up people of a neighbourhood have their e-mail. They are known by it: a name
    can be another's too, and can be changed.
    """
    return f"{slug}.demo.example"


def address(key: str, slug: str) -> str:
    """The e-mail address of somebody of the demonstration."""
    return f"{key}@{domain(slug)}"


EAST_MARSH = (
    Person("ruth", "Ruth Amos", "A resident who votes once a year, on her phone"),
    Person("dev", "Dev Kalsi", "Leads a funded project and reports on it"),
    Person("marta", "Marta Zielińska", seat="chair"),
    Person("col", "Colin Brocklesby", seat="panel"),
    Person("ivy", "Ivy Thorne", "", ("secretary",), "secretary", False),
    Person(
        "sam",
        "Sam Oyelaran",
        "Programme officer: checks ideas, looks after the vote",
        ("officer",),
        "",
        False,
    ),
    Person("priya", "Priya Nair", "Finance officer: pays, never alone", ("finance",), "", False),
    Person(
        "joan",
        "Joan Whitgift",
        "Auditor: reads everything, signs rounds off",
        ("auditor",),
        "",
        False,
    ),
    Person("lewis", "Lewis Fenwick", does=("officer",), lives_here=False),
    Person("nadia", "Nadia Hussain", seat="panel"),
    Person("terry", "Terry Cribb", seat="panel"),
    Person("grace", "Grace Ellerby", seat="panel"),
    Person("anton", "Anton Novak", seat="panel"),
    Person("bev", "Bev Loughlin", seat="panel"),
    Person("yusuf", "Yusuf Demir", seat="panel"),
    Person("hazel", "Hazel Pike", seat="panel", lives_here=False),
    Person("kath", "Kath Mumby"),
    Person("leon", "Leon Achebe"),
    Person("shirley", "Shirley Bett"),
    Person("piotr", "Piotr Wrona"),
    Person("ade", "Ade Folarin"),
)

GRANGE = (
    Person("mo", "Mo Rahman", "A coach who wants a second evening for his class"),
    Person("clara", "Clara Finch", "Chairs the panel, which meets in two days", seat="chair"),
    Person("ben", "Ben Adeyemi", seat="panel"),
    Person("sofia", "Sofia Marino", seat="panel"),
    Person("gwen", "Gwen Parry", seat="panel"),
    Person("tariq", "Tariq Aziz", seat="panel"),
    Person("lily", "Lily Chen", seat="panel"),
    Person("oscar", "Oscar Hale", seat="panel"),
    Person("ruby", "Ruby Stone", seat="panel", lives_here=False),
    Person(
        "faith",
        "Faith Boateng",
        "Secretary: runs the panel’s meeting on one screen",
        ("secretary",),
        "secretary",
        False,
    ),
    Person("hugh", "Hugh Lacey", "", ("officer",), "", False),
    Person("wanda", "Wanda Klein", "", ("finance",), "", False),
    Person("erin", "Erin Doyle", "", ("officer",), "", False),
)

FIRST_NAMES = [
    "Ada",
    "Alan",
    "Amy",
    "Barry",
    "Bella",
    "Brian",
    "Carol",
    "Chen",
    "Dawn",
    "Derek",
    "Elsie",
    "Eric",
    "Fay",
    "Frank",
    "Gita",
    "Glen",
    "Hana",
    "Harry",
    "Ian",
    "Ines",
    "Jack",
    "Jade",
    "Jim",
    "June",
    "Ken",
    "Kim",
    "Lena",
    "Lou",
    "Mabel",
    "Matt",
    "Mina",
    "Neil",
    "Nina",
    "Olga",
    "Omar",
    "Pam",
    "Pete",
    "Rita",
    "Rob",
    "Sid",
    "Sue",
    "Tess",
    "Tom",
    "Una",
    "Vic",
    "Vera",
    "Walt",
    "Wren",
    "Zara",
    "Zoe",
]
LAST_NAMES = [
    "Abbott",
    "Baines",
    "Carver",
    "Dring",
    "Eastwood",
    "Fowler",
    "Gill",
    "Holt",
    "Ingram",
    "Jarvis",
    "Kirk",
    "Lamb",
    "Marsh",
    "North",
    "Osgood",
    "Pell",
    "Quill",
    "Rudd",
    "Sharp",
    "Tate",
    "Upton",
    "Vickers",
    "Ward",
    "Yates",
]


def neighbour(number: int) -> str:
    """A made-up name for the neighbour with this number."""
    first = FIRST_NAMES[number % len(FIRST_NAMES)]
    return f"{first} {LAST_NAMES[(number * 7 + number // len(FIRST_NAMES)) % len(LAST_NAMES)]}"
