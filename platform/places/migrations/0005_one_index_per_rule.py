"""A neighbourhood's short name is unique: that rule's index finds it, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0004_where_addresses_are_checked"),
    ]

    operations = [
        migrations.AlterField(
            model_name="neighbourhood",
            name="slug",
            field=models.SlugField(db_index=False, max_length=60),
        ),
    ]
