import { readFile } from "node:fs/promises";
import { createMasking } from "./in-page/create-masking.ts";
import { createOutbox } from "./in-page/create-outbox.ts";
import { holdMutations } from "./in-page/hold-mutations.ts";
import { startRecording } from "./in-page/start-recording.ts";
import type { PageSettings } from "./page-settings.ts";

let rrweb: Promise<string> | undefined;

async function readRrweb(): Promise<string> {
  const file = () => new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb"));
  try {
    const source = await readFile(file(), "utf8");
    // A debugger would look for its map on the recorded site.
    return source.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  } catch {
    // Deno fetches a package only when some module imports it: this line is enough.
    await import("rrweb");
    return await readFile(file(), "utf8");
  }
}

/** The script for every document: rrweb and what belongs to it, hidden from the page's scripts. */
export async function readPageScript(settings: PageSettings): Promise<string> {
  rrweb ??= readRrweb();
  return `(() => {
    // Some bundlers call it in functions that they name.
    const __name = (named) => named;
    const later = setTimeout.bind(globalThis);
    const held = (${holdMutations})(globalThis, ${settings.holdMs}, later);
    const rrweb = ((globalThis) => {
      const exports = {}, module = { exports }, define = undefined;
      ${await rrweb};
      return module.exports;
    })(held.scope);
    (${startRecording})(rrweb, ${createOutbox}, ${createMasking}, held, ${
    JSON.stringify(settings)
  });
  })();`;
}
