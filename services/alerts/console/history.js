// One event: what is known of it, every change that led there with the sentence that says so, and what each report says.

import { days } from "./dates.js";
import { el } from "./dom.js";
import { eventAddress, facts, itemAddress, kindBadges, moves, partyList, quotes, statusBadge, time } from "./parts.js";
import { cause, count, eventTitle, plain } from "./words.js";

/** `told` is the answer of /v1/events/{id}: {event, changes, claims}. */
export function history({ event, changes, claims }) {
  return el(
    "article",
    { class: "event" },
    el("p", { class: "meta" }, statusBadge(event.status), el("span", {}, plain(event.type)), el("span", {}, count(event.sources, "independent source"))),
    el("h2", { tabindex: "-1", dir: "auto" }, eventTitle(event)),
    el("p", { class: "when" }, days(event.when)),
    partyList(event, 40),
    known(event),
    el("h3", {}, "History"),
    changes.length ? el("ol", { class: "timeline" }, changes.map(change)) : el("p", { class: "quiet" }, "No change of it was published."),
    reports(claims),
  );
}

function known(event) {
  return facts([
    ["Place", event.place],
    ["Officials", event.officials.join(", ")],
    ["Denied by", event.disputed_by.join(", ")],
    ["Standing dialogue", event.mechanism],
    ["First reported", time(event.first_seen_at)],
    ["Last changed", time(event.changed_at)],
    ["Now part of", event.merged_into && el("a", { href: eventAddress(event.merged_into) }, "another event")],
    ["Split from", event.split_from && el("a", { href: eventAddress(event.split_from) }, "another event")],
  ]);
}

function change({ changes, before, after, evidence, cause: why, notify, changed_at }) {
  const first = facts([
    ["Status", plain(after.status)],
    ["Date", days(after.when)],
    ["Place", after.place],
  ]);
  return el(
    "li",
    {},
    el("p", { class: "meta" }, kindBadges(changes), time(changed_at)),
    before ? moves(before, after) : first,
    quotes(evidence),
    cause(why) ? el("p", { class: "quiet" }, cause(why)) : null,
    notify ? null : el("p", { class: "quiet" }, "Subscribers were not told of this one."),
  );
}

function reports(claims) {
  if (!claims.length) return null;
  return el(
    "details",
    { class: "reports" },
    el("summary", {}, `What ${count(claims.length, "report")} ${claims.length === 1 ? "says" : "say"}`),
    el("ol", {}, claims.map(report)),
  );
}

function report(claim) {
  return el(
    "li",
    {},
    el("p", { class: "meta" }, el("strong", {}, claim.source), time(claim.published_at), el("a", { href: itemAddress(claim.item_id) }, "the item")),
    el("p", { class: "meta" }, statusBadge(claim.status), el("span", {}, days(claim.when)), claim.place ? el("span", { dir: "auto" }, claim.place) : null, claim.disputed_by.length ? el("span", {}, `denied by ${claim.disputed_by.join(", ")}`) : null),
    el("blockquote", { dir: "auto" }, claim.sentence),
  );
}
