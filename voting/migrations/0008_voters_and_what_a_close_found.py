"""Voters are known to the box by a reference of their entry, and the close says what it found.

Entries that are there already keep the person's id as their reference, so that the places in the box of a vote
that is open now stay where they are.
"""

import datetime
import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kit.clock

# AddField gives every row one and the same value first.
REFS = "UPDATE voting_rollentry SET voter_ref = voter_id"


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0002_fix_rules_at_publishing"),
        ("voting", "0007_incompatible_ideas_fixed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="box",
            name="door_sha256",
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run", models.PositiveSmallIntegerField()),
                ("on_list", models.PositiveIntegerField()),
                ("in_box", models.PositiveIntegerField()),
                ("set_aside", models.PositiveIntegerField()),
                ("of_nobody", models.PositiveIntegerField()),
                ("replaced", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
        ),
        migrations.CreateModel(
            name="DamagedBallot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run", models.PositiveSmallIntegerField()),
                ("tag", models.BinaryField()),
                ("found_at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
        ),
        migrations.CreateModel(
            name="RollChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(max_length=8)),
                ("reason", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField(db_default=kit.clock.KitNow())),
                ("agreed", models.BooleanField(null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="RollLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sign", models.CharField(max_length=80)),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
        ),
        migrations.CreateModel(
            name="RollReport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("reported_at", models.DateTimeField(db_default=kit.clock.KitNow())),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["reported_at"],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run", models.PositiveSmallIntegerField()),
                ("tag", models.BinaryField()),
                ("why", models.CharField(max_length=14)),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
        ),
        migrations.CreateModel(
            name="WayOn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("run", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=9)),
                ("reason", models.CharField(max_length=500)),
                ("opens", models.DateTimeField(blank=True, null=True)),
                ("closes", models.DateTimeField(blank=True, null=True)),
                ("asked_at", models.DateTimeField(db_default=kit.clock.KitNow())),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="rollentry",
            name="roll_once_per_person",
        ),
        migrations.AddField(
            model_name="rollentry",
            name="voter_ref",
            field=models.UUIDField(default=uuid.uuid4, null=True),
        ),
        migrations.RunSQL(REFS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="rollentry",
            name="voter_ref",
            field=models.UUIDField(default=uuid.uuid4),
        ),
        migrations.AlterField(
            model_name="rollentry",
            name="voter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="rollentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("void_at__isnull", True)),
                fields=("round", "voter"),
                name="roll_once_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="rollentry",
            constraint=models.UniqueConstraint(fields=("round", "voter_ref"), name="roll_ref_once"),
        ),
        migrations.AddField(
            model_name="closing",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closings",
                to="rounds.round",
            ),
        ),
        migrations.AddField(
            model_name="damagedballot",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="damaged_ballots",
                to="rounds.round",
            ),
        ),
        migrations.AddField(
            model_name="rollchange",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rollchange",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rollchange",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="voting.rollentry",
            ),
        ),
        migrations.AddField(
            model_name="rolllook",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rolllook",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="voting.rollentry",
            ),
        ),
        migrations.AddField(
            model_name="rollreport",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rollreport",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="voting.rollentry",
            ),
        ),
        migrations.AddField(
            model_name="setaside",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballots_set_aside",
                to="rounds.round",
            ),
        ),
        migrations.AddField(
            model_name="wayon",
            name="agreed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wayon",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wayon",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ways_on",
                to="rounds.round",
            ),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.UniqueConstraint(
                fields=("round", "run"), name="closing_once_per_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(("in_box__lte", models.F("on_list"))),
                name="closing_one_ballot_per_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="damagedballot",
            constraint=models.UniqueConstraint(fields=("round", "tag"), name="damaged_once"),
        ),
        migrations.AddConstraint(
            model_name="rollchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at__isnull", True)),
                fields=("entry",),
                name="roll_change_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rollchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("what__in", ["void", "restore"]), models.Q(("reason", ""), _negated=True)
                ),
                name="roll_change_says_what_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="rollchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed__isnull", True),
                        ("decided_at__isnull", True),
                        ("decided_by__isnull", True),
                    ),
                    models.Q(
                        ("agreed__isnull", False),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="roll_change_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="rollchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed__isnull", True),
                    ("agreed", False),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="roll_change_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolllook",
            constraint=models.UniqueConstraint(fields=("entry", "sign"), name="roll_look_once"),
        ),
        migrations.AddConstraint(
            model_name="rollreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)),
                fields=("entry",),
                name="roll_report_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rollreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", ""), ("answered_at__isnull", True), ("answered_by__isnull", True)
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="roll_report_answer_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="setaside",
            constraint=models.UniqueConstraint(fields=("round", "tag"), name="set_aside_once"),
        ),
        migrations.AddConstraint(
            model_name="setaside",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__in", ["void", "of-nobody", "does-not-open"])),
                name="set_aside_why_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="wayon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed_at__isnull", True), ("taken_back_at__isnull", True)),
                fields=("round",),
                name="way_on_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="wayon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closes__isnull", True), ("opens__isnull", True), ("what", "set-aside")
                    ),
                    models.Q(
                        ("closes__gt", models.F("opens")),
                        ("closes__lt", models.F("asked_at") + datetime.timedelta(days=731)),
                        ("opens__isnull", False),
                        ("what", "again"),
                    ),
                    _connector="OR",
                ),
                name="way_on_says_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="wayon",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="way_on_with_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="wayon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_by__isnull", False),
                        ("taken_back_at__isnull", True),
                        models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="way_on_by_two",
            ),
        ),
    ]
