import { readFile } from "node:fs/promises";
import { createMasking } from "./in-page/create-masking.ts";
import { createOutbox } from "./in-page/create-outbox.ts";
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
    const exports = {}, module = { exports }, define = undefined;
    // Some bundlers call it in functions that they name.
    const __name = (named) => named;
    ${await rrweb};
    (${startRecording})(module.exports, ${createOutbox}, ${createMasking}, ${
    JSON.stringify(settings)
  });
  })();`;
}
