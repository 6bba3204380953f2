"""A fragment of HTML as plain text: blocks become paragraphs."""

import re
from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figure", "figcaption", "footer", "header", "section"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "table", "tr", "ul"),
    )
)
_SILENT = frozenset({"script", "style", "template", "noscript"})


def html_text(fragment: str) -> str:
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    try:
        root = lxml.html.fragment_fromstring(fragment, create_parent="div")
    except (lxml.etree.ParserError, ValueError):
        # What the parser cannot take (a bare comment, a NUL) holds no markup that matters, or is refused later for what it is.
        return fragment.strip()
    text = re.sub(r"[ \t\r\f\v]*\n[ \t\r\f\v]*", "\n", "".join(_pieces(root)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _pieces(element: Any) -> Iterator[str]:
    block = element.tag in _BLOCKS
    if block:
        yield "\n\n"
    if isinstance(element.tag, str) and element.tag not in _SILENT:
        yield _flat(element.text)
        for child in element:
            yield "\n" if child.tag == "br" else ""
            yield from _pieces(child)
            yield _flat(child.tail)
    if block:
        yield "\n\n"


def _flat(text: str | None) -> str:
    """In HTML a line's end is a space."""
    return re.sub(r"\s+", " ", text or "")
