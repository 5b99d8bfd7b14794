import assert from "node:assert/strict";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { claimPort, releasePort } from "./claim-port.ts";
import { lockFile } from "./lock-file.ts";
import { knownPorts, stackDir } from "./stack-state.ts";

Deno.test("releasePort() leaves nothing behind while others look for killed stacks", async () => {
  const [port = 0] = freePorts(1);
  const looking = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `for (;;) try { Deno.openSync(Deno.args[0], { create: true, write: true }).close() } catch { /* gone */ }`,
      join(stackDir(port), "lock"),
    ],
  }).spawn();
  try {
    for (let round = 0; round < 200; round++) {
      const lock = await claimPort(port);
      for (let file = 0; file < 20; file++) {
        Deno.writeTextFileSync(join(stackDir(port), `${file}`), "");
      }
      releasePort(port, lock);
    }
  } finally {
    looking.kill("SIGKILL");
    await looking.status;
  }
  assert.ok(!knownPorts().includes(port));
});

Deno.test("a port that is claimed cannot be locked by another", async () => {
  const [port = 0] = freePorts(1);
  const lock = await claimPort(port);
  const second = lockFile(join(stackDir(port), "lock"));
  releasePort(port, lock);
  assert.equal(second, null);
});
