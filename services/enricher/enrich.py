"""Everything that the enricher says of an item. Pure: the item and the gazetteer are all that it knows."""

import datetime
import functools
from hashlib import blake2b
from pathlib import Path

from schemas.enriched_item import EnrichedItem
from schemas.news_item import NewsItem
from services.enricher import countries, fingerprint, officials, organisations, topics
from services.enricher.bounds import MOST_DATES, bounded
from services.enricher.dates import tagging as dates
from services.enricher.events import tagging as events
from services.enricher.text import read

RULES = "1"


def enrich(item: NewsItem, *, now: datetime.datetime) -> EnrichedItem:
    document = read(item)
    named = bounded(countries.tag(document))
    bodies = bounded(organisations.tag(document))
    people = bounded(officials.tag(document, named, bodies))
    times = dates.tag(document)
    told = events.tag(document, named, bodies, people, times)
    return EnrichedItem(
        item=item,
        countries=named,
        organisations=bodies,
        officials=people,
        topics=bounded(topics.tag(document, named, bodies, people)),
        dates=dates.with_times_of(told, times[:MOST_DATES]),
        events=told,
        fingerprint=fingerprint.of_words(
            [token.key for sentence in document.sentences for token in sentence.tokens if token.text[0].isalnum()]
        ),
        enriched_at=now,
        enricher=version(),
    )


@functools.cache
def version() -> str:
    """The version of the rules, and a hash of rules and data, so that no edit of either goes unseen."""
    here = Path(__file__).parent
    files = sorted(path for suffix in ("py", "tsv", "toml") for path in here.rglob(f"*.{suffix}"))
    digest = blake2b(digest_size=6)
    for path in files:
        digest.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{RULES}+{digest.hexdigest()}"
