// What a highlighted word means, beside the mouse or the finger. The lists of tags say the same to those who use neither.

import { el } from "./dom.js";

const GAP = 8;
const tip = el("div", { class: "tip", hidden: true, role: "tooltip" });
document.body.append(tip);
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
document.addEventListener("scroll", hide, { capture: true, passive: true });

/** `linesOf(mark)` answers with what to say of a `mark` element, as {kind, text}. */
export function tellOnHover(parent, linesOf) {
  const tell = (event) => {
    const mark = event.target.closest("mark");
    const lines = mark ? linesOf(mark) : [];
    if (lines.length) show(lines, mark, event);
    else hide();
  };
  parent.addEventListener("pointerover", tell);
  parent.addEventListener("click", tell);
  parent.addEventListener("pointerleave", hide);
}

function show(lines, mark, { clientX, clientY }) {
  tip.replaceChildren(...lines.map((line) => el("p", { "data-kind": line.kind, dir: "auto" }, line.text)));
  tip.hidden = false;
  const box = [...mark.getClientRects()].find((line) => clientY >= line.top && clientY <= line.bottom) ?? mark.getBoundingClientRect();
  const left = Math.max(GAP, Math.min(clientX - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - GAP));
  const below = box.bottom + GAP + tip.offsetHeight < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? box.bottom + GAP : box.top - GAP - tip.offsetHeight}px`;
}

function hide() {
  tip.hidden = true;
}
