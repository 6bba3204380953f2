#!/usr/bin/env bash
# Brings docker-compose.yml up for real, posts an article, waits for its alert, and takes everything down again: `make compose-test`.
# Where no Docker engine answers it starts the one of ../shared/standins, with images that stand in for those of the registry.
set -euo pipefail
cd "$(dirname "$0")/../.."

STANDINS=../shared/standins
WORK=$(mktemp -d)
# A project, data and ports of its own, so that a system that runs here is left alone.
export COMPOSE_PROJECT_NAME=demarche-test DEMARCHE_DATA="$WORK"
read -r INGEST_PORT ALERTS_PORT KAFKA_PORT PROMETHEUS_PORT < <(python3 -c '
import socket
listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*(listener.getsockname()[1] for listener in listeners))')
export INGEST_PORT ALERTS_PORT KAFKA_PORT PROMETHEUS_PORT
own_engine=

say() { printf '%4ss  %s\n' "$SECONDS" "$*"; }
fail() { say "$*"; exit 1; }

# The stand-ins' files become part of images whose own user must write them, and here they may be read-only.
start_standins() {
  [ -d "$STANDINS" ] || fail "no Docker engine answers"
  cp -r "$STANDINS" "$WORK/standins"
  chmod -R u+w "$WORK/standins"
  bash "$WORK/standins/engine.sh" start
  own_engine=yes
  bash "$WORK/standins/images.sh" python kafka postgres prometheus
}

take_down() {
  status=$?
  [ "$status" = 0 ] || docker compose logs --tail 40 || true
  docker compose down --volumes --remove-orphans >/dev/null 2>&1 || true
  [ -z "$own_engine" ] || bash "$WORK/standins/engine.sh" stop
  rm -rf "$WORK"
  exit "$status"
}
trap take_down EXIT

docker info >/dev/null 2>&1 || start_standins
docker compose build --quiet
say "built"
docker compose up --detach --wait --wait-timeout 180 --quiet-pull
say "up"

make --silent sample
say "alerted"

for service in ingest enricher alerts; do
  container=$(docker compose ps --quiet "$service")
  settings='{{.Config.User}} {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.Privileged}}'
  [ "$(docker inspect --format "$settings" "$container")" = "10001:10001 true [ALL] false" ] || fail "$service may do more than it should"
done

# How many of the three jobs are scraped.
scraped() {
  curl --silent --fail --get "http://127.0.0.1:$PROMETHEUS_PORT/api/v1/query" --data-urlencode 'query=count(sum by (job) (up) > 0)' \
    | sed -E 's/.*"value":\[[^,]*,"([0-9]+)"\].*/\1/'
}
for _ in $(seq 60); do [ "$(scraped)" = 3 ] && break; sleep 0.5; done
[ "$(scraped)" = 3 ] || fail "Prometheus does not reach every service"
say "scraped"

docker compose restart ingest enricher alerts >/dev/null 2>&1
docker compose up --detach --wait --wait-timeout 120 >/dev/null 2>&1
make --silent sample
say "alerted after a restart"
