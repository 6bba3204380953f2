// The newest items, and one of them in full.

import { Missing, read, readChanged } from "./api.js";
import { article } from "./article.js";
import { el, keyed, note } from "./dom.js";
import { itemAddress, moreButton, time } from "./parts.js";
import { mainCountries } from "./tags.js";
import { count, country } from "./words.js";

const PAGE = 30;
const MOST_TITLE = 300;

export function news(root, key) {
  const list = el("ol", { class: "list", "aria-label": "Newest items" });
  const more = moreButton("Older items", () => older());
  const detail = el("div", { class: "detail-pane" });
  root.replaceChildren(el("div", { class: "list-pane" }, el("h1", {}, "News"), list, more), detail);
  list.append(note("Reading the newest items."));
  more.hidden = true;

  let items = [];
  let next = null;
  let newest = null;
  let chosen = null;
  let shownFirst = null;
  let seen = null;

  async function refresh() {
    const { tag, body: page } = await readChanged(key, `/v1/items?limit=${PAGE}`, newest);
    newest = tag;
    if (page) take(page);
    await drawDetail();
  }

  function take(page) {
    const held = items.length;
    items = merged(page.items, items);
    if (items.length === page.items.length || !held) next = page.next;
    shownFirst ??= items[0]?.item.id ?? null;
    const arrived = new Set(seen ? items.filter(({ item }) => !seen.has(name(item))).map(({ item }) => name(item)) : []);
    seen = new Set(items.map(({ item }) => name(item)));
    draw(arrived);
  }

  async function older() {
    const page = await read(key, `/v1/items?limit=${PAGE}&after=${encodeURIComponent(next)}`);
    const known = new Set(items.map(({ item }) => item.id));
    items = [...items, ...page.items.filter(({ item }) => !known.has(item.id))];
    next = page.next;
    seen = new Set(items.map(({ item }) => name(item)));
    draw(new Set());
  }

  function draw(arrived) {
    keyed(list, items, ({ item }) => item.id, (enriched) => row(enriched, arrived.has(name(enriched.item))));
    if (!items.length) list.append(note("No news yet. Post an article of your own: the box above has the line that does it."));
    more.hidden = !next;
    mark();
  }

  function mark() {
    for (const link of list.querySelectorAll("a")) {
      if (link.parentElement.dataset.key === (chosen ?? shownFirst)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async function drawDetail() {
    const id = chosen ?? shownFirst;
    if (!id) return detail.replaceChildren();
    let entry;
    try {
      const path = `/v1/items/${encodeURIComponent(id)}`;
      const enriched = items.find(({ item }) => item.id === id) ?? (await read(key, path));
      entry = { enriched, told: enriched.events.length ? (await read(key, `${path}/events`)).events : [] };
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      entry = { missing: id };
    }
    if (id !== (chosen ?? shownFirst)) return;
    const back = el("p", { class: "back", "data-key": "back" }, el("a", { href: "#/news" }, "All news"));
    keyed(detail, [entry], () => id, ({ enriched, told }) => (enriched ? el("div", {}, back, article(enriched, told)) : el("div", {}, back, note("This item is not there."))));
  }

  async function show(id) {
    chosen = id;
    root.classList.toggle("chosen", id !== null);
    mark();
    await drawDetail();
    if (id) detail.querySelector("h2")?.focus({ preventScroll: true });
    if (id) scrollTo({ top: 0 });
  }

  return { refresh, show };
}

/** The fresh first page, with what was known of older items below it; where nothing joins them, the page alone. */
export function merged(fresh, known) {
  const ids = new Set(fresh.map(({ item }) => item.id));
  return known.some(({ item }) => ids.has(item.id)) ? [...fresh, ...known.filter(({ item }) => !ids.has(item.id))] : fresh;
}

const name = (item) => `${item.id} ${item.version}`;

function row(enriched, isNew) {
  const { item } = enriched;
  const title = item.title || item.body.split("\n", 1)[0].slice(0, MOST_TITLE);
  return el(
    "li",
    { class: isNew ? "arrived" : null },
    el(
      "a",
      { href: itemAddress(item.id) },
      el("span", { class: "meta" }, el("span", { dir: "auto" }, item.source.name || item.source.id), time(item.published_at, item.published_precision)),
      el("span", { class: "title", dir: "auto", lang: item.language === "und" ? null : item.language }, title),
      el("span", { class: "meta" }, el("span", {}, mainCountries(enriched).map((tag) => country(tag.code)).join(", ")), enriched.events.length ? el("span", {}, count(enriched.events.length, "event")) : null, item.retracted ? el("span", { class: "badge status", "data-status": "cancelled" }, "withdrawn") : null),
    ),
  );
}
