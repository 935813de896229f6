"""Published documents are kept packed as well, for whoever takes them so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_editing_inbox_alignment_personas")]

    operations = [
        migrations.AddField("mapversion", "packed", models.BinaryField(editable=False, null=True)),
    ]
