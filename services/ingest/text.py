"""The one place where an item's text may change: line ends, control characters, composed letters, outer space."""

import unicodedata

# Control characters except tab and line feed: XML cannot carry them, and no article means anything by them.
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10)) + b"\x7f"
_TO_SPACE = dict.fromkeys(_CONTROLS, " ")


def settled(text: str) -> tuple[str, bytes]:
    """The text as it stays, and its UTF-8. Raises UnicodeEncodeError for a lone surrogate."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip() if "\r" in text else text.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    encoded = text.encode()
    if len(encoded.translate(None, _CONTROLS)) != len(encoded):
        text = text.translate(_TO_SPACE).strip()
        encoded = text.encode()
    return text, encoded


def one_line(text: str) -> str:
    """Each run of white space as one space."""
    return " ".join(text.split())
