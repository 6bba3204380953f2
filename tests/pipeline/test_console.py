"""The page as a reader sees it, in a real browser, on the three services."""

import datetime
import http.client
import json
import shlex
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright

from deploy.trial.broker import Broker
from deploy.trial.chain import Chain, running
from deploy.trial.children import wait_until
from deploy.trial.chromium import installed_chromium
from schemas import codec, headers
from schemas.enriched_item import EnrichedItem
from schemas.topic_table import NEWS_ENRICHED
from tests.alerts.news import announced, dated, enriched, mention
from tests.pipeline.hostile import HOSTILE, hostile_item
from tests.pipeline.stories import KENYA_TURKIYE, POLAND_CANADA, item, story
from tests.streams import produce_with, producer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS = 30.0
DIALOGUES = {"name": "Dialogues", "filter": {"event_types": ["dialogue"]}, "channel": "stream"}
Put = Callable[[EnrichedItem], Any]


@pytest.fixture(scope="module")
def chain(module_broker: Broker, module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    with running(tmp_path_factory.mktemp("console"), kafka=module_broker.bootstrap, database=module_database) as chain:
        status, answer = chain.ask("POST", "/v1/subscriptions", DIALOGUES)
        assert status == 201, answer
        yield chain


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chain: Chain, browser: Browser) -> Iterator[Page]:
    """Fails the test where the page has failed, or has asked another host for anything."""
    context = browser.new_context(locale="en-GB", timezone_id="Asia/Kolkata")
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    failures: list[str] = []
    asked: set[str] = set()
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    yield page
    context.close()
    assert failures == []
    assert asked <= {f"127.0.0.1:{chain.settings.alerts_port}"}


expect.set_options(timeout=SECONDS * 1000)


def address(chain: Chain, key: str) -> str:
    settings = chain.settings
    ingest = f"http://127.0.0.1:{settings.ingest_port}"
    return f"http://127.0.0.1:{settings.alerts_port}/#key={key}&ingest={ingest}&ingest_key={chain.ingest_key}"


def open_page(page: Page, chain: Chain, view: str = "") -> Response | None:
    """In the view, as if its reader had come there by a link."""
    response = page.goto(address(chain, chain.alerts_key))
    if view:
        page.evaluate("view => { location.hash = view }", view)
    return response


def posted(chain: Chain, body: dict[str, Any]) -> Any:
    """The item as the alerts service has it."""
    status, answer = chain.post(body)
    assert status == 202, answer
    return taken(chain, answer["items"][0]["id"])


def taken(chain: Chain, item_id: str) -> Any:
    path = f"/v1/items/{item_id}"
    assert wait_until(lambda: chain.ask("GET", path)[0] == 200, SECONDS), f"{item_id} has not come"
    return chain.ask("GET", path)[1]


@pytest.fixture
def put(chain: Chain, module_broker: Broker) -> Iterator[Callable[[EnrichedItem], Any]]:
    """Hands the alerts service an item that no enricher has made."""
    client = producer(module_broker.bootstrap)
    produce = produce_with(client)

    def put(made: EnrichedItem) -> Any:
        produce(NEWS_ENRICHED, headers.message_key(made), codec.encode(NEWS_ENRICHED, made))
        return taken(chain, made.item.id)

    yield put
    client.close()


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


