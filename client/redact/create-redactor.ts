import { type SecretPattern, secretPatterns } from "./secret-patterns.ts";
import { toJson } from "./to-json.ts";
import { withoutParts } from "./without-parts.ts";

/** What stands where a secret stood. */
export const REDACTED = "[redacted]";

/** Removes secrets. */
export interface Redactor {
  /** The text without the secrets. */
  text(text: string): string;
  /** The value as JSON would carry it, without the secrets: in texts, keys and numbers. */
  value(value: unknown): unknown;
  /** The same, faster, for what holds nothing but JSON; what holds no secret is given back itself. */
  json(value: unknown): unknown;
  /** The text without what begins a secret at its end, and what ends one at its start. */
  parts(text: string): string;
}

const SHORTEST = 4;

/**
 * Makes a remover of secrets, which finds them by their value and its common encodings.
 *
 * @throws {TypeError} for a secret of fewer than 4 characters: it would be found everywhere
 */
export function createRedactor(secrets: Iterable<string>): Redactor {
  const values = new Set(secrets);
  for (const secret of values) {
    if (typeof secret !== "string" || secret.length < SHORTEST) {
      throw new TypeError(
        `A secret must be a text of at least ${SHORTEST} characters; one is ${
          typeof secret === "string" ? `${secret.length} long` : `of type ${typeof secret}`
        }.`,
      );
    }
  }
  const patterns = [...values].flatMap(secretPatterns);
  const text = (from: string) => removeMatches(from, patterns);
  const isSecret = (number: number | bigint) => values.has(String(number));
  const value = (from: unknown) => toJson(from, { text, isSecret });
  const anchors = [...new Set(patterns.map(({ anchor }) => anchor))];
  const json = (from: unknown) => {
    const written = writtenOut(from);
    // Letters and digits stand in JSON as they are, so that a secret shows there by its anchor.
    const isSuspect = written === null || anchors.some((one) => written.includes(one));
    return isSuspect ? value(from) : from;
  };
  const parts = (from: string) => withoutParts(from, values, REDACTED);
  return { text, value, json, parts };
}

function removeMatches(text: string, patterns: readonly SecretPattern[]): string {
  const found: [from: number, to: number][] = [];
  for (const { anchor, expression } of patterns) {
    // Searching for a fixed text is many times faster than for the expression.
    if (!text.includes(anchor)) continue;
    expression.lastIndex = 0;
    for (let match; (match = expression.exec(text));) {
      found.push([match.index, match.index + match[0].length]);
      // The next one may overlap.
      expression.lastIndex = match.index + 1;
    }
  }
  if (found.length === 0) return text;
  found.sort(([a], [b]) => a - b);
  let [clean, end] = ["", 0];
  for (const [from, to] of found) {
    if (from >= end) clean += text.slice(end, from) + REDACTED;
    end = Math.max(end, to);
  }
  return clean + text.slice(end);
}

function writtenOut(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}
