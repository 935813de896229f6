"""What the tests of our own pages start from: a program with two versions, a draft and a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec import structs

from journeys import comments, contents, drafts, maps, versions
from journeys.admin.pages import uploads
from journeys.alignment import kinds, rekeyed
from journeys.contents import LaneContents, MapContents, MapFacts, PersonaContents
from journeys.exchange import document
from journeys.models import MapVersion, Program, Report
from tests.factories import PersonaFactory, ReportFactory
from tests.factories.people import member
from tests.journeys.sample import card, edited, key, small_map, stage, touchpoint, without

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from playwright.sync_api import BrowserContext
    from pytest_django.live_server_helper import LiveServer

#: Names that break pages: no place to wrap, markup, emoji, letters that run from right to left.
HOSTILE = (
    "W" * 160,
    '<b>Bold</b> & "quoted" <script>alert(1)</script>',
    "👩‍👩‍👧‍👦" * 12,
    "رحلة العميل من البداية إلى النهاية",
)


@dataclass(frozen=True)
class Workplace:
    """Rows to open pages of, and who opens them."""

    program: Program
    mara: User
    first: MapVersion
    draft: MapVersion
    empty: MapVersion
    report: Report
    waiting: Report

    def addresses(self) -> dict[str, str]:
        """Return the address of every page by a short name."""

        def at(name: str, *args: object, query: str = "") -> str:
            return reverse(f"admin:journeys_{name}", args=args) + query

        first, draft = self.first.pk, self.draft.pk
        return {
            "map": at("mapversion_map", draft, query="?list"),
            "map-published": at("mapversion_map", first),
            "map-empty": at("mapversion_map", self.empty.pk),
            "compare": at("mapversion_compare", draft, query=f"?pick={key('Prove identity')}"),
            "compare-unaligned": at(
                "mapversion_compare", self.apart().pk, query=f"?against={draft}"
            ),
            "align": at("mapversion_align", self.apart().pk, draft),
            "align-with": at("mapversion_align_with", draft),
            "compare-alone": at("mapversion_compare", self.empty.pk),
            "compare-same": at("mapversion_compare", draft, query=f"?against={draft}"),
            "publish": at("mapversion_verb", draft, "publish"),
            "discard": at("mapversion_verb", draft, "discard"),
            "next-version": at("journeymap_draft", self.only_published().map_id),
            "order": at("mapversion_order", draft),
            "export": at("mapversion_export", draft, "mermaid"),
            "start": at("journeymap_start"),
            "template": at("mapversion_template", self.empty.pk),
            "import": at("journeymap_import"),
            "import-preview": at("journeymap_import_preview", self.kept_upload()),
            "inbox": reverse("admin:inbox"),
            "persona": at("persona_page", self.persona),
            "persona-edit": at("persona_page", self.persona, query="?edit=who"),
            "persona-versions": at("persona_versions", self.persona),
            "persona-compare": at(
                "persona_compare", query=f"?persona={self.persona}&persona={self.other_persona}"
            ),
            "report": at("report_page", self.report.pk),
            "report-waiting": at("report_page", self.waiting.pk),
        }

    @property
    def persona(self) -> int:
        """Return the first of the program's personas."""
        return self.program.personas.earliest("pk").pk

    @property
    def other_persona(self) -> int:
        """Return the last of the program's personas."""
        return self.program.personas.latest("pk").pk

    def apart(self) -> MapVersion:
        """Return the draft of the first map as somebody else would have drawn it, under its own keys."""
        found = MapVersion.objects.filter(map__name="Drawn apart").first()
        if found is None:
            read = contents.read(self.first)
            renamed = rekeyed(read, {old: key(f"apart {old}") for old in kinds(read)})
            renamed = structs.replace(renamed, map=structs.replace(renamed.map, name="Drawn apart"))
            found = maps.create(self.program, renamed, by=self.mara)
        return found

    def kept_upload(self) -> str:
        """Return the token of a file that waits to be looked at: the first version's document."""
        return uploads.keep(document.export(contents.read(self.first)), "map.json", by=self.mara)

    def only_published(self) -> MapVersion:
        """Return a published version of a map without a draft."""
        return versions.publish(maps.create(self.program, small_map(), by=self.mara), by=self.mara)


def sign_in_to(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    """Sign a person in to a browser context of a test's own."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def workplace(said: MapContents | None = None) -> Workplace:
    """Make a program in which every page has something to show."""
    program = Program.objects.create(name="Everyday banking")
    mara = member(program, username="mara")
    read = said or small_map()
    first = versions.publish(maps.create(program, read, by=mara), by=mara)
    draft = drafts.replace(versions.start_draft(first.map, by=mara), changed(read), by=mara)
    omar = PersonaFactory(program=program, name="Omar", hears="“You need an account to rent”")
    omar.maps.add(draft.map)
    draft.touchpoints.filter(name="Start application").update(persona_emotions=_felt(program))
    empty = maps.create(program, MapContents(map=MapFacts(name="A new map")), by=mara)
    nadia = member(program, username="nadia")
    comments.write(draft, f"{said.map.name if said else 'Is it so'}, @mara?", by=nadia)
    report = ReportFactory(program=program, parameters={"version": draft.pk, "against": first.pk})
    report.file.save("report.pdf", ContentFile(b"%PDF-1.7"), save=False)
    Report.objects.filter(pk=report.pk).update(
        status="done", file=report.file.name, finished_at=timezone.now()
    )
    return Workplace(program, mara, first, draft, empty, report, ReportFactory(program=program))


def _felt(program: Program) -> list[dict[str, object]]:
    """Return an emotion of their own for the program's first personas, each another."""
    keys = program.personas.order_by("pk").values_list("key", flat=True)[:3]
    return [
        {"persona": one, "emotion": 2.0 - place * 2, "feeling": "glad", "basis": "assumed"}
        for place, one in enumerate(keys)
    ]


def changed(read: MapContents) -> MapContents:
    """Return the contents with a change of every kind that the sample's names allow."""
    after = edited(read, "Prove identity", emotion=-2.8, name="Video identification", does="Waits")
    after = edited(after, "Call drops", severity=5)
    after = edited(after, "Lena", goals="An account in ten minutes")
    after = without(after, "Form asks twice")
    return structs.replace(after, stages=after.stages[::-1])


def hostile_map() -> MapContents:
    """Return a map in which every name is hostile."""
    names = [HOSTILE[place % len(HOSTILE)] for place in range(8)]
    return MapContents(
        map=MapFacts(name=HOSTILE[0], scope=HOSTILE[1]),
        personas=tuple(
            PersonaContents(key=key(name), name=name[:80]) for name in dict.fromkeys(names)
        ),
        stages=tuple(
            structs.replace(
                stage(
                    f"stage {place}",
                    structs.replace(
                        touchpoint(f"touchpoint {place}", emotion=(place % 7 - 3) * 1.0),
                        name=name,
                        does=name * 4,
                        thinks=name,
                        feeling=name[:60],
                        team=name[:120],
                        actors=(name,),
                    ),
                ),
                name=name,
                customer_goal=name,
            )
            for place, name in enumerate(names)
        ),
        lanes=tuple(
            LaneContents(key=key(f"lane {place}"), kind="pain_points", name=name[:120])
            for place, name in enumerate(HOSTILE)
        ),
        cards=tuple(
            structs.replace(
                card(
                    f"card {place}",
                    f"lane {place % 4}",
                    f"stage {place}",
                    f"touchpoint {place}",
                    severity=5,
                    share_hit=99.9,
                ),
                text=name,
                owner=name[:120],
                tags=(name,),
            )
            for place, name in enumerate(names)
        ),
    )
