// What the owner of the key was told, the newest first.

import { read } from "./api.js";
import { days, moment } from "./dates.js";
import { el, keyed, note } from "./dom.js";
import { eventAddress, itemAddress, kindBadges, moreButton, moves, partyList, quotes, time } from "./parts.js";
import { count, delivery, eventTitle, plain } from "./words.js";

const PAGE = 50;

/** `fresh(number)` hears how many alerts have come since the view was last looked at. */
export function alerts(root, key, fresh) {
  const list = el("ol", { class: "alerts" });
  const more = moreButton("Older alerts", () => older());
  root.replaceChildren(el("div", { class: "list-pane" }, el("h1", {}, "Alerts"), el("p", { class: "quiet" }, "What this key's owner was told: each change once, however many subscriptions it fits."), list, more));
  list.append(note("Reading the alerts."));
  more.hidden = true;

  let entries = [];
  let next = null;
  let looking = false;
  let lookedAt = null;

  async function refresh() {
    const page = await read(key, `/v1/notifications?limit=${PAGE}`);
    const ids = new Set(page.notifications.map(({ id }) => id));
    const joins = entries.some(({ id }) => ids.has(id));
    if (!joins) next = page.next;
    entries = joins ? [...page.notifications, ...entries.filter(({ id }) => !ids.has(id))] : page.notifications;
    lookedAt ??= new Set(ids);
    draw();
  }

  async function older() {
    const page = await read(key, `/v1/notifications?limit=${PAGE}&after=${encodeURIComponent(next)}`);
    const known = new Set(entries.map(({ id }) => id));
    entries = [...entries, ...page.notifications.filter(({ id }) => !known.has(id))];
    for (const { id } of page.notifications) lookedAt.add(id);
    next = page.next;
    draw();
  }

  function draw() {
    keyed(list, entries, ({ id }) => id, (entry) => alert(entry, !lookedAt.has(entry.id)));
    if (!entries.length) list.append(note("No alerts yet. One is here as soon as something happens that a subscription asks for."));
    more.hidden = !next;
    if (looking) for (const { id } of entries) lookedAt.add(id);
    fresh(entries.filter(({ id }) => !lookedAt?.has(id)).length);
  }

  async function show(id, inView) {
    looking = inView;
    if (lookedAt) draw();
  }

  return { refresh, show };
}

/** One line of what a notice says. */
export function told(notice) {
  const what = notice.event ? eventTitle(notice.event) : (notice.item?.title ?? "an item");
  return [notice.kinds.map(plain).join(", "), what].filter(Boolean).join(": ");
}

function alert(entry, isNew) {
  const { notice } = entry;
  return el(
    "li",
    { class: isNew ? "arrived" : null },
    el("p", { class: "meta" }, kindBadges(notice.kinds.length ? notice.kinds : ["new item"]), time(entry.created_at)),
    title(notice),
    notice.event && !(notice.before && days(notice.before.when) !== days(notice.event.when)) ? el("p", { class: "when" }, days(notice.event.when), notice.event.place ? `, ${notice.event.place}` : "") : null,
    notice.event?.name ? partyList(notice.event) : null,
    notice.event && notice.before ? moves(notice.before, { ...notice.event, countries: undefined }) : null,
    notice.evidence.length ? quotes(notice.evidence) : notice.sentences.map((sentence) => el("figure", { class: "quote" }, el("blockquote", { dir: "auto" }, sentence))),
    notice.event && !notice.item ? el("p", { class: "quiet" }, "Nobody reported this: the day passed.") : null,
    el("p", { class: "meta way" }, el("span", {}, `for ${notice.subscriptions.map(({ name }) => `“${name}”`).join(", ")}`), el("span", {}, way(entry))),
  );
}

function title({ event, item }) {
  if (event) return el("h2", { dir: "auto" }, el("a", { href: eventAddress(event.event_id) }, eventTitle(event)));
  return el("h2", { dir: "auto" }, item ? el("a", { href: itemAddress(item.id) }, item.title ?? "An item without a title") : "An item");
}

function way(entry) {
  const target = entry.target ? ` to ${entry.target}` : "";
  const tries = entry.tries > 1 ? `, after ${count(entry.tries, "try", "tries")}` : "";
  const again = entry.status === "pending" && entry.tries > 0 && entry.due_at ? `, next try ${moment(entry.due_at)}` : "";
  return entry.channel === "stream" ? delivery(entry) : `${plain(entry.channel)}${target}: ${delivery(entry)}${tries}${again}`;
}
