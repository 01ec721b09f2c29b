"""In the books only a pot's two figures change. A fund is locked (by its `id`) and never changed."""

from django.db import migrations

from kit.guards import app_may

GRANTS = (
    app_may("ledger_fund", update=["id"]),
    app_may("ledger_pot", update=["total", "taken"]),
    app_may("ledger_account"),
    app_may("ledger_commitment"),
    app_may("ledger_move"),
    app_may("ledger_entry"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guards"),
        ("kit", "0002_new_tables_are_read_and_added_to"),
    ]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in GRANTS]
