/** Where a text stops being JSON. */
export interface JsonErrorPosition {
  /** Offset in UTF-16 code units, from 0. */
  readonly position: number;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The first character that does not fit, or null at the end of the text. */
  readonly found: string | null;
}

const SPACE = /[ \t\n\r]*/y;
// Everything a string may hold as it is: not a quote, a backslash or a control character.
const PLAIN = /[ !#-[\]-\uffff]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

/**
 * Finds the error in a text that `JSON.parse` refused. Its own message cannot be shown: it has no
 * position for most errors, and quotes the text around it, which may be a credential.
 */
export function jsonErrorPosition(text: string): JsonErrorPosition {
  const position = scan(text);
  const before = text.slice(0, position).split("\n");
  return {
    position,
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    found: position < text.length ? String.fromCodePoint(text.codePointAt(position) ?? 0) : null,
  };
}

/** The offset of the first character that cannot be part of JSON. */
function scan(text: string): number {
  const open: ("{" | "[")[] = [];
  let at = 0;
  let expect: "value" | "first value" | "key" | "first key" | "colon" | "next" = "value";
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length > 0;
  };
  const string = (): boolean => {
    at++;
    do skip(PLAIN); while (skip(ESCAPE));
    if (text[at] !== '"') return false;
    at++;
    return true;
  };
  while (true) {
    skip(SPACE);
    const c = text[at];
    if (expect === "next") {
      const innermost = open.at(-1);
      if (c === "," && innermost) expect = innermost === "{" ? "key" : "value";
      else if (c === (innermost === "{" ? "}" : "]") && innermost) open.pop();
      else return at;
      at++;
    } else if (expect === "colon") {
      if (c !== ":") return at;
      at++;
      expect = "value";
    } else if (expect === "key" || expect === "first key") {
      if (c === "}" && expect === "first key") {
        open.pop();
        at++;
        expect = "next";
      } else if (c !== '"' || !string()) return at;
      else expect = "colon";
    } else if (c === "{" || c === "[") {
      open.push(c);
      at++;
      expect = c === "{" ? "first key" : "first value";
    } else if (c === "]" && expect === "first value") {
      open.pop();
      at++;
      expect = "next";
    } else if (c === '"' ? string() : skip(SCALAR)) expect = "next";
    else return at;
  }
}
