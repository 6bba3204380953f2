"""The metrics that only ingest has. Doors are http, import and feed; outcomes are those of `services.ingest.outcome`."""

from prometheus_client import Counter, Gauge

ITEMS = Counter("demarche_ingest_items_total", "Items submitted, by what came of them", ["door", "outcome"])
IN_FLIGHT_BYTES = Gauge("demarche_ingest_in_flight_bytes", "Handed to the Kafka producer and not yet acknowledged")
FEED_FETCHES = Counter("demarche_ingest_feed_fetches_total", "Feeds fetched, by result", ["result"])
