import { setTimeout as delay } from "node:timers/promises";

/** Waits until something holds; throws when it does not within half a minute. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 30_000) throw new Error(`It never came to this: ${holds}`);
    await delay(10);
  }
}
