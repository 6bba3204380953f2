"""News written for the trial, dated as if today were the day of reading. The articles are in samples/, by region."""

import datetime
from pathlib import Path
from typing import Any

import yaml

from deploy.trial.sample_dates import SAMPLES, WORDS, day, fill

NOT_ARTICLES = ("sources", "words")


def sample_news(today: datetime.date) -> list[dict[str, Any]]:
    """Bodies for `POST /v1/items` in order of publication, all before `today`; the same day gives the same ids and texts."""
    sources = yaml.safe_load((SAMPLES / "sources.yaml").read_text())
    articles = [article for path in article_files() for article in yaml.safe_load(path.read_text())]
    return sorted((_body(article, sources, today) for article in articles), key=lambda body: str(body["published_at"]))


def article_files() -> list[Path]:
    return [path for path in sorted(SAMPLES.glob("*.yaml")) if path.stem not in NOT_ARTICLES]


def _body(article: dict[str, Any], sources: dict[str, dict[str, str]], today: datetime.date) -> dict[str, Any]:
    """`article` in a sample names the article that it is a newer version of."""
    language = article.get("language", "en")
    name = f"{article.get('article', article['id'])}-{today:%Y%m%d}"
    anchor, _, time = article["published"].partition(" ")
    published = datetime.datetime.combine(day(anchor, today), datetime.time.fromisoformat(time), datetime.UTC)
    return {
        "source": {"id": article["source"], **sources[article["source"]]},
        "native_id": name,
        "url": f"https://{article['source']}.example/{published:%Y/%m/%d}/{name}",
        "title": fill(article["title"], today=today, language=language),
        "body": f"{fill(article['body'], today=today, language=language).strip()}\n\n{WORDS[language]['last']}",
        "language": language,
        "published_at": published.isoformat().replace("+00:00", "Z"),
        "retracted": article.get("retracted", False),
    }
