import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { browserTests } from "./test-browser.ts";
import { startSession } from "./test-session.ts";
import { tickingScript } from "./test-ticks.ts";

const test = browserTests({
  "/ticking.js": tickingScript,
  "/page": `<h1>A page</h1><div id="ticks"></div><script src="/ticking.js"></script>`,
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`a process that ${signal} ends sends what it holds, and ends by it`, async ({ site }) => {
    const session = await startSession();
    const program = fileURLToPath(import.meta.resolve("./test-runner.ts"));
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", program, session.sessionId, session.token, `${site.url}/page`],
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const held = Number((await reader.read()).value);
    assert.ok(held >= 20);
    assert.equal((await session.storedEvents()).length, 0);
    child.kill(signal);
    assert.equal((await child.status).signal, signal);
    await reader.cancel();
    assert.ok((await session.storedEvents()).length >= held);
  });
}
