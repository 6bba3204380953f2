"""Text made comparable."""

import functools
import re
import unicodedata


@functools.lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents and full stops, single spaces; for comparison only, since offsets do not survive it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain.replace(".", "").replace("’", "'")).strip()
