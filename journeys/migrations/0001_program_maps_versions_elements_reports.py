from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import journeys.history
import journeys.models.keys
import journeys.models.persona_emotions
import journeys.models.texts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Persona",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "tagline",
                    models.CharField(
                        blank=True, help_text="One line that tells them apart.", max_length=160
                    ),
                ),
                (
                    "portrait",
                    models.TextField(
                        blank=True,
                        help_text="Who they are, in a short paragraph.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                ("age_range", models.CharField(blank=True, max_length=40)),
                ("gender", models.CharField(blank=True, max_length=40)),
                ("occupation", models.CharField(blank=True, max_length=120)),
                ("income", models.CharField(blank=True, max_length=80)),
                (
                    "behaviours",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "preferences",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "motivations",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "goals",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "frustrations",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "sees",
                    models.TextField(
                        blank=True,
                        help_text="What surrounds them: people, offers, media.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "hears",
                    models.TextField(
                        blank=True,
                        help_text="What others tell them.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "thinks",
                    models.TextField(
                        blank=True,
                        help_text="What occupies them and is not said aloud.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "feels",
                    models.TextField(
                        blank=True,
                        help_text="What worries them, what they hope for.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "own_words",
                    models.TextField(
                        blank=True,
                        help_text="A sentence this person would say.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "share_of_customers",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of customers, %",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proto", "Proto-persona (assumed)"),
                            ("validated", "Validated by research"),
                        ],
                        default="proto",
                        max_length=10,
                    ),
                ),
                ("image", models.FileField(blank=True, max_length=255, upload_to="personas/")),
                ("is_archived", models.BooleanField(default=False, verbose_name="archived")),
            ],
            options={
                "ordering": ["program", "name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_of_customers__isnull", True),
                            ("share_of_customers__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="persona_share_within_100",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalKpi",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nps", "Net Promoter Score"),
                            ("csat", "Customer satisfaction (share satisfied)"),
                            ("ces", "Customer effort score (mean)"),
                            ("proportion", "Proportion"),
                            ("mean", "Mean"),
                            ("count", "Count"),
                            ("duration", "Duration (mean)"),
                            ("money", "Money (mean)"),
                        ],
                        default="proportion",
                        max_length=10,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, help_text="For example: %, minutes, EUR", max_length=24
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "Higher is better"), ("lower", "Lower is better")],
                        default="higher",
                        max_length=6,
                        verbose_name="which direction is better",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True),
                ),
                (
                    "element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="The key of the stage or touchpoint it measures, if it measures one.",
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                        verbose_name="stage or touchpoint",
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical KPI",
                "verbose_name_plural": "historical KPIs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgram",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                ("name", models.CharField(max_length=120)),
                (
                    "purpose",
                    models.TextField(
                        blank=True, help_text="Why this program exists, in a sentence or two."
                    ),
                ),
                (
                    "scope",
                    models.TextField(
                        blank=True, help_text="Which customers, products and channels it covers."
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("archived", "Archived"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "review_cadence_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="How often a published map should be looked at again, in days.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                    ),
                ),
                (
                    "required_approvals",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How many people must approve a version before it can be published. 0: nobody has to.",
                        validators=[django.core.validators.MaxValueValidator(20)],
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical program",
                "verbose_name_plural": "historical programs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="JourneyMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("current", "Current state"),
                            ("future", "Future state"),
                            ("blueprint", "Service blueprint"),
                        ],
                        default="current",
                        max_length=10,
                    ),
                ),
                (
                    "scope",
                    models.TextField(
                        blank=True,
                        help_text="Where this journey begins and ends, and for whom.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "parent_element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Key of the stage or touchpoint of that map this one shows in detail.",
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                        verbose_name="details the stage or touchpoint",
                    ),
                ),
                (
                    "life_cycle_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awareness", "Become aware"),
                            ("consideration", "Consider"),
                            ("purchase", "Buy"),
                            ("onboarding", "Get started"),
                            ("use", "Use"),
                            ("support", "Get help"),
                            ("renewal", "Renew or extend"),
                            ("leaving", "Leave"),
                            ("whole", "Whole life cycle"),
                        ],
                        default="",
                        help_text="Where in a customer's life this journey takes place.",
                        max_length=14,
                        verbose_name="stage of the life cycle",
                    ),
                ),
                (
                    "review_cadence_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty to use the program's.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                    ),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="last found still true"
                    ),
                ),
                ("reminded_for", models.DateField(blank=True, editable=False, null=True)),
                ("is_archived", models.BooleanField(default=False, verbose_name="archived")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="details",
                        to="journeys.journeymap",
                        verbose_name="details the map",
                    ),
                ),
            ],
            options={
                "verbose_name": "journey map",
                "ordering": ["program", "name", "id"],
                "permissions": [("start_draft_journeymap", "Can start the next draft of a map")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalJourneyMap",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("current", "Current state"),
                            ("future", "Future state"),
                            ("blueprint", "Service blueprint"),
                        ],
                        default="current",
                        max_length=10,
                    ),
                ),
                (
                    "scope",
                    models.TextField(
                        blank=True,
                        help_text="Where this journey begins and ends, and for whom.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "parent_element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Key of the stage or touchpoint of that map this one shows in detail.",
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                        verbose_name="details the stage or touchpoint",
                    ),
                ),
                (
                    "life_cycle_stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("awareness", "Become aware"),
                            ("consideration", "Consider"),
                            ("purchase", "Buy"),
                            ("onboarding", "Get started"),
                            ("use", "Use"),
                            ("support", "Get help"),
                            ("renewal", "Renew or extend"),
                            ("leaving", "Leave"),
                            ("whole", "Whole life cycle"),
                        ],
                        default="",
                        help_text="Where in a customer's life this journey takes place.",
                        max_length=14,
                        verbose_name="stage of the life cycle",
                    ),
                ),
                (
                    "review_cadence_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Leave empty to use the program's.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                    ),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="last found still true"
                    ),
                ),
                ("reminded_for", models.DateField(blank=True, editable=False, null=True)),
                ("is_archived", models.BooleanField(default=False, verbose_name="archived")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                        verbose_name="details the map",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical journey map",
                "verbose_name_plural": "historical journey maps",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MapVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="For example: After the relaunch", max_length=120
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Why this version was started.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "change_summary",
                    models.TextField(
                        blank=True,
                        help_text="What changed, in your own words.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "evidence_from",
                    models.DateField(blank=True, null=True, verbose_name="evidence from"),
                ),
                (
                    "evidence_to",
                    models.DateField(blank=True, null=True, verbose_name="evidence to"),
                ),
                ("published_by_name", models.CharField(blank=True, max_length=150)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("document", models.TextField(blank=True, default="", editable=False)),
                ("packed", models.BinaryField(null=True)),
                (
                    "checksum",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followers",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "map version",
                "ordering": ["map", "-number"],
                "permissions": [
                    ("submit_mapversion", "Can submit a draft for review"),
                    ("approve_mapversion", "Can approve a version in review"),
                    ("request_changes_mapversion", "Can ask for changes to a version in review"),
                    ("publish_mapversion", "Can publish a version"),
                    ("archive_mapversion", "Can archive a published version"),
                    ("discard_mapversion", "Can discard a draft"),
                ],
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("map", "number"), name="version_number_in_map"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "in_review"])),
                        fields=("map",),
                        name="one_draft_per_map",
                        violation_error_message="This map has a draft already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checksum", ""),
                                ("document", ""),
                                ("published_at__isnull", True),
                                models.Q(("state__in", ["published", "archived"]), _negated=True),
                            ),
                            models.Q(
                                ("published_at__isnull", False),
                                ("state__in", ["published", "archived"]),
                                models.Q(("document", ""), _negated=True),
                                models.Q(("checksum", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="published_version_has_document_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evidence_from__isnull", True),
                            ("evidence_to__isnull", True),
                            ("evidence_to__gte", models.F("evidence_from")),
                            _connector="OR",
                        ),
                        name="evidence_window_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                (
                    "text",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(10000)]),
                ),
                ("author_name", models.CharField(max_length=150)),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mentions",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="journeys.comment",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="journeys.mapversion",
                    ),
                ),
            ],
            options={
                "ordering": ["map", "created_at", "id"],
                "permissions": [("resolve_comment", "Can resolve and reopen threads of comments")],
                "indexes": [models.Index(fields=["map", "element_key"], name="comment_element")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resolved_by__isnull", True),
                            ("resolved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="comment_resolver_has_a_date",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("churn", "Churn"),
                            ("conversion", "Conversion"),
                            ("satisfaction", "Satisfaction"),
                            ("loyalty", "Loyalty"),
                            ("effort", "Effort"),
                            ("cost", "Cost to serve"),
                            ("adoption", "Adoption"),
                            ("revenue", "Revenue"),
                            ("other", "Other"),
                        ],
                        default="satisfaction",
                        max_length=12,
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        help_text="For example: Complete more applications", max_length=240
                    ),
                ),
                ("target_date", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("reached", "Reached"),
                            ("missed", "Missed"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["program", "target_date", "id"],
            },
        ),
        migrations.CreateModel(
            name="Kpi",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nps", "Net Promoter Score"),
                            ("csat", "Customer satisfaction (share satisfied)"),
                            ("ces", "Customer effort score (mean)"),
                            ("proportion", "Proportion"),
                            ("mean", "Mean"),
                            ("count", "Count"),
                            ("duration", "Duration (mean)"),
                            ("money", "Money (mean)"),
                        ],
                        default="proportion",
                        max_length=10,
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True, help_text="For example: %, minutes, EUR", max_length=24
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "Higher is better"), ("lower", "Lower is better")],
                        default="higher",
                        max_length=6,
                        verbose_name="which direction is better",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True),
                ),
                (
                    "element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="The key of the stage or touchpoint it measures, if it measures one.",
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                        verbose_name="stage or touchpoint",
                    ),
                ),
                (
                    "objectives",
                    models.ManyToManyField(
                        blank=True, related_name="kpis", to="journeys.objective"
                    ),
                ),
            ],
            options={
                "verbose_name": "KPI",
                "verbose_name_plural": "KPIs",
                "ordering": ["program", "name", "id"],
            },
        ),
        migrations.AddField(
            model_name="journeymap",
            name="objectives",
            field=models.ManyToManyField(blank=True, related_name="maps", to="journeys.objective"),
        ),
        migrations.CreateModel(
            name="HistoricalKpi_objectives",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="journeys.historicalkpi",
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.kpi",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.objective",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalKpi_objectives",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalJourneyMap_objectives",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="journeys.historicaljourneymap",
                    ),
                ),
                (
                    "journeymap",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.objective",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalJourneyMap_objectives",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="journeymap",
            name="personas",
            field=models.ManyToManyField(blank=True, related_name="maps", to="journeys.persona"),
        ),
        migrations.CreateModel(
            name="HistoricalJourneyMap_personas",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="journeys.historicaljourneymap",
                    ),
                ),
                (
                    "journeymap",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "persona",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.persona",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalJourneyMap_personas",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "purpose",
                    models.TextField(
                        blank=True, help_text="Why this program exists, in a sentence or two."
                    ),
                ),
                (
                    "scope",
                    models.TextField(
                        blank=True, help_text="Which customers, products and channels it covers."
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("archived", "Archived"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                (
                    "review_cadence_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="How often a published map should be looked at again, in days.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                    ),
                ),
                (
                    "required_approvals",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How many people must approve a version before it can be published. 0: nobody has to.",
                        validators=[django.core.validators.MaxValueValidator(20)],
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="owned_programs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
            },
        ),
        migrations.AddField(
            model_name="persona",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="personas",
                to="journeys.program",
            ),
        ),
        migrations.AddField(
            model_name="objective",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="objectives",
                to="journeys.program",
            ),
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mention", "Mentioned you"),
                            ("reply", "Replied"),
                            ("review_wanted", "Asks for a review"),
                            ("approved", "Approved"),
                            ("changes_requested", "Asks for changes"),
                            ("published", "Published"),
                            ("review_due", "Map due for a look"),
                        ],
                        max_length=20,
                    ),
                ),
                ("actor_name", models.CharField(blank=True, max_length=150)),
                (
                    "element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("mail_lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("mail_attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.comment",
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["recipient", "read_at", "id"], name="notification_inbox"),
                    models.Index(fields=["program", "id"], name="notification_program_id"),
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True)),
                        fields=["created_at"],
                        name="notification_to_be_mailed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("viewer", "Viewer"),
                            ("contributor", "Contributor"),
                            ("manager", "Manager"),
                        ],
                        default="viewer",
                        max_length=12,
                    ),
                ),
                (
                    "gets_mail",
                    models.BooleanField(
                        default=True,
                        help_text="Whether what comes into the inbox from this program is sent by e-mail too.",
                        verbose_name="gets e-mail",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["program", "user"],
                "indexes": [models.Index(fields=["program", "id"], name="membership_program_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "user"), name="one_role_per_program_and_user"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="mapversion",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.program"
            ),
        ),
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("thoughts", "Thoughts"),
                            ("pain_points", "Pain points"),
                            ("opportunities", "Opportunities"),
                            ("delights", "Delights"),
                            ("questions", "Questions"),
                            ("backstage", "Backstage"),
                            ("systems", "Systems"),
                            ("policies", "Policies"),
                            ("metrics", "Metrics"),
                            ("images", "Images"),
                            ("notes", "Notes"),
                        ],
                        default="notes",
                        max_length=14,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="Leave empty to use the kind.", max_length=120
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["program", "id"], name="lane_program_id")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="lane_key_in_version")
                ],
            },
        ),
        migrations.AddField(
            model_name="kpi",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="kpis",
                to="journeys.program",
            ),
        ),
        migrations.AddField(
            model_name="journeymap",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="maps",
                to="journeys.program",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalStage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=160)),
                (
                    "customer_goal",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.kpi",
                        verbose_name="KPI",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical stage",
                "verbose_name_plural": "historical stages",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReading",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                (
                    "segment",
                    models.CharField(
                        blank=True, help_text="Leave empty for all customers.", max_length=80
                    ),
                ),
                ("numerator", models.PositiveBigIntegerField(blank=True, null=True)),
                ("denominator", models.PositiveBigIntegerField(blank=True, null=True)),
                ("promoters", models.PositiveBigIntegerField(blank=True, null=True)),
                ("passives", models.PositiveBigIntegerField(blank=True, null=True)),
                ("detractors", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "n",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="number of people"
                    ),
                ),
                ("mean", models.FloatField(blank=True, null=True)),
                ("sd", models.FloatField(blank=True, null=True, verbose_name="standard deviation")),
                ("source", models.CharField(blank=True, max_length=160)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.kpi",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical reading",
                "verbose_name_plural": "historical readings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPersona",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "tagline",
                    models.CharField(
                        blank=True, help_text="One line that tells them apart.", max_length=160
                    ),
                ),
                (
                    "portrait",
                    models.TextField(
                        blank=True,
                        help_text="Who they are, in a short paragraph.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                ("age_range", models.CharField(blank=True, max_length=40)),
                ("gender", models.CharField(blank=True, max_length=40)),
                ("occupation", models.CharField(blank=True, max_length=120)),
                ("income", models.CharField(blank=True, max_length=80)),
                (
                    "behaviours",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "preferences",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "motivations",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "goals",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "frustrations",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "sees",
                    models.TextField(
                        blank=True,
                        help_text="What surrounds them: people, offers, media.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "hears",
                    models.TextField(
                        blank=True,
                        help_text="What others tell them.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "thinks",
                    models.TextField(
                        blank=True,
                        help_text="What occupies them and is not said aloud.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "feels",
                    models.TextField(
                        blank=True,
                        help_text="What worries them, what they hope for.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "own_words",
                    models.TextField(
                        blank=True,
                        help_text="A sentence this person would say.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "share_of_customers",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of customers, %",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proto", "Proto-persona (assumed)"),
                            ("validated", "Validated by research"),
                        ],
                        default="proto",
                        max_length=10,
                    ),
                ),
                ("image", models.TextField(blank=True, max_length=255)),
                ("is_archived", models.BooleanField(default=False, verbose_name="archived")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical persona",
                "verbose_name_plural": "historical personas",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalObjective",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("churn", "Churn"),
                            ("conversion", "Conversion"),
                            ("satisfaction", "Satisfaction"),
                            ("loyalty", "Loyalty"),
                            ("effort", "Effort"),
                            ("cost", "Cost to serve"),
                            ("adoption", "Adoption"),
                            ("revenue", "Revenue"),
                            ("other", "Other"),
                        ],
                        default="satisfaction",
                        max_length=12,
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        help_text="For example: Complete more applications", max_length=240
                    ),
                ),
                ("target_date", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("reached", "Reached"),
                            ("missed", "Missed"),
                            ("dropped", "Dropped"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical objective",
                "verbose_name_plural": "historical objectives",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("viewer", "Viewer"),
                            ("contributor", "Contributor"),
                            ("manager", "Manager"),
                        ],
                        default="viewer",
                        max_length=12,
                    ),
                ),
                (
                    "gets_mail",
                    models.BooleanField(
                        default=True,
                        help_text="Whether what comes into the inbox from this program is sent by e-mail too.",
                        verbose_name="gets e-mail",
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMapVersion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="For example: After the relaunch", max_length=120
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Why this version was started.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "change_summary",
                    models.TextField(
                        blank=True,
                        help_text="What changed, in your own words.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                (
                    "evidence_from",
                    models.DateField(blank=True, null=True, verbose_name="evidence from"),
                ),
                (
                    "evidence_to",
                    models.DateField(blank=True, null=True, verbose_name="evidence to"),
                ),
                ("published_by_name", models.CharField(blank=True, max_length=150)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checksum",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical map version",
                "verbose_name_plural": "historical map versions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLane",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("thoughts", "Thoughts"),
                            ("pain_points", "Pain points"),
                            ("opportunities", "Opportunities"),
                            ("delights", "Delights"),
                            ("questions", "Questions"),
                            ("backstage", "Backstage"),
                            ("systems", "Systems"),
                            ("policies", "Policies"),
                            ("metrics", "Metrics"),
                            ("images", "Images"),
                            ("notes", "Notes"),
                        ],
                        default="notes",
                        max_length=14,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="Leave empty to use the kind.", max_length=120
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical lane",
                "verbose_name_plural": "historical lanes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalkpi",
            name="program",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="journeys.program",
            ),
        ),
        migrations.AddField(
            model_name="historicaljourneymap",
            name="program",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="journeys.program",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalComment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                (
                    "text",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(10000)]),
                ),
                ("author_name", models.CharField(max_length=150)),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.comment",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "map",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical comment",
                "verbose_name_plural": "historical comments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChannel",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("web", "Web"),
                            ("app", "App"),
                            ("email", "E-mail"),
                            ("phone", "Telephone"),
                            ("chat", "Chat"),
                            ("video", "Video call"),
                            ("store", "Store or branch"),
                            ("social", "Social media"),
                            ("post", "Post"),
                            ("message", "Text message"),
                            ("device", "Card, device or machine"),
                            ("person", "In person"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=8,
                    ),
                ),
                ("is_archived", models.BooleanField(default=False, verbose_name="archived")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical channel",
                "verbose_name_plural": "historical channels",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAlignment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                ("pairs", models.JSONField(default=list)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=150)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "after_map",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "before_map",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical alignment",
                "verbose_name_plural": "historical alignments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ElementOrigin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("split", "Split from"), ("merge", "Merged from")], max_length=5
                    ),
                ),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("from_keys", models.JSONField(default=list)),
                (
                    "recorded_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="recorded by"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "key"), name="one_origin_per_key_in_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Edit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("label", models.CharField(max_length=160)),
                ("changes", models.JSONField(default=list)),
                ("is_undone", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "id"],
                "indexes": [
                    models.Index(fields=["version", "by", "id"], name="edit_version_person")
                ],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="journeys.program"
            ),
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("web", "Web"),
                            ("app", "App"),
                            ("email", "E-mail"),
                            ("phone", "Telephone"),
                            ("chat", "Chat"),
                            ("video", "Video call"),
                            ("store", "Store or branch"),
                            ("social", "Social media"),
                            ("post", "Post"),
                            ("message", "Text message"),
                            ("device", "Card, device or machine"),
                            ("person", "In person"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=8,
                    ),
                ),
                ("is_archived", models.BooleanField(default=False, verbose_name="archived")),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["program", "name", "id"],
                "indexes": [models.Index(fields=["program", "id"], name="channel_program_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "key"), name="channel_key_in_program"
                    ),
                    models.UniqueConstraint(
                        fields=("program", "name"), name="channel_name_in_program"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("pairs", models.JSONField(default=list)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=150)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "after_map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alignments_from",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "before_map",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alignments_to",
                        to="journeys.journeymap",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["program", "id"],
                "indexes": [models.Index(fields=["program", "id"], name="alignment_program_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("before_map", "after_map"), name="one_alignment_per_pair_of_maps"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before_map", models.F("after_map")), _negated=True),
                        name="alignment_of_two_maps",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                (
                    "segment",
                    models.CharField(
                        blank=True, help_text="Leave empty for all customers.", max_length=80
                    ),
                ),
                ("numerator", models.PositiveBigIntegerField(blank=True, null=True)),
                ("denominator", models.PositiveBigIntegerField(blank=True, null=True)),
                ("promoters", models.PositiveBigIntegerField(blank=True, null=True)),
                ("passives", models.PositiveBigIntegerField(blank=True, null=True)),
                ("detractors", models.PositiveBigIntegerField(blank=True, null=True)),
                (
                    "n",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="number of people"
                    ),
                ),
                ("mean", models.FloatField(blank=True, null=True)),
                ("sd", models.FloatField(blank=True, null=True, verbose_name="standard deviation")),
                ("source", models.CharField(blank=True, max_length=160)),
                (
                    "kpi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="journeys.kpi",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["kpi", "-period_to", "segment", "id"],
                "indexes": [models.Index(fields=["program", "id"], name="reading_program_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kpi", "period_from", "period_to", "segment"),
                        name="one_reading_per_kpi_period_and_segment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_to__gte", models.F("period_from"))),
                        name="reading_period_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__isnull", True),
                            ("numerator__lte", models.F("denominator")),
                            _connector="OR",
                        ),
                        name="reading_part_within_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sd__isnull", True), ("sd__gte", 0), _connector="OR"),
                        name="reading_sd_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("kind", models.CharField(max_length=40)),
                ("parameters", models.JSONField(default=dict)),
                ("title", models.CharField(blank=True, max_length=240)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Being made"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        default=0, validators=[django.core.validators.MaxValueValidator(100)]
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True, help_text="What is being done right now.", max_length=120
                    ),
                ),
                ("error", models.TextField(blank=True)),
                (
                    "file",
                    models.FileField(
                        blank=True, editable=False, max_length=255, upload_to="reports/"
                    ),
                ),
                ("checksum", models.CharField(blank=True, editable=False, max_length=64)),
                ("requested_by_name", models.CharField(blank=True, max_length=150)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "lease_token",
                    models.CharField(blank=True, default="", editable=False, max_length=36),
                ),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["program", "id"], name="report_program_id"),
                    models.Index(fields=["status", "lease_until"], name="report_status_lease"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True),
                            models.Q(
                                models.Q(("file", ""), _negated=True),
                                ("finished_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="done_report_has_file_and_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)),
                        name="report_progress_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("approved", "Approved"),
                            ("changes_requested", "Changes requested"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reviewer_name", models.CharField(max_length=150)),
                ("note", models.TextField(blank=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="journeys.mapversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "-created_at", "-id"],
                "indexes": [models.Index(fields=["program", "id"], name="review_program_id")],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=160)),
                (
                    "customer_goal",
                    models.TextField(
                        blank=True, validators=[django.core.validators.MaxLengthValidator(20000)]
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="journeys.kpi",
                        verbose_name="KPI",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="journeys.mapversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["program", "id"], name="stage_program_id")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="stage_key_in_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTouchpoint",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=160)),
                (
                    "does",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="customer does",
                    ),
                ),
                (
                    "thinks",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="customer thinks",
                    ),
                ),
                (
                    "actors",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Names of the people or teams involved.",
                        validators=[journeys.models.texts.short_lines],
                        verbose_name="who takes part",
                    ),
                ),
                (
                    "is_moment_of_truth",
                    models.BooleanField(default=False, verbose_name="moment of truth"),
                ),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "emotion",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="From −3 (very bad) to +3 (very good), in tenths. Empty: nobody knows yet.",
                        max_digits=2,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-3")),
                            django.core.validators.MaxValueValidator(Decimal("3")),
                        ],
                    ),
                ),
                (
                    "feeling",
                    models.CharField(
                        blank=True, help_text="For example: anxious, relieved", max_length=60
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("assumed", "Assumed by the team"),
                            ("observed", "Observed from customers"),
                        ],
                        default="assumed",
                        max_length=8,
                    ),
                ),
                (
                    "team",
                    models.CharField(blank=True, max_length=120, verbose_name="team responsible"),
                ),
                (
                    "persona_emotions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Where a persona feels otherwise than the touchpoint's own emotion says.",
                        validators=[journeys.models.persona_emotions.valid_persona_emotions],
                        verbose_name="how it feels to each persona",
                    ),
                ),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.channel",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.stage",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical touchpoint",
                "verbose_name_plural": "historical touchpoints",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Touchpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("name", models.CharField(max_length=160)),
                (
                    "does",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="customer does",
                    ),
                ),
                (
                    "thinks",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                        verbose_name="customer thinks",
                    ),
                ),
                (
                    "actors",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Names of the people or teams involved.",
                        validators=[journeys.models.texts.short_lines],
                        verbose_name="who takes part",
                    ),
                ),
                (
                    "is_moment_of_truth",
                    models.BooleanField(default=False, verbose_name="moment of truth"),
                ),
                (
                    "importance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "emotion",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="From −3 (very bad) to +3 (very good), in tenths. Empty: nobody knows yet.",
                        max_digits=2,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("-3")),
                            django.core.validators.MaxValueValidator(Decimal("3")),
                        ],
                    ),
                ),
                (
                    "feeling",
                    models.CharField(
                        blank=True, help_text="For example: anxious, relieved", max_length=60
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("assumed", "Assumed by the team"),
                            ("observed", "Observed from customers"),
                        ],
                        default="assumed",
                        max_length=8,
                    ),
                ),
                (
                    "team",
                    models.CharField(blank=True, max_length=120, verbose_name="team responsible"),
                ),
                (
                    "persona_emotions",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Where a persona feels otherwise than the touchpoint's own emotion says.",
                        validators=[journeys.models.persona_emotions.valid_persona_emotions],
                        verbose_name="how it feels to each persona",
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="journeys.channel",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="touchpoints",
                        to="journeys.stage",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="journeys.mapversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["program", "id"], name="touchpoint_program_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "key"), name="touchpoint_key_in_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("emotion__isnull", True),
                            ("emotion__range", (Decimal("-3"), Decimal("3"))),
                            _connector="OR",
                        ),
                        name="touchpoint_emotion_on_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("importance__isnull", True),
                            ("importance__range", (1, 5)),
                            _connector="OR",
                        ),
                        name="touchpoint_importance_on_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCard",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "door",
                    models.CharField(
                        default=journeys.history.current_door, editable=False, max_length=20
                    ),
                ),
                ("history_user_name", models.CharField(default="", editable=False, max_length=150)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "text",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(20000)]),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Pain points only: 1 (a nuisance) to 5 (people leave).",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "share_hit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of customers hit, %",
                    ),
                ),
                (
                    "owner",
                    models.CharField(blank=True, help_text="A person or team.", max_length=120),
                ),
                (
                    "tags",
                    models.JSONField(
                        blank=True, default=list, validators=[journeys.models.texts.short_lines]
                    ),
                ),
                ("attachment", models.TextField(blank=True, max_length=255)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.lane",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.stage",
                    ),
                ),
                (
                    "touchpoint",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave empty when the card spans the stage.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="journeys.touchpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical card",
                "verbose_name_plural": "historical cards",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    journeys.models.keys.KeyField(
                        default=journeys.models.keys.new_key,
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "text",
                    models.TextField(validators=[django.core.validators.MaxLengthValidator(20000)]),
                ),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Pain points only: 1 (a nuisance) to 5 (people leave).",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "share_hit",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="share of customers hit, %",
                    ),
                ),
                (
                    "owner",
                    models.CharField(blank=True, help_text="A person or team.", max_length=120),
                ),
                (
                    "tags",
                    models.JSONField(
                        blank=True, default=list, validators=[journeys.models.texts.short_lines]
                    ),
                ),
                (
                    "attachment",
                    models.FileField(blank=True, max_length=255, upload_to="attachments/"),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="journeys.lane",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="journeys.stage",
                    ),
                ),
                (
                    "touchpoint",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave empty when the card spans the stage.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="journeys.touchpoint",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order", "id"],
                "abstract": False,
                "indexes": [models.Index(fields=["program", "id"], name="card_program_id")],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "key"), name="card_key_in_version"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severity__isnull", True), ("severity__range", (1, 5)), _connector="OR"
                        ),
                        name="card_severity_on_scale",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_hit__isnull", True),
                            ("share_hit__range", (0, 100)),
                            _connector="OR",
                        ),
                        name="card_share_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "element_key",
                    journeys.models.keys.KeyField(
                        blank=True,
                        default="",
                        editable=False,
                        max_length=36,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                                "A key is a UUID in lower case.",
                                code="invalid_key",
                            )
                        ],
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="journeys.mapversion",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="journeys.program",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "user"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "user"), name="one_presence_per_person"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="persona",
            index=models.Index(fields=["program", "id"], name="persona_program_id"),
        ),
        migrations.AddConstraint(
            model_name="persona",
            constraint=models.UniqueConstraint(
                fields=("program", "key"), name="persona_key_in_program"
            ),
        ),
        migrations.AddIndex(
            model_name="objective",
            index=models.Index(fields=["program", "id"], name="objective_program_id"),
        ),
        migrations.AddConstraint(
            model_name="objective",
            constraint=models.UniqueConstraint(
                fields=("program", "key"), name="objective_key_in_program"
            ),
        ),
        migrations.AddIndex(
            model_name="mapversion",
            index=models.Index(fields=["program", "state"], name="version_program_state"),
        ),
        migrations.AddIndex(
            model_name="mapversion",
            index=models.Index(fields=["program", "id"], name="version_program_id"),
        ),
        migrations.AddIndex(
            model_name="kpi",
            index=models.Index(fields=["program", "id"], name="kpi_program_id"),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.UniqueConstraint(
                fields=("program", "key"), name="kpi_key_in_program"
            ),
        ),
        migrations.AddIndex(
            model_name="journeymap",
            index=models.Index(fields=["program", "id"], name="map_program_id"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["program", "id"], name="comment_program_id"),
        ),
    ]
