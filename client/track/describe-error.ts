const MOST_CAUSES = 10;

/** What was thrown, in a sentence: its message, and those of what caused it. */
export function messageOf(thrown: unknown): string {
  const messages: string[] = [];
  let at: unknown = thrown;
  while (at instanceof Error && messages.length <= MOST_CAUSES) {
    messages.push(at.message || at.name);
    at = at.cause;
  }
  if (messages.length === 0) return described(thrown);
  return messages.join(": ");
}

/** What was thrown, in words: message and stack, and those of what caused it. */
export function describeError(thrown: unknown): string {
  const parts: string[] = [];
  let at: unknown = thrown;
  for (let n = 0; n <= MOST_CAUSES && at !== undefined && at !== null; n++) {
    parts.push(n === 0 ? described(at) : `Caused by: ${described(at)}`);
    if (at instanceof AggregateError) {
      parts.push(
        ...at.errors.slice(0, MOST_CAUSES).map((one) => `Together with: ${described(one)}`),
      );
    }
    const cause: unknown = at instanceof Error ? at.cause : undefined;
    at = cause === at ? undefined : cause;
  }
  return parts.join("\n") || `${thrown}`;
}

function described(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) {
      return typeof thrown === "string" ? thrown : JSON.stringify(thrown) ?? String(thrown);
    }
    const { name, message, stack } = thrown;
    const head = message ? `${name}: ${message}` : name;
    // In V8 the stack begins with the message, elsewhere it does not.
    if (!stack) return head;
    return stack.includes(message) ? stack : `${head}\n${stack}`;
  } catch {
    return "something that cannot be read";
  }
}

/** The text, cut to what the API takes of it. */
export function cutTo(bytes: number, text: string): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= bytes) return text;
  const kept = new TextDecoder().decode(encoded.subarray(0, bytes - 40)).replace(/\uFFFD+$/, "");
  return `${kept}\n… cut from ${encoded.length} bytes`;
}
