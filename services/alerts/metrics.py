"""The metrics that only alerts exports; labels are closed sets."""

from prometheus_client import Counter, Gauge, Histogram

ITEMS = Counter("demarche_alerts_items_total", "Enriched items by what came of them: applied, repeated, outdated", ["outcome"])
CHANGES = Counter("demarche_alerts_changes_total", "Changes of the calendar, by kind", ["kind"])
NOTIFICATIONS = Counter(
    "demarche_alerts_notifications_total",
    "Notifications by channel and outcome: created, delivered, retried, failed, dropped, disabled",
    ["channel", "outcome"],
)
LATENCY = Histogram(
    "demarche_alerts_delivery_seconds",
    "From an item's arrival at ingest to a receiver's acknowledgement",
    ["channel"],
    buckets=(0.02, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600, 3600),
)
ATTEMPT_SECONDS = Histogram(
    "demarche_alerts_attempt_seconds", "Time that one webhook request took", buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
)
OUTBOX_AGE = Gauge("demarche_alerts_outbox_oldest_age_seconds", "Age of the oldest message that Kafka has not acknowledged")
PENDING = Gauge("demarche_alerts_notifications_pending", "Notifications that are yet to be delivered")
PENDING_AGE = Gauge("demarche_alerts_notifications_oldest_age_seconds", "Age of the oldest notification that is yet to be delivered")
