"""An enriched item for people: the text with its tags in colour, then tags and events as lists."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.enriched_item import DateSpan, EnrichedItem, EventMention, Mention

STYLES = {"countries": "bold green", "organisations": "bold magenta", "officials": "bold cyan", "dates": "bold yellow"}


def printed(enriched: EnrichedItem, console: Console | None = None) -> None:
    console = console or Console()
    console.print(_highlighted(enriched))
    console.print()
    console.print(_tags(enriched))
    for event in enriched.events:
        console.print()
        console.print(_event(event))


def _highlighted(enriched: EnrichedItem) -> Text:
    text = Text(enriched.item.text)
    for kind, style in STYLES.items():
        for mention in _mentions(getattr(enriched, kind)):
            text.stylize(style, mention.start, mention.end)
    return text


def _mentions(tags: Iterable[object]) -> Iterable[Mention]:
    for tag in tags:
        yield from getattr(tag, "mentions", ())
        if mention := getattr(tag, "mention", None):
            yield mention


def _tags(enriched: EnrichedItem) -> Table:
    table = Table.grid(padding=(0, 2))
    countries = (f"{tag.code}{'*' if tag.salience >= 0.5 else ''}" for tag in enriched.countries)
    officials = (
        f"{tag.name} ({', '.join(part for part in (tag.title, tag.country or tag.organisation) if part)})" for tag in enriched.officials
    )
    for kind, values in (
        ("countries", countries),
        ("organisations", (tag.code for tag in enriched.organisations)),
        ("officials", officials),
        ("topics", (f"{tag.id} {tag.score:.2f}" for tag in enriched.topics)),
        ("dates", (f"{tag.mention.text if tag.mention else ''} = {when(tag)}" for tag in enriched.dates)),
    ):
        table.add_row(Text(kind, style=STYLES.get(kind, "bold")), Text(", ".join(values) or "-"))
    return table


def _event(event: EventMention) -> Table:
    table = Table.grid(padding=(0, 2))
    title = Text.assemble((event.type, "bold"), f" {event.name}" if event.name else "", "  ", (event.status, "bold yellow"))
    table.add_row("event", title)
    for kind, value in (
        ("when", when(event.when) if event.when else "no time told"),
        ("before", when(event.previous) if event.previous else ""),
        (
            "parties",
            ", ".join(
                f"{code} ({event.roles[code]})" if code in event.roles else code for code in (*event.countries, *event.organisations)
            ),
        ),
        ("officials", ", ".join(event.officials)),
        ("place", event.place or ""),
        ("denied by", ", ".join(event.disputed_by)),
        ("evidence", f"“{event.evidence.text}”"),
    ):
        if value:
            table.add_row(kind, Text(value))
    return table


def when(span: DateSpan) -> str:
    told = str(span.start) if span.end == span.start else f"{span.start} to {span.end or 'open'}"
    at = f" at {span.at:%H:%M}{f' {span.zone}' if span.zone else ''}" if span.at else ""
    return f"{told}{at}{'' if span.precision == 'day' else f' ({span.precision})'}"
