"""The enricher as a process: `python -m services.enricher worker`."""

import datetime

from schemas.enriched_item import EnrichedItem
from schemas.news_item import NewsItem
from services.enricher.enrich import enrich
from services.enricher.handle import handle
from services.enricher.run import run
from services.enricher.settings import EnricherSettings
from services.runtime import logs
from services.runtime.dead_letters import Refusal
from services.runtime.producer import Record
from services.runtime.received import Received
from services.runtime.settings import load


def main() -> None:
    settings = load(EnricherSettings)
    logs.configure("enricher", as_json=settings.log_json, level=settings.log_level)
    run(settings, handle_live)


def handle_live(received: Received, now: datetime.datetime) -> Record | Refusal:
    def enriched(item: NewsItem) -> EnrichedItem:
        return enrich(item, now=now)

    return handle(received, enriched, now=now)
