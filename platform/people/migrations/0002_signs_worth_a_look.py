"""What is known of an account that is worth a look: from which network it was made, as a digest and for
a day, and that its address takes no mail.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kit.clock

# Rows go with their person, with the mail that gets through, and after a day; of a sign-up only the network and the
# crowd change.
RIGHTS = """
REVOKE ALL ON people_mailrefused, people_signup FROM allotment_app;
GRANT SELECT, INSERT, DELETE ON people_mailrefused, people_signup TO allotment_app;
GRANT UPDATE (network, crowd) ON people_signup TO allotment_app;
GRANT UPDATE (refused_at) ON people_letter TO allotment_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailRefused",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
            ],
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(db_default=kit.clock.KitNow())),
                ("network", models.BinaryField(null=True)),
                ("crowd", models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="letter",
            name="refused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at__isnull", True), ("refused_at__isnull", True), _connector="OR"
                ),
                name="letter_sent_or_refused",
            ),
        ),
        migrations.AddIndex(
            model_name="signup",
            index=models.Index(
                condition=models.Q(("network__isnull", False)),
                fields=["network", "at"],
                name="signup_network",
            ),
        ),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("network__isnull", False), ("crowd__isnull", False), _connector="OR"
                ),
                name="signup_tells_something",
            ),
        ),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