# Of each tag, the words that are marked for it, in the order of the text.
MARKED = """() => {
  const found = {};
  for (const block of document.querySelectorAll('.text > *')) {
    let open = {};
    for (const node of block.childNodes) {
      const ids = node.dataset?.tags?.split('\\n') ?? [];
      open = Object.fromEntries(ids.map((id) => [id, (open[id] ?? '') + node.textContent]));
      const next = node.nextSibling?.dataset?.tags?.split('\\n') ?? [];
      for (const id of ids) if (!next.includes(id)) (found[id] ??= []).push(open[id]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize(
    ("title", "body", "language"),
    [
        (
            "Oslo and Nairobi to talk",
            "Kenya's foreign minister, Musalia Mudavadi, will visit Norway on 7 May 2031, the ministry said.",
            "en",
        ),
        (
            "🇳🇴🤝🇰🇪 𝐎𝐬𝐥𝐨 𝐭𝐨𝐝𝐚𝐲",
            "👩‍👩‍👧‍👦 𝒲𝑒 hear: Kenya's foreign minister, Musalia Mudavadi, will visit Norway on 7 May 2031, 🕊 the ministry said.",
            "en",
        ),
        ("קניה ונורבגיה", "קהיר – Kenya and Norway will hold talks in Oslo on 7 May 2031, אמר המשרד. العراق 🕌 و Kenya.", "he"),
        ("", "One line,\nand another with Kenya\n\n\nand İstanbul, then Norway and Türkiye at the end", "en"),
    ],
)
def test_what_is_marked_in_the_text_is_what_was_tagged(chain: Chain, page: Page, title: str, body: str, language: str) -> None:
    tagged = posted(chain, {"source": {"id": "sample"}, "native_id": uuid.uuid4().hex, "title": title, "body": body, "language": language})
    open_page(page, chain, f"#/news/{tagged['item']['id']}")
    expect(page.locator(".text")).to_have_attribute("lang", language)
    expect(page.locator(".text")).to_contain_text(body.splitlines()[-1])
    marked = page.evaluate(MARKED)
    countries = {f"country {tag['code']}": [mention["text"] for mention in tag["mentions"]] for tag in tagged["countries"]}
    assert {"country KE", "country NO"} <= set(countries)
    assert {name: words for name, words in marked.items() if name.startswith("country")} == countries
    events = {f"event {mention['id']}": [mention["evidence"]["text"]] for mention in tagged["events"]}
    assert {name: words for name, words in marked.items() if name.startswith("event")} == events


def test_markup_in_the_news_is_only_ever_text(chain: Chain, page: Page, put: Put) -> None:
    hostile = hostile_item(now())
    put(hostile)
    response = open_page(page, chain, f"#/news/{hostile.item.id}")
    assert response and "require-trusted-types-for 'script'" in response.headers["content-security-policy"]
    expect(page.locator(".text p")).to_have_text(hostile.item.body)
    page.get_by_role("link", name=f"Dialogue {HOSTILE}").first.click()
    expect(page.locator("#calendar h2", has_text=HOSTILE)).to_be_visible()
    expect(page.locator(".timeline blockquote")).to_have_text(hostile.item.body)
    page.get_by_role("link", name="Alerts").click()
    expect(page.locator("#alerts blockquote", has_text=HOSTILE)).to_be_visible()
    assert page.evaluate("window.broken") is None
    assert page.locator("main :is(script, img, b)").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


def test_the_calendar_has_the_event_and_its_history(chain: Chain, page: Page, put: Put) -> None:
    hours = [now() - datetime.timedelta(hours=ago) for ago in (3, 2, 1)]
    put(announced(received_at=hours[0]))
    put(dated("2031-05-05", received_at=hours[1]))
    last = put(dated("2031-05-12", received_at=hours[2]))
    open_page(page, chain, f"#/news/{last['item']['id']}")
    page.locator("#news .told a").click()
    expect(page.locator("#calendar h2", has_text="Kenya-Peru Trade Dialogue")).to_be_visible()
    timeline = page.locator(".timeline > li")
    expect(timeline).to_have_count(3)
    kinds = [change.locator(".badge.kind").all_inner_texts() for change in timeline.all()]
    assert kinds == [["announced"], ["confirmed", "dated"], ["rescheduled"]]
    moved = timeline.nth(2)
    expect(moved.locator("blockquote").first).to_have_text("The Kenya-Peru Trade Dialogue will be held on 2031-05-12.")
    expect(moved.get_by_role("link", name="the source").first).to_have_attribute("href", last["item"]["url"])
    expect(moved.locator("del")).to_contain_text("5 May 2031")
    expect(moved.locator("ins")).to_contain_text("12 May 2031")
    expect(moved.locator("time").first).to_contain_text("GMT+5:30")
    expect(page.locator("#calendar article .meta").first).to_contain_text("3 independent sources")
    expect(
        page.locator("#calendar section", has=page.get_by_role("heading", name="May 2031")).locator(".title", has_text="Kenya-Peru")
    ).to_have_count(1)


def test_the_calendar_sets_the_undated_apart_and_can_be_narrowed(chain: Chain, page: Page, put: Put) -> None:
    put(enriched(mention("Ghana and Fiji proposed talks.", status="proposed", name=None, countries=("GH", "FJ")), received_at=now()))
    put(enriched(mention("Malta and Fiji held talks.", status="held", name=None, countries=("MT", "FJ")), received_at=now()))
    for pair in (KENYA_TURKIYE, POLAND_CANADA):
        posted(chain, story(uuid.uuid4().hex, now(), pair)["dated"])
    open_page(page, chain, "#/calendar")
    titles = page.locator(".groups .title")
    undated = page.locator("#calendar section", has=page.get_by_role("heading", name="No date yet"))
    expect(undated.locator(".title", has_text="Ghana, Fiji")).to_have_count(1)
    expect(titles.filter(has_text="Malta")).to_have_count(0)
    expect(titles.filter(has_text="Poland").first).to_be_visible()
    page.get_by_label("Country or organisation").select_option("KE")
    expect(titles.filter(has_text="Poland")).to_have_count(0)
    expect(titles.filter(has_text="Kenya").first).to_be_visible()
    page.get_by_label("Status").select_option("cancelled")
    expect(page.get_by_text("No event fits these filters.")).to_be_visible()


def sent(line: str) -> Any:
    """What ingest answers to a curl line that a shell has read."""
    words = shlex.split(line)
    assert words[0] == "curl"
    given = dict(words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H")
    parts = urlsplit(next(word for word in words if word.startswith("http")))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    connection.request("POST", parts.path, words[words.index("-d") + 1].encode(), given)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def test_an_article_of_ones_own_is_there_with_its_alert_without_a_reload(chain: Chain, page: Page) -> None:
    open_page(page, chain)
    expect(page.locator("#live")).to_have_text("Live")
    page.evaluate("window.sameLoad = true")
    page.locator("#post summary").click()
    title = f"Chile's and Ghana's ministers agree on a \"dialogue\" {uuid.uuid4().hex}"
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(
        "Chile and Ghana will hold a strategic dialogue in Accra on 3 March 2031, Chile's foreign ministry said."
    )
    expect(page.locator("#post")).not_to_contain_text("null")
    answer = sent(page.locator("#post-line").inner_text())
    assert answer["items"][0]["outcome"] == "accepted", answer
    expect(page.locator("#news .list li").first).to_contain_text(title)
    expect(page.locator("#fresh")).to_have_text("1 new")
    page.get_by_role("link", name="Alerts").click()
    newest = page.locator("#alerts .alerts > li").first
    expect(newest.locator("blockquote")).to_contain_text("Chile and Ghana will hold a strategic dialogue")
    expect(newest.locator(".badge.kind")).to_have_text("announced")
    expect(newest).to_contain_text("sent on the live stream")
    expect(page.locator("#fresh")).to_be_hidden()
    assert page.evaluate("window.sameLoad")


def test_while_nothing_is_new_nothing_is_sent(chain: Chain, page: Page) -> None:
    posted(chain, item(uuid.uuid4().hex, now(), "Kenya will host a forum", "Kenya will host a forum of ministers."))
    with page.expect_response(lambda answer: answer.url.endswith("/v1/items?limit=1") and answer.status == 304):
        open_page(page, chain)
    expect(page.locator("#news .list li").first).to_be_visible()


def test_a_key_that_is_refused_is_said_and_asked_for(chain: Chain, page: Page) -> None:
    page.goto(address(chain, "nobody-knows-this-one"))
    expect(page.locator("#ask")).to_contain_text("refused the key")
    expect(page.locator("#news")).to_be_hidden()
    assert chain.alerts_key not in page.url and "nobody" not in page.url
    page.get_by_label("API key").fill(chain.alerts_key)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("#live")).to_have_text("Live")
    expect(page.locator("#ask")).to_be_hidden()


def test_a_page_without_a_key_says_where_one_comes_from(chain: Chain, page: Page) -> None:
    page.goto(f"http://127.0.0.1:{chain.settings.alerts_port}/")
    expect(page.locator("#ask")).to_contain_text("make run")


def test_a_service_that_goes_away_is_said_until_it_is_back(chain: Chain, page: Page) -> None:
    known = posted(chain, item(uuid.uuid4().hex, now(), "Kenya will host a forum", "Kenya will host a forum of ministers."))
    open_page(page, chain)
    first: Locator = page.locator("#news .list li", has_text=known["item"]["title"]).first
    expect(first).to_be_visible()
    chain.children["alerts"].stop()
    expect(page.locator("#trouble")).to_contain_text("does not answer")
    expect(first).to_be_visible()
    chain.restart("alerts")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.locator("#live")).to_have_text("Live")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_is_wider_than_the_window(chain: Chain, page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    body = "Kenya and Norway will hold a dialogue. " + "endlessword" * 60
    known = posted(chain, item(uuid.uuid4().hex, now(), "W" * 300, body))
    open_page(page, chain)
    for view, shown in ((f"#/news/{known['item']['id']}", ".text h2"), ("#/calendar", ".groups .title"), ("#/alerts", "#alerts h2")):
        page.evaluate("view => { location.hash = view }", view)
        expect(page.locator(shown).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
