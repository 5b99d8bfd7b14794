import { base64Patterns } from "./base64-patterns.ts";

/** Finds one form in which a secret is written. */
export interface SecretPattern {
  /** Stands in every match as it is: a text without it needs no closer look. May be empty. */
  readonly anchor: string;
  readonly expression: RegExp;
}

const NAMED: Record<string, string> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "#39" };
const ESCAPED: Record<string, string> = { "\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f" };

/**
 * The patterns of a secret: as it is; in a URL or form, also encoded more than once; in JSON, also
 * in JSON within JSON; in HTML; any mixture of these; and in base64 or base64url.
 */
export function secretPatterns(secret: string): SecretPattern[] {
  const source = Array.from(secret, characterSource).join("");
  const plain: SecretPattern = {
    anchor: longestRun(secret, /[A-Za-z0-9]+/g),
    expression: new RegExp(source, "g"),
  };
  const encoded = base64Patterns(secret).map((pattern) => ({
    anchor: longestRun(pattern.core, /[A-Za-z0-9]+/g),
    expression: new RegExp(pattern.source, "g"),
  }));
  return [plain, ...encoded];
}

/** Everything a character may be written as; letters and digits are never anything but themselves. */
function characterSource(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const bytes = new TextEncoder().encode(character);
  const forms = [
    // URL, once or more often encoded: %2F, %252F.
    Array.from(bytes, (byte) => `%(?:25)*${anyCase(byte.toString(16).padStart(2, "0"))}`).join(""),
    // HTML, also with its ampersand escaped again.
    `&(?:amp;)*#0*${code};`,
    `&(?:amp;)*#[xX]0*${anyCase(code.toString(16))};`,
    // JSON, also escaped again.
    units.map((unit) => `\\\\+u${anyCase(unit.toString(16).padStart(4, "0"))}`).join(""),
  ];
  const [named, escaped] = [NAMED[character], ESCAPED[character]];
  if (named) forms.push(`&(?:amp;)*${named};`);
  if (character === "'") forms.push("&(?:amp;)*apos;");
  if (escaped) forms.push(`\\\\+${escaped}`);
  if (character === " ") forms.push("\\+", "\u00a0", "&(?:amp;)*nbsp;");
  if (character === "\n") forms.push("\\r\\n", "\\\\+r\\\\+n", "%0[dD]%0[aA]");
  if (character === "\\") forms.push("\\\\+");
  else if (`"'/`.includes(character)) forms.push(`\\\\*${literal(character)}`);
  else forms.push(literal(character));
  return `(?:${forms.join("|")})`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function longestRun(text: string, run: RegExp): string {
  return (text.match(run) ?? []).reduce((a, b) => b.length > a.length ? b : a, "");
}
