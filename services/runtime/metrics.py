"""The metrics that every service exports. Labels are closed sets: topics, routes, outcomes, reasons."""

import time

from prometheus_client import Counter, Gauge, Histogram

HTTP_REQUESTS = Counter("demarche_http_requests_total", "HTTP requests answered", ["method", "route", "status"])
HTTP_SECONDS = Histogram(
    "demarche_http_request_seconds",
    "Time to answer an HTTP request",
    ["route"],
    buckets=(0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30),
)
MESSAGES = Counter("demarche_messages_total", "Kafka messages by what came of them: handled, published, refused", ["topic", "outcome"])
DEAD_LETTERS = Counter("demarche_dead_letters_total", "Messages sent to a dead-letter topic", ["topic", "reason"])
LAG = Gauge("demarche_consumer_lag", "Messages of the assigned partitions not yet handled", ["topic"])
ERRORS = Counter("demarche_errors_total", "Failures that a retry or a restart has to mend", ["reason"])
NEWEST_WORK = Gauge("demarche_newest_work_timestamp_seconds", "Unix time of the newest work that was finished", ["stage"])
WORK_AGE = Gauge("demarche_newest_work_age_seconds", "Age of the newest work that was finished, when scraped", ["stage"])


class WorkAge:
    """Tracks the newest finished work of one stage; its age is computed at scrape time and starts at process start."""

    def __init__(self, stage: str) -> None:
        self._newest = time.time()
        self._timestamp = NEWEST_WORK.labels(stage)
        WORK_AGE.labels(stage).set_function(lambda: max(0.0, time.time() - self._newest))

    def finished(self, unix_seconds: float) -> None:
        """Notes work whose message was made at this time."""
        if unix_seconds > self._newest:
            self._newest = unix_seconds
            self._timestamp.set(unix_seconds)
