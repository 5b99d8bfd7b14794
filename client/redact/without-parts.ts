const SHORTEST_PART = 3;

/**
 * The text without what may be a part of a secret: at its end what a secret begins with, at its start
 * what one ends with, of 3 characters or more. So looks a secret that is being typed, and one that
 * stands in two texts.
 *
 * @param mark what stands there instead
 */
export function withoutParts(text: string, secrets: Iterable<string>, mark: string): string {
  // Editors write a space at the end as one that does not break.
  const plain = text.replaceAll("\u00a0", " ");
  let [from, to] = [0, text.length];
  for (const secret of secrets) {
    for (let at = Math.max(0, plain.length - secret.length); at <= to - SHORTEST_PART; at++) {
      if (plain[at] === secret[0] && secret.startsWith(plain.slice(at))) to = at;
    }
    for (let at = Math.min(plain.length, secret.length); at >= from + SHORTEST_PART; at--) {
      if (plain[at - 1] === secret.at(-1) && secret.endsWith(plain.slice(0, at))) from = at;
    }
  }
  if (from === 0 && to === text.length) return text;
  if (from >= to) return mark;
  return (from > 0 ? mark : "") + text.slice(from, to) + (to < text.length ? mark : "");
}
