/** Starts a timer that does not keep the program running. */
export function background(milliseconds: number, does: () => void): { stop(): void } {
  const timer: unknown = setTimeout(does, milliseconds);
  const { Deno: deno } = globalThis as { Deno?: { unrefTimer?(id: number): void } };
  if (typeof timer === "number") deno?.unrefTimer?.(timer);
  else (timer as { unref?(): void }).unref?.();
  return { stop: () => clearTimeout(timer as number) };
}

/** Whether the promise is settled in time; waiting keeps the program running. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true, () => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
