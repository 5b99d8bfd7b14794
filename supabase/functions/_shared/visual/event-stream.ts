/** Lines as events of a `text/event-stream`, one each. */
export async function* eventStream(
  texts: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  for await (const text of texts) yield text.replace(/^(.+)$/gm, "data: $1\n");
}
