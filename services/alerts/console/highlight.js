// From spans of an item's text to pieces of it. Spans count code points; a JavaScript string counts UTF-16 units, of which a
// letter beyond U+FFFF takes two.

/** The UTF-16 offsets of ascending code point offsets. Those beyond the end of the text are its length. */
export function units(text, points) {
  const found = [];
  let unit = 0;
  let point = 0;
  for (const wanted of points) {
    while (point < wanted && unit < text.length) {
      unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
      point += 1;
    }
    found.push(unit);
  }
  return found;
}

/**
 * Cuts a text where a span starts or ends. Every piece is {start, text, marks}: its place in UTF-16 units, its words, and the
 * marks of all spans over it. Spans are {start, end, mark} in code points, may overlap in any way, and those that are empty or
 * wholly beyond the text count for nothing.
 */
export function pieces(text, spans) {
  const sound = spans.filter((span) => span.start < span.end);
  const points = [...new Set([0, ...sound.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const offsets = units(text, points);
  const starting = grouped(sound, "start");
  const ending = grouped(sound, "end");
  const over = new Set();
  return points.flatMap((point, n) => {
    for (const span of ending.get(point) ?? []) over.delete(span);
    for (const span of starting.get(point) ?? []) over.add(span);
    const words = text.slice(offsets[n], offsets[n + 1] ?? text.length);
    return words ? [{ start: offsets[n], text: words, marks: [...over].map((span) => span.mark) }] : [];
  });
}

/** Pieces as paragraphs: lists of pieces without the line breaks between them. */
export function paragraphs(cut) {
  const found = [[]];
  for (const piece of cut) {
    let start = piece.start;
    for (const part of piece.text.split(/(\n+)/)) {
      if (part.startsWith("\n")) found.push([]);
      else if (part) found.at(-1).push({ ...piece, start, text: part });
      start += part.length;
    }
  }
  return found.filter((paragraph) => paragraph.length);
}

function grouped(spans, edge) {
  const found = new Map();
  for (const span of spans) found.set(span[edge], [...(found.get(span[edge]) ?? []), span]);
  return found;
}
