/** Lines as events of a `text/event-stream`, one each. */
export async function* eventStream(
  texts: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  for await (const text of texts) {
    // Not by a regular expression, to which U+2028 ends a line too.
    yield text.split("\n").filter(Boolean).map((line) => `data: ${line}\n\n`).join("");
  }
}
