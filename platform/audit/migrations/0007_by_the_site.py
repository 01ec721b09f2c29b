"""Nobody but the site writes an entry, in a transaction that has shown the site's key: what needs an entry of the
record can then not be done by whoever only has the website's account, nor by a statement smuggled into the site.
"""

from django.db import migrations

BY_SITE = """
CREATE TRIGGER event_by_deed BEFORE INSERT ON audit.event
  FOR EACH STATEMENT EXECUTE FUNCTION kit_by_deed();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER event_by_deed;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_grants"), ("kit", "0003_key_of_the_site")]
    operations = [migrations.RunSQL(BY_SITE, "DROP TRIGGER event_by_deed ON audit.event")]
