"""/docs: all of an API's OpenAPI document on one page that asks for nothing else."""

from html.parser import HTMLParser

from fastapi import FastAPI, Query
from pydantic import BaseModel, Field

from services.runtime.docs_page import docs_page


class Place(BaseModel):
    city: str = Field(max_length=40)


class Wish(BaseModel):
    name: str
    places: tuple[Place, ...] = Field(default=(), max_length=3)
    other: Place | None = None


def document() -> dict[str, object]:
    app = FastAPI(title="<Sample>", summary="For & of tests.")

    @app.post("/v1/wishes/{owner}")
    def make(owner: str, body: Wish, limit: int = Query(5, le=9)) -> None:
        """Keeps a <wish>."""

    return app.openapi()


class Read(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str | None] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_all_that_the_document_says_is_there_to_read() -> None:
    words = Read(docs_page(document())).words
    for said in (
        "<Sample>",
        "For & of tests.",
        "POST /v1/wishes/{owner}",
        "Keeps a <wish>.",
        "owner (path, required)",
        "limit (query)",
        "integer; at most 9; default 5",
        "name (required)",
        "places",
        "list of object; entries, at most 3",
        "places.city (required)",
        "string; characters, at most 40",
        "other.city (required)",
        "200",
    ):
        assert said in words, words


def test_it_asks_for_nothing_else() -> None:
    page = Read(docs_page(document()))
    assert page.addresses == ["openapi.json"]
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
