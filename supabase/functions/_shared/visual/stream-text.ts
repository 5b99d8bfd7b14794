/**
 * A body from text that a generator makes, no faster than the reader takes it. When the reader goes away
 * the generator is ended, and what it waits for by the signal too.
 *
 * @param make makes the generator; the signal is aborted when nobody reads any more
 */
export function streamText(
  make: (gone: AbortSignal) => AsyncGenerator<string, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = new AbortController();
  const texts = make(reader.signal);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await texts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        if (!reader.signal.aborted) throw error;
      }
    },
    cancel(reason) {
      reader.abort(reason);
      texts.return().catch(() => {});
    },
  });
}
