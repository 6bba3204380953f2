// The only way in which this page makes elements. What it shows was written by strangers: text goes in as text nodes, never as markup.

/** `attributes` are set as they are; one that is null, undefined or false is left out, and `on` maps events to listeners. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

/** A link out of the page, for http and https alone; anything else stays text. */
export function outward(url, text) {
  const target = webAddress(url);
  return target ? el("a", { href: target, rel: "noopener noreferrer nofollow", target: "_blank" }, text) : el("span", {}, text);
}

export function webAddress(url) {
  if (!url || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return ["http:", "https:"].includes(parsed.protocol) ? parsed.href : null;
}

/**
 * Makes `parent` hold one child for each entry, in their order. A child is made anew only where its entry has changed, so
 * that focus, scrolling and what was opened stay.
 */
export function keyed(parent, entries, key, make) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = entries.map((entry) => {
    const name = key(entry);
    const stamp = JSON.stringify(entry);
    const child = known.get(name);
    return child && stamps.get(child) === stamp ? child : stamped(make(entry), name, stamp);
  });
  const focused = parent.contains(document.activeElement) ? document.activeElement.closest("[data-key]")?.dataset.key : null;
  const kept = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!kept.has(child)) child.remove();
  wanted.forEach((child, place) => {
    if (parent.childNodes[place] !== child) parent.insertBefore(child, parent.childNodes[place] ?? null);
  });
  if (focused && !parent.contains(document.activeElement)) wanted.find((child) => child.dataset.key === focused)?.querySelector("a, button")?.focus();
}

const stamps = new WeakMap();

function stamped(child, name, stamp) {
  child.dataset.key = name;
  stamps.set(child, stamp);
  return child;
}

export const note = (text) => el("p", { class: "note", "data-key": "note" }, text);
