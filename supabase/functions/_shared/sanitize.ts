import { isRawNumber } from "./parse-json.ts";

/** A value without text that Postgres cannot hold. */
export interface Sanitized<T> {
  readonly value: T;
  /** Number of characters replaced. */
  readonly replaced: number;
}

// With the u flag a surrogate matches only when it is unpaired.
const UNSTORABLE = /[\0\ud800-\udfff]/gu;

/**
 * Replaces NUL and unpaired surrogates by U+FFFD, in keys too. Postgres refuses the one in text and
 * jsonb and the other in jsonb; a whole report would be lost for one character of a page's text.
 *
 * @param value JSON, nested no deeper than the parser allows
 */
export function sanitize<T>(value: T): Sanitized<T> {
  let replaced = 0;
  const text = (dirty: string): string =>
    dirty.replace(UNSTORABLE, () => {
      replaced++;
      return "\ufffd";
    });
  const clean = (dirty: unknown): unknown => {
    if (typeof dirty === "string") return text(dirty);
    if (Array.isArray(dirty)) return dirty.map(clean);
    if (typeof dirty !== "object" || dirty === null || isRawNumber(dirty)) return dirty;
    return Object.fromEntries(Object.entries(dirty).map(([key, at]) => [text(key), clean(at)]));
  };
  return { value: clean(value) as T, replaced };
}

/** Whether a JSON text can contain what {@link sanitize} replaces: only escapes can write it. */
export function mayNeedSanitizing(text: string): boolean {
  return /\\u(?:0000|d[89a-f])/i.test(text);
}
