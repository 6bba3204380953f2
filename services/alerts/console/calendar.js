// The calendar of coming events, with filters, and one event with its history.

import { Missing, read } from "./api.js";
import { days, heading, isoDay } from "./dates.js";
import { el, keyed, note } from "./dom.js";
import { history } from "./history.js";
import { eventAddress, moreButton, partyLine, statusBadge } from "./parts.js";
import { count, country, EVENT_TYPES, eventTitle, plain, STATUSES } from "./words.js";

const PAGE = 100;

export function calendar(root, key) {
  const groups = el("div", { class: "groups" });
  const detail = el("div", { class: "detail-pane" });
  const more = moreButton("Later events", () => turn());
  const filters = { party: "", type: "", status: "", past: false };
  const party = select("Country or organisation", "party", []);
  const form = el(
    "form",
    { class: "filters", "aria-label": "Filters", on: { submit: (event) => event.preventDefault() } },
    party.label,
    select("Type", "type", EVENT_TYPES.map((type) => [type, plain(type)])).label,
    select("Status", "status", STATUSES.map((status) => [status, plain(status)])).label,
    el("label", { class: "check" }, el("input", { type: "checkbox", name: "past", on: { change: ({ target }) => filter("past", target.checked) } }), "past events too"),
  );
  root.replaceChildren(el("div", { class: "list-pane" }, el("h1", {}, "Calendar"), form, groups, more), detail);
  groups.append(note("Reading the calendar."));
  more.hidden = true;

  const partiesSeen = new Map();
  let pages = 1;
  let chosen = null;
  let asked = 0;

  function select(label, field, options) {
    const node = el("select", { name: field, on: { change: ({ target }) => filter(field, target.value) } }, el("option", { value: "" }, "all"), options.map(([value, text]) => el("option", { value }, text)));
    return { node, label: el("label", {}, label, node) };
  }

  async function filter(field, value) {
    filters[field] = value;
    pages = 1;
    await drawList();
  }

  async function turn() {
    pages += 1;
    await drawList();
  }

  async function refresh() {
    await Promise.all([drawList(), drawDetail()]);
  }

  async function drawList() {
    const mine = ++asked;
    const today = isoDay(new Date());
    // What was held on a day that nobody named is not coming.
    const undatedOnes = filters.past || filters.status ? "" : STATUSES.filter((status) => status !== "held").map((status) => `&status=${status}`).join("");
    const wanted = new URLSearchParams(Object.entries(filters).filter(([field, value]) => field !== "past" && value));
    const [dated, undated] = await Promise.all([
      all(`${wanted}&dated=true&limit=${PAGE}${filters.past ? "" : `&from=${today}`}`, pages),
      all(`${wanted}${undatedOnes}&dated=false&limit=${PAGE}`, 1),
    ]);
    if (mine !== asked) return;
    more.hidden = !dated.next;
    offer([...dated.events, ...undated.events]);
    draw([...dated.events, ...undated.events], today);
  }

  async function all(query, most) {
    let found = { events: [], next: null };
    for (let n = 0; n < most && (n === 0 || found.next); n += 1) {
      const page = await read(key, `/v1/events?${query}${found.next ? `&after=${encodeURIComponent(found.next)}` : ""}`);
      found = { events: [...found.events, ...page.events], next: page.next };
    }
    return found;
  }

  /** The choice of parties is of those that have been seen. */
  function offer(events) {
    const before = partiesSeen.size;
    for (const event of events) {
      for (const code of event.countries) partiesSeen.set(code, country(code));
      for (const code of event.organisations) partiesSeen.set(code, code);
    }
    if (partiesSeen.size === before) return;
    const sorted = [...partiesSeen].sort(([, one], [, other]) => one.localeCompare(other));
    party.node.replaceChildren(el("option", { value: "" }, "all"), ...sorted.map(([value, text]) => el("option", { value }, text)));
    party.node.value = filters.party;
  }

  function draw(events, today) {
    const grouped = new Map();
    for (const event of events) {
      const { key: name, label } = heading(event.when, today);
      grouped.set(name, { name, label, events: [...(grouped.get(name)?.events ?? []), event] });
    }
    keyed(groups, [...grouped.values()].map(({ name, label }) => ({ name, label })), ({ name }) => name, ({ label }) => el("section", {}, el("h2", {}, label), el("ol", { class: "list" })));
    for (const section of groups.querySelectorAll("section")) keyed(section.querySelector("ol"), grouped.get(section.dataset.key).events, ({ event_id }) => event_id, row);
    if (!events.length) groups.append(note(Object.values(filters).some(Boolean) ? "No event fits these filters." : "No coming events yet. They are here as soon as an item announces one."));
    mark();
  }

  function mark() {
    for (const link of groups.querySelectorAll("a")) {
      if (link.parentElement.dataset.key === chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  async function drawDetail() {
    const id = chosen;
    if (!id) return detail.replaceChildren();
    let entry;
    try {
      entry = await read(key, `/v1/events/${encodeURIComponent(id)}`);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      entry = { missing: true };
    }
    if (id !== chosen) return;
    const back = el("p", { class: "back" }, el("a", { href: "#/calendar" }, "The whole calendar"));
    keyed(detail, [entry], () => id, (told) => el("div", {}, back, told.missing ? note("This event is not there.") : history(told)));
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

function row(event) {
  return el(
    "li",
    { "data-status": event.status },
    el(
      "a",
      { href: eventAddress(event.event_id) },
      el("span", { class: "when" }, event.when ? days(event.when) : ""),
      el("span", { class: "title", dir: "auto" }, eventTitle(event)),
      el("span", { class: "meta" }, statusBadge(event.status), partyLine(event), event.name ? el("span", {}, plain(event.type)) : null, event.place ? el("span", { dir: "auto" }, event.place) : null, el("span", {}, count(event.sources, "source"))),
    ),
  );
}
