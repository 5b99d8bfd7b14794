/** Waits for a promise, but not longer than so many milliseconds; how it ends does not matter. */
export async function within(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, ms));
  });
  await Promise.race([promise.then(() => {}, () => {}), late]);
  clearTimeout(timer);
}
