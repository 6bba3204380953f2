"""`make bench`: each figure beside its yardstick in the same run. Absolute times hold for this machine and this hour only."""

import os
import platform

from bench import enrich, enricher_stream, ingest_batch, latency

if __name__ == "__main__":
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for part in (enrich, ingest_batch, enricher_stream, latency):
        part.main()
