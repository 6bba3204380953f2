"""An item whose every word is markup that would run if a page took it for such."""

import datetime
import uuid

from schemas.enriched_item import CountryTag, DateSpan, EnrichedItem, EventMention, Mention, OfficialTag, OrganisationTag
from schemas.news_item import NewsItem, Source

HOSTILE = "<img src=x onerror=\"window.broken = 'in'\"><script>window.broken = 'in'</script>"


def hostile_item(now: datetime.datetime) -> EnrichedItem:
    """Markup wherever a stranger's words may stand, and an address that is a script."""
    body = f"{HOSTILE} Kenya and Norway will hold a dialogue."
    evidence = Mention(start=0, end=len(body), text=body)
    day = now.date() + datetime.timedelta(days=30)
    return EnrichedItem(
        item=NewsItem(
            id=f"hostile-{uuid.uuid4().hex}",
            version="1",
            source=Source(id=HOSTILE, name=HOSTILE, kind="media"),
            url="javascript:window.broken='in'",
            body=body,
            language='"><b>',
            published_at=now,
            received_at=now,
        ),
        countries=(CountryTag(code="<>", salience=1, mentions=(evidence,)),),
        organisations=(OrganisationTag(code=HOSTILE, name=HOSTILE, mentions=(evidence,)),),
        officials=(OfficialTag(name=HOSTILE, title=HOSTILE, organisation=HOSTILE, mentions=(evidence,)),),
        events=(
            EventMention(
                id="hostile#0",
                type="dialogue",
                name=f"Dialogue {HOSTILE}",
                countries=("<>", "KE"),
                organisations=(HOSTILE,),
                officials=(HOSTILE,),
                status="scheduled",
                when=DateSpan(start=day, end=day, precision="day", zone=HOSTILE, at=datetime.time(10)),
                place=HOSTILE,
                evidence=evidence,
            ),
        ),
        fingerprint="0123456789abcdef",
        enriched_at=now,
        enricher="test",
    )
