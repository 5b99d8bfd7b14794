// Control characters that XML cannot hold, unpaired surrogates and noncharacters, and the marks and
// overrides of direction, which would turn the text around them.
const unsafe =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Cs}/gu;

// Accents piled on one letter reach into the lines above and below.
const piled = /(\p{M}{3})\p{M}+/gu;

const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text of somebody else as text of an SVG: on one line, of at most so many characters, never markup. */
export function safeText(text: string, most: number): string {
  // Cut first, so that a long text costs no more than a short one.
  const line = [...text.slice(0, 8 * most).trim().replace(/\s+/g, " ")];
  const cut = line.length > most ? `${line.slice(0, most - 1).join("")}…` : line.join("");
  const safe = cut.replace(unsafe, "\ufffd").replace(piled, "$1")
    .replace(/[&<>"']/g, (character) => `${entities[character]}`);
  // What stands around it keeps its own direction.
  return rightToLeft.test(safe) ? `\u2068${safe}\u2069` : safe;
}
