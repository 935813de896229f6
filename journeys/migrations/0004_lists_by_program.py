# Lists page by id within a program: one index gives both.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0003_texts_that_fit_documents"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="channel",
            index=models.Index(fields=["program", "id"], name="channel_program_id"),
        ),
        migrations.AddIndex(
            model_name="journeymap",
            index=models.Index(fields=["program", "id"], name="map_program_id"),
        ),
        migrations.AddIndex(
            model_name="kpi",
            index=models.Index(fields=["program", "id"], name="kpi_program_id"),
        ),
        migrations.AddIndex(
            model_name="mapversion",
            index=models.Index(fields=["program", "id"], name="version_program_id"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["program", "id"], name="membership_program_id"),
        ),
        migrations.AddIndex(
            model_name="objective",
            index=models.Index(fields=["program", "id"], name="objective_program_id"),
        ),
        migrations.AddIndex(
            model_name="persona",
            index=models.Index(fields=["program", "id"], name="persona_program_id"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["program", "id"], name="reading_program_id"),
        ),
    ]
