"""/docs: an API's OpenAPI document as a page to read, whole in itself, so that it is there without a network and tells nobody of the visit."""

import base64
import hashlib
import html
import json
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

Document = Mapping[str, Any]

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "section{border-top:1px solid;margin-top:2rem}table{border-collapse:collapse}td{padding:.2rem 1rem .2rem 0;vertical-align:top}"
    "pre{overflow:auto}"
)
POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
RULES = (
    ("minLength", "characters, at least"),
    ("maxLength", "characters, at most"),
    ("minItems", "entries, at least"),
    ("maxItems", "entries, at most"),
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("pattern", "pattern"),
)


def add_docs(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()), headers={"content-security-policy": POLICY})


def docs_page(document: Document) -> str:
    title, calls = _text(document["info"]["title"]), "".join(_calls(document))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1><p>{_text(document['info'].get('summary', ''))}</p>"
        f"<p>What is below /v1 is answered to an API key: <code>Authorization: Bearer KEY</code>. Errors are problem documents (RFC 9457). "
        f'For programs, the same is in <a href="openapi.json">openapi.json</a>.</p>{calls}</body></html>\n'
    )


def _calls(document: Document) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            yield f"<section><h2><code>{method.upper()} {_text(path)}</code></h2><p>{_text(call.get('description', ''))}</p>"
            yield _table("Parameters", [_parameter(document, given) for given in call.get("parameters", [])])
            for media, body in call.get("requestBody", {}).get("content", {}).items():
                yield _table(f"Body, {media}", list(_fields(document, body["schema"], "")))
                yield _example(f"Example, {media}", body)
            yield _table("Answers", [(status, answer["description"], "") for status, answer in call["responses"].items()])
            for status, answer in call["responses"].items():
                yield "".join(_example(f"Example, {status}", body) for body in answer.get("content", {}).values())
            yield "</section>"


def _parameter(document: Document, given: Document) -> tuple[str, str, str]:
    name = f"{given['name']} ({given['in']}{', required' if given.get('required') else ''})"
    return name, _type(document, given["schema"]), given.get("description", "")


def _fields(document: Document, schema: Document, path: str, required: bool = False) -> Iterator[tuple[str, str, str]]:
    """Those of an object, each below its own name; of a choice or a list, those of the objects in it, once."""
    schema = _resolved(document, schema)
    if path:
        yield f"{path}{' (required)' if required else ''}", _type(document, schema), schema.get("description", "")
    seen: list[Document] = []
    for found in _objects(document, schema):
        if found not in seen:
            seen.append(found)
            for name, inner in found["properties"].items():
                yield from _fields(document, inner, f"{path}.{name}".lstrip("."), name in found.get("required", ()))


def _objects(document: Document, schema: Document) -> Iterator[Document]:
    schema = _resolved(document, schema)
    if "properties" in schema:
        yield schema
    for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *([schema["items"]] if "items" in schema else ())):
        yield from _objects(document, inner)


def _type(document: Document, schema: Document) -> str:
    """In words, with its rules: `list of string; entries, at most 20`."""
    schema = _resolved(document, schema)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        name = " or ".join(dict.fromkeys(_type(document, choice) for choice in choices))
    elif known := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        name = f"one of {', '.join(map(str, known))}"
    elif "items" in schema:
        name = f"list of {_type(document, schema['items'])}"
    else:
        name = schema.get("format") or str(schema.get("type", "any"))
    rules = [f"{words} {schema[rule]}" for rule, words in RULES if rule in schema]
    default = [f"default {json.dumps(schema['default'])}"] if schema.get("default") not in (None, [], {}) else []
    return "; ".join([name, *rules, *default])


def _resolved(document: Document, schema: Document) -> Document:
    reference = schema.get("$ref")
    return document["components"]["schemas"][reference.rsplit("/", 1)[1]] if reference else schema


def _table(title: str, rows: list[tuple[str, str, str]]) -> str:
    cells = "".join(
        f"<tr><td><code>{_text(name)}</code></td><td>{_text(what)}</td><td>{_text(more)}</td></tr>" for name, what, more in rows
    )
    return f"<h3>{_text(title)}</h3><table>{cells}</table>" if rows else ""


def _example(title: str, body: Document) -> str:
    example = body.get("example")
    if example is None:
        return ""
    shown = example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)
    return f"<h3>{_text(title)}</h3><pre>{_text(shown)}</pre>"


def _text(words: str) -> str:
    return html.escape(words)
