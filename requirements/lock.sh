#!/bin/bash
# Resolves every dependency anew: the services' alone, with the embedded Kafka and PostgreSQL, and with what tests need; then Kafka's own jars.
set -euo pipefail
cd "$(dirname "$0")/.."

lock() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
    --custom-compile-command "make lock" pyproject.toml "${@:2}" -o "requirements/$1.txt"
}
lock services
lock embedded --extra embedded -c requirements/services.txt
lock dev --extra embedded --extra dev -c requirements/embedded.txt
.venv/bin/python -m deploy.trial.kafka_jars lock
