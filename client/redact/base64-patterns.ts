/** A form of a secret in base64: what is the same in all its matches, and the expression. */
export interface Base64Pattern {
  readonly core: string;
  readonly source: string;
}

// Shorter cores would be found in data that has nothing to do with the secret.
const SHORTEST_CORE = 8;
const BOUND = "[A-Za-z0-9+/_-]";

/**
 * How a secret looks in base64 and base64url, also with the + and / of base64 escaped in a URL: by
 * itself, and within a longer text, where it depends on where in three bytes it begins. The
 * character before and after, which carry a part of it, go with it.
 */
export function base64Patterns(secret: string): Base64Pattern[] {
  const bytes = new TextEncoder().encode(secret);
  const alone = encode(bytes).replace(/=+$/, "");
  const patterns = [{
    core: alone,
    source: `(?<!${BOUND})${anyAlphabet(alone)}(?:=|%3[dD]){0,2}(?!${BOUND})`,
  }];
  for (const before of [0, 1, 2]) {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const whole = encode(padded).replace(/=+$/, "");
    // Characters that carry bits of what stands before and after are not the secret's alone.
    const first = Math.ceil(before * 8 / 6);
    const last = Math.floor(padded.length * 8 / 6);
    const core = whole.slice(first, last);
    if (core.length < SHORTEST_CORE) continue;
    const [head, tail] = [before > 0 ? `${BOUND}?` : "", last * 6 < padded.length * 8];
    patterns.push({ core, source: `${head}${anyAlphabet(core)}${tail ? `${BOUND}?` : ""}` });
  }
  return patterns;
}

function encode(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function anyAlphabet(text: string): string {
  return text.replaceAll("+", "\0").replaceAll("/", "(?:[/_]|%2[fF]|\\\\+/)")
    .replaceAll("\0", "(?:[+-]|%2[bB])");
}
