/**
 * A body from bytes that a generator makes, no faster than the reader takes it. When the reader goes
 * away, or the generator fails, what it waits for is ended too, by the signal.
 *
 * @param make makes the generator; the signal is aborted when nobody reads any more
 */
export function streamBytes(
  make: (gone: AbortSignal) => AsyncGenerator<Uint8Array<ArrayBuffer>, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = new AbortController();
  const pieces = make(reader.signal);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (reader.signal.aborted) return;
        reader.abort(error);
        throw error;
      }
    },
    cancel(reason) {
      reader.abort(reason);
      pieces.return().catch(() => {});
    },
  }, { highWaterMark: 0 });
}
