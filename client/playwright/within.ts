/** Waits for a promise, but not longer than so many milliseconds; how it ends does not matter. */
export async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.max(0, ms));
  await Promise.race([promise.then(() => {}, () => {}), late]);
  clearTimeout(timer);
}
