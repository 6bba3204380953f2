// One item in full: its text with the tags highlighted, its tags as lists, and the events that it tells of.

import { days } from "./dates.js";
import { el, outward, webAddress } from "./dom.js";
import { pieces, paragraphs } from "./highlight.js";
import { eventAddress, facts, partyList, statusBadge, time } from "./parts.js";
import { KINDS, tagsOf, tagText, timesFound } from "./tags.js";
import { tellOnHover } from "./tooltip.js";
import { eventTitle, language, plain } from "./words.js";

const shown = new Set(KINDS.map(({ kind }) => kind));

/** `told` are the calendar's events that the item tells of, as {mention, event}. */
export function article(enriched, told) {
  const { item } = enriched;
  const tags = tagsOf(enriched);
  const text = el("div", { class: "text", lang: item.language === "und" ? null : item.language });
  const write = () => text.replaceChildren(...written(item, tags));
  write();
  tellOnHover(text, (mark) => (marks.get(mark) ?? []).map((tag) => ({ kind: tag.kind, text: tagText(tag) })));
  return el(
    "article",
    { class: "item" },
    el("header", {}, legend(tags, write), el("p", { class: "meta" }, origin(item))),
    text,
    el("aside", { class: "tags", "aria-label": "Tags" }, eventsTold(enriched, told), KINDS.filter(({ kind }) => kind !== "event").map((kind) => tagList(kind, tags, text))),
    el("footer", {}, particulars(enriched)),
  );
}

const marks = new WeakMap();

function written(item, tags) {
  const text = item.title ? `${item.title}\n\n${item.body}` : item.body;
  const spans = tags.filter((tag) => shown.has(tag.kind)).flatMap((tag) => tag.spans.map(({ start, end }) => ({ start, end, mark: tag })));
  const titleEnd = item.title ? item.title.length : 0;
  const blocks = paragraphs(pieces(text, spans));
  const heading = blocks.some((block) => block[0].start < titleEnd) ? [] : [el("h2", { tabindex: "-1" }, "Without a title")];
  return [...heading, ...blocks.map((block) => el(block[0].start < titleEnd ? "h2" : "p", { dir: "auto", tabindex: block[0].start < titleEnd ? "-1" : null }, block.map(words)))];
}

function words(piece) {
  if (!piece.marks.length) return piece.text;
  const kinds = KINDS.map(({ kind }) => kind).filter((kind) => kind !== "event" && piece.marks.some((tag) => tag.kind === kind));
  const mark = el(
    "mark",
    { "data-kind": kinds[0], "data-under": kinds[1], "data-event": piece.marks.some((tag) => tag.kind === "event"), "data-tags": piece.marks.map((tag) => tag.id).join("\n") },
    piece.text,
  );
  marks.set(mark, piece.marks);
  return mark;
}

function legend(tags, write) {
  const buttons = KINDS.map(({ kind, name }) => {
    const number = tags.filter((tag) => tag.kind === kind).length;
    const toggle = ({ currentTarget }) => {
      if (!shown.delete(kind)) shown.add(kind);
      currentTarget.setAttribute("aria-pressed", String(shown.has(kind)));
      write();
    };
    return el("li", {}, el("button", { type: "button", "data-kind": kind, "aria-pressed": String(shown.has(kind)), on: { click: toggle } }, `${name} ${number}`));
  });
  return el("ul", { class: "legend", "aria-label": "Highlighted in the text" }, buttons);
}

function origin(item) {
  return [
    el("strong", { dir: "auto" }, item.source.name || item.source.id),
    el("span", {}, plain(item.source.kind)),
    time(item.published_at, item.published_precision),
    item.language === "und" ? null : el("span", {}, language(item.language)),
    webAddress(item.url) ? outward(item.url, "the original") : null,
    item.retracted ? el("span", { class: "badge status", "data-status": "cancelled" }, "withdrawn by its source") : null,
    item.origin === "backfill" ? el("span", { class: "badge" }, "from an archive") : null,
  ];
}

function tagList({ kind, name }, tags, text) {
  const found = tags.filter((tag) => tag.kind === kind);
  if (!found.length) return null;
  return el(
    "section",
    {},
    el("h3", {}, name),
    el("ul", {}, found.map((tag) => el("li", {}, tagButton(tag, text)))),
  );
}

/** Pressed, it points out its places in the text: what a tooltip is to a mouse. */
function tagButton(tag, text) {
  const point = () => {
    const places = [...text.querySelectorAll("mark")].filter((mark) => mark.dataset.tags.split("\n").includes(tag.id));
    for (const mark of text.querySelectorAll(".pointed")) mark.classList.remove("pointed");
    for (const mark of places) mark.classList.add("pointed");
    places[0]?.scrollIntoView({ block: "nearest" });
  };
  return el(
    "button",
    { type: "button", "data-kind": tag.kind, title: timesFound(tag), on: { click: point } },
    el("span", { class: "label", dir: "auto" }, tag.label),
    el("span", { class: "detail" }, tag.detail),
    tag.share === undefined ? null : el("meter", { min: 0, max: 1, value: tag.share, "aria-hidden": "true" }),
  );
}

function eventsTold(enriched, told) {
  if (!enriched.events.length) return el("section", { class: "told" }, el("h3", {}, "Events"), el("p", { class: "quiet" }, "This item tells of no event."));
  const events = new Map(told.map(({ mention, event }) => [mention, event]));
  return el("section", { class: "told" }, el("h3", {}, "Events that it tells of"), el("ol", {}, enriched.events.map((mention) => el("li", {}, mentioned(mention, events.get(mention.id))))));
}

function mentioned(mention, event) {
  const title = eventTitle(mention);
  return [
    el("p", {}, statusBadge(mention.status), " ", event ? el("a", { href: eventAddress(event.event_id) }, title) : title),
    mention.name ? partyList(mention) : null,
    el("p", { class: "detail" }, [days(mention.when), mention.place].filter(Boolean).join(" · ")),
    mention.previous ? el("p", { class: "detail" }, `before: ${days(mention.previous)}`) : null,
    event ? null : el("p", { class: "detail" }, "Not in the calendar."),
  ];
}

function particulars(enriched) {
  return el(
    "details",
    {},
    el("summary", {}, "Particulars"),
    facts([
      ["Item", enriched.item.id],
      ["Version", enriched.item.version],
      ["Received", time(enriched.item.received_at)],
      ["Tagged", time(enriched.enriched_at)],
      ["Rules and gazetteer", enriched.enricher],
      ["Fingerprint", enriched.fingerprint],
    ]),
  );
}
