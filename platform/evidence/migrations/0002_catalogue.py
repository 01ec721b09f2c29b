"""Thirty-one things worth measuring, and the kinds of project that are usually measured by them.

A unit is written as it stands after a figure: "12 young people met in a term", "51% of people
asked".
"""

from django.db import migrations

# number, name, unit, which way is better, where the figure comes from
INDICATORS = (
    (1, "Anti-social behaviour recorded by the police", "incidents per 1,000 people in a year", "down", "Police figures for the project's streets, the same 12 months before and after"),
    (2, "Criminal damage and arson recorded by the police", "crimes per 1,000 people in a year", "down", "Police figures for the project's streets, the same 12 months before and after"),
    (3, "Violence and sexual offences recorded by the police", "crimes per 1,000 people in a year", "down", "Police figures; a rise may mean that more people report"),
    (4, "Robbery and carrying weapons, recorded by the police", "crimes in a year", "down", "Police figures, two years before; small numbers"),
    (5, "Burglary and vehicle crime recorded by the police", "crimes per 1,000 homes in a year", "down", "Police figures for the project's streets, the same 12 months before and after"),
    (6, "People who feel safe walking alone after dark", "% of people asked", "up", "Residents' survey of 100 people or more, before and after"),
    (7, "People who see anti-social behaviour as a big problem", "% of people asked", "down", "Residents' survey, before and after"),
    (8, "People who trust many of the people here", "% of people asked", "up", "Residents' survey, compared with the national one"),
    (9, "People who feel that they belong here", "% of people asked", "up", "Residents' survey, compared with the national one"),
    (10, "People who are proud to live here", "% of people asked", "up", "Residents' survey, before and after"),
    (11, "People who feel that they can influence what is decided here", "% of people asked", "up", "Residents' survey, before and after"),
    (12, "People who say that the area got better, less those who say worse", "percentage points", "up", "Residents' survey, asking about the last two years"),
    (13, "People who are content with the green space near them", "% of people asked", "up", "Residents' survey, before and after"),
    (14, "Streets that are clean, or nearly so", "% of streets checked", "up", "A walk by two people over the same streets each time, two walks before the start"),
    (15, "Litter collected", "bags of litter", "output", "The group's own count, with a photo"),
    (16, "Fly-tips seen or reported", "fly-tips in a month", "down", "The council's call-outs by street, or a walk; more may be reported at first"),
    (17, "How long a fly-tip stays", "days", "down", "The council's log: half are cleared sooner, half later"),
    (18, "Streets with graffiti or fly-posting", "% of streets checked", "down", "A walk by two people over the same streets each time"),
    (19, "Trees still alive after planting", "% of trees planted", "up", "The group's count against its planting list, some counted again by somebody else"),
    (20, "Green space opened for people to use", "square metres", "up", "Measured on the map, checked on the ground"),
    (21, "Empty or derelict buildings back in use", "buildings back in use", "up", "A list of addresses at the start, photos, the council's list of empty homes"),
    (22, "Young people met", "young people a week", "up", "Totals from the group's own register; no list of names is handed in"),
    (23, "Young people who say that there is an adult here they could talk to", "% of door cards", "up", "Cards without names, dropped in a box at the door"),
    (24, "Volunteers who came", "volunteers", "up", "The sign-in sheet, as a total"),
    (25, "Parts of the neighbourhood that took part in the vote", "% of its parts", "up", "This site, without small numbers"),
    (26, "Places open to everyone", "places", "up", "A list kept by residents and officers since the start"),
    (27, "Groups that still meet after a year", "groups", "up", "The same list"),
    (28, "People who had never helped before", "people new to helping", "up", "The sign-in sheet, adults only, as a total"),
    (29, "People who mixed with somebody of another background here", "% of people asked", "up", "Residents' survey or door cards"),
    (30, "People who went into training, volunteering or work", "people", "up", "The group's total"),
    (31, "Residents who now lead something", "residents", "up", "Told to an officer and confirmed by the person"),
)  # fmt: skip

# code, name, theme, indicator, about crime, how it is measured
KINDS = (
    ("youth-sessions", "Youth sessions", "safer", 22, False, "Count the young people who come each week, and take the middle week of the term. Hand in totals only, never names."),
    ("martial-arts", "Martial arts or boxing", "safer", 22, False, "Count who comes each week from your own register, and take the middle week of the term. Hand in totals only, never names."),
    ("lighting", "Lighting", "safer", 6, False, "Ask at least 100 people who use the street, before and after, whether they feel safe walking there alone after dark."),
    ("alley-gates", "Alley gates", "safer", 16, True, "Count fly-tips in the alley for a month before and a month after. Two people count together."),
    ("street-watch", "Street watch or wardens", "safer", 7, True, "Ask the same questions at the door before and after: how big a problem is trouble in the street?"),
    ("safe-places", "Safe places to go to", "safer", 26, False, "List the places that are open to anyone who needs help, with their hours. Count the new ones."),
    ("mediation", "Help between neighbours", "safer", 8, True, "Ask people on the street, before and after, whether they trust many of their neighbours."),
    ("alley-clean-ups", "Alley clean-ups", "greener", 15, False, "Count the bags that leave the alley, with a photo before and after."),
    ("litter-picks", "Litter picks", "greener", 14, False, "Two people walk the same streets before and after, and note which are clean or nearly so."),
    ("trees", "Trees", "greener", 19, False, "Keep a list of what was planted where. Count what is alive after 12 and 24 months."),
    ("derelict-buildings", "Derelict buildings back in use", "greener", 21, False, "List the empty addresses at the start. Count those in use again, with a photo of each."),
    ("community-garden", "Community garden", "greener", 20, False, "Measure the ground that people can now use, and say on which days it is open."),
    ("fly-tip-clearing", "Fly-tip clearing", "greener", 16, False, "Count fly-tips on the same streets for a month before and a month after."),
    ("planters", "Planters and street corners", "greener", 10, False, "Ask people who live around, before and after, whether they are proud of their street."),
    ("bike-repair", "Bike repair", "greener", 24, False, "Count who came to help from the sign-in sheet. Say also how many bikes left in working order."),
    ("repair-and-share", "Repair café or sharing shed", "greener", 28, False, "Count the adults on the sign-in sheet who had never helped with anything here before."),
)  # fmt: skip


def load(apps, schema_editor):
    indicators = apps.get_model("evidence", "Indicator")
    kinds = apps.get_model("evidence", "Kind")
    for number, name, unit, better, source in INDICATORS:
        indicators.objects.update_or_create(
            number=number,
            defaults={"name": name, "unit": unit, "better": better, "source": source},
        )
    for order, (code, name, theme, indicator, about_crime, method) in enumerate(KINDS, start=1):
        kinds.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "theme": theme,
                "indicator_id": indicator,
                "about_crime": about_crime,
                "method": method,
                "order": 10 * order,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
