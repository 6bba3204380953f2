// Wires the page: the key, the three views, what brings them up to date, and what is said when the service is away.

import { alerts, told } from "./alerts.js";
import { Away, follow, Missing, readChanged, Refused, StreamEnded } from "./api.js";
import { calendar } from "./calendar.js";
import { news } from "./news.js";
import { post } from "./post.js";
import { brought, keepKey, readSession } from "./session.js";

// The stream rings for the owner's alerts alone. News that concerns no subscription is asked for.
const ASK_MS = 2000;
// Deliveries and the calendar's clock change things that no new item and no alert tells of.
const REFRESH_MS = 20_000;
const STREAM_AGAIN_MS = 2000;
const NAMES = ["news", "calendar", "alerts"];

const $ = (id) => document.getElementById(id);
const session = readSession();
let refused = false;

theme();
addEventListener("hashchange", () => brought(location.hash) && location.reload());
$("ask-form").addEventListener("submit", (event) => {
  event.preventDefault();
  keepKey($("ask-key").value);
  location.reload();
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("main").focus();
});
$("starting").remove();
if (session.key) open();
else ask("This page reads the alerts service with a key. The address that `make run` prints brings one; or enter yours here.");

function open() {
  const views = { news: news($("news"), session.key), calendar: calendar($("calendar"), session.key), alerts: alerts($("alerts"), session.key, fresh) };
  post($("post"), session);
  const refresh = joined(() => guarded(() => Promise.all(NAMES.map((name) => views[name].refresh()))));
  const route = () => go(views).catch(trouble);
  addEventListener("hashchange", route);
  addEventListener("unhandledrejection", (event) => trouble(event.reason));
  route();
  refresh();
  listen(refresh);
  look(refresh);
  setInterval(() => document.hidden || refused || refresh(), REFRESH_MS);
}

/** One at a time; what is asked for meanwhile is done once more at the end. */
function joined(work) {
  let running = null;
  let again = false;
  return async () => {
    again = true;
    running ??= (async () => {
      while (again) {
        again = false;
        await work();
      }
      running = null;
    })();
    return running;
  };
}

async function guarded(work) {
  try {
    await work();
    if (!refused) $("trouble").hidden = true;
    return true;
  } catch (error) {
    trouble(error);
    return false;
  }
}

function trouble(error) {
  if (error instanceof Refused) return ask(error.message);
  const known = error instanceof Away || error instanceof Missing;
  if (!known) console.error(error);
  $("trouble").textContent = known ? error.message : `This page has failed: ${error?.message ?? error}. Reload it to try again.`;
  $("trouble").hidden = false;
}

async function go(views) {
  const [, name = "news", id = ""] = /^#\/(\w+)(?:\/(.+))?$/.exec(location.hash) ?? [];
  const there = NAMES.includes(name) ? name : "news";
  for (const other of NAMES) $(other).hidden = other !== there;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === there) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  await Promise.all(NAMES.map((other) => views[other].show(other === there && id ? decoded(id) : null, other === there)));
}

function decoded(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** The owner's alerts, as they happen. The last event's id makes a new stream go on where the old one ended. */
async function listen(refresh) {
  let last = null;
  while (!refused) {
    try {
      await follow(session.key, last, {
        opened() {
          live("live", "Live");
          refresh();
        },
        told(id, notice) {
          last = id ?? last;
          $("told").textContent = `New alert. ${told(notice)}`;
          refresh();
        },
      });
    } catch (error) {
      if (error instanceof Refused) return ask(error.message);
      live("waiting", "Reconnecting");
      if (!(error instanceof Away || error instanceof StreamEnded)) trouble(error);
    }
    await pause(STREAM_AGAIN_MS);
  }
}

/** Asks for the newest item, and refreshes when it is another. */
async function look(refresh) {
  let newest = null;
  while (!refused) {
    await pause(ASK_MS);
    if (document.hidden) continue;
    let away = !$("trouble").hidden;
    const answered = await guarded(async () => {
      const { tag } = await readChanged(session.key, "/v1/items?limit=1", newest);
      away ||= newest !== null && tag !== newest;
      newest = tag;
    });
    if (answered && away) await refresh();
  }
}

function ask(why) {
  refused = true;
  live("refused", "No key");
  for (const name of [...NAMES, "post", "trouble"]) $(name).hidden = true;
  $("ask-why").textContent = why;
  $("ask").hidden = false;
  $("ask-key").focus();
}

function live(state, text) {
  $("live").dataset.state = state;
  $("live").textContent = text;
}

function fresh(number) {
  $("fresh").textContent = `${number} new`;
  $("fresh").hidden = number === 0;
  document.title = number ? `(${number}) Demarche` : "Demarche";
}

function theme() {
  const chosen = localStorage.getItem("theme") ?? "";
  const set = (value) => (value ? (document.documentElement.dataset.theme = value) : delete document.documentElement.dataset.theme);
  set(chosen);
  $("theme").value = chosen;
  $("theme").addEventListener("change", ({ target }) => {
    localStorage.setItem("theme", target.value);
    set(target.value);
  });
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
