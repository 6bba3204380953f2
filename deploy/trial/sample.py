"""Posts an article to the system that runs on this host and shows the alert that it causes: `make sample`.

The system is that of `make run`, whose keys are in its data, or that of `docker compose up`, in which this makes keys.
"""

import datetime
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from deploy.trial import demo
from deploy.trial.children import wait_until
from deploy.trial.errors import TrialError
from deploy.trial.lines import alert_line
from deploy.trial.ports import HOST, is_open
from deploy.trial.settings import REPOSITORY, TrialSettings
from services.runtime.settings import load

ALERT_SECONDS = 30.0
HOSTS = (("Norway", "Oslo"), ("Kenya", "Nairobi"), ("Chile", "Santiago"), ("Japan", "Tokyo"), ("Portugal", "Lisbon"), ("Ghana", "Accra"))
GUESTS = (
    "Brazil",
    "Canada",
    "Estonia",
    "Indonesia",
    "Mexico",
    "Morocco",
    "New Zealand",
    "Poland",
    "Rwanda",
    "Thailand",
    "Uruguay",
    "Vietnam",
)
SOURCE = {"id": "sample-wire", "name": "Sample Wire (written for Demarche)", "kind": "agency"}
SAMPLE = "This is a sample, written for Demarche. It is not a report."


def main() -> int:
    console = Console(highlight=False)
    settings = load(TrialSettings)
    try:
        show_alert(settings, console)
    except (TrialError, OSError) as error:
        console.print(str(error), style="bold red", soft_wrap=True)
        return 1
    return 0


def show_alert(settings: TrialSettings, console: Console) -> None:
    ingest_key = key(settings, "ingest", settings.ingest_port, "POST", "/v1/items")
    alerts_key = key(settings, "alerts", settings.alerts_port, "GET", "/v1/subscriptions")
    demo.subscribe(settings.alerts_port, alerts_key)
    item = article(datetime.datetime.now(datetime.UTC).date(), random.Random())
    console.print(Text.assemble(("posted  ", "cyan"), item["title"]))
    posted = time.monotonic()
    status, answer = demo.call(settings.ingest_port, "POST", "/v1/items", ingest_key, item)
    if status != 202:
        raise demo.Refused("POST", "/v1/items", status, answer)
    notice = alert(settings.alerts_port, alerts_key, answer["items"][0]["id"])
    console.print(alert_line(notice), soft_wrap=True)
    console.print(f"after {time.monotonic() - posted:.2f} s: “{' '.join(notice['sentences'])}”", soft_wrap=True)


def article(today: datetime.date, choose: random.Random) -> dict[str, Any]:
    """A dialogue that is new to the calendar, but for a rare chance; one that is known moves to its new day."""
    (host, city), guest = choose.choice(HOSTS), choose.choice(GUESTS)
    monday = today + datetime.timedelta(weeks=choose.randint(2, 11), days=-today.weekday())
    day = monday + datetime.timedelta(days=choose.randint(0, 4))
    return {
        "source": SOURCE,
        "title": f"{host} and {guest} to hold strategic dialogue in {city}",
        "body": (
            f"{city.upper()} (Sample Wire) - {host} and {guest} will hold a strategic dialogue in {city} on {day:%A}, {day.day} {day:%B}, "
            f"the foreign ministry said.\n\n{SAMPLE}"
        ),
    }


def alert(port: int, key: str, item_id: str) -> Any:
    """The notice that the item caused. Raises TrialError if none comes in time."""
    found: list[Any] = []

    def come() -> bool:
        _, answer = demo.call(port, "GET", "/v1/notifications", key)
        notices = [notification["notice"] for notification in answer["notifications"]]
        found.extend(notice for notice in notices if (notice["item"] or {}).get("id") == item_id)
        return bool(found)

    if not wait_until(come, ALERT_SECONDS):
        raise TrialError(f"no alert within {ALERT_SECONDS:.0f} seconds")
    return found[0]


def key(settings: TrialSettings, service: str, port: int, method: str, path: str) -> str:
    """Raises TrialError unless a service is there that knows one, or gives one."""
    if not is_open(port):
        raise TrialError(f"nothing answers on {HOST}:{port}: start the system first, with `make run` or `docker compose up`")
    is_good = partial(demo.is_known, port, method, path)
    of_run = settings.demarche_data / f"{service}.key"
    if of_run.exists() and is_good(known := of_run.read_text()):
        return known
    return demo.key(settings.demarche_data / f"{service}.compose.key", is_good, partial(key_in_container, service))


def key_in_container(service: str) -> str:
    command = ["docker", "compose", "exec", "-T", service, "python", "-m", f"services.{service}", "keys", "create", demo.SUBSCRIBER]
    try:
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else error
        raise TrialError(f"{service} knows no key in {Path('.data')}, and none can be made in a container: {reason}") from error
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
