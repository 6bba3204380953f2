"""What an item may be tagged with at most, so that a text of any kind can be sent on with its tags: counted from its beginning."""

from typing import TypeVar

from msgspec.structs import replace

from schemas.enriched_item import CountryTag, OfficialTag, OrganisationTag, TopicTag

MOST_TAGS = 500
MOST_MENTIONS = 500
# Of all tags of one kind together.
MOST_MENTIONS_OF_KIND = 5_000
MOST_DATES = 500
# Places of a text that tell of an event; each is compared with the others.
MOST_DRAFTS = 200
# Words of one sentence that may tell of an event: each is read with its clause.
MOST_SPOTS = 30

Tag = TypeVar("Tag", CountryTag, OrganisationTag, OfficialTag, TopicTag)


def bounded(tags: tuple[Tag, ...]) -> tuple[Tag, ...]:
    kept = tags[:MOST_TAGS]
    most = min(MOST_MENTIONS, MOST_MENTIONS_OF_KIND // max(1, len(kept)))
    return tuple(tag if len(tag.mentions) <= most else replace(tag, mentions=tag.mentions[:most]) for tag in kept)
