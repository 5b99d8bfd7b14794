import type { BrowserContext } from "playwright-core";

/** An event as rrweb gives it. */
export interface RecordedEvent {
  type: number;
  timestamp: number;
  data: unknown;
}

/** Records every page that a browser context opens from now on; the events arrive in the list. */
export async function recordEvents(context: BrowserContext): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  await context.exposeFunction("recorded", (event: RecordedEvent) => void events.push(event));
  const rrweb = new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb"));
  await context.addInitScript({ content: await Deno.readTextFile(rrweb) });
  await context.addInitScript({
    content: `
      if (self === top && location.protocol !== "about:") {
        const start = () => rrweb.record({ emit: (event) => void self.recorded(event) });
        if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
        else start();
      }`,
  });
  return events;
}
