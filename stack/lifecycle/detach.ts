import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runtimeDir } from "../runtime-dir.ts";
import { fail } from "./fail.ts";
import { livingStack } from "./living-stack.ts";
import { readState } from "./stack-state.ts";
import type { TaskOptions } from "./task-options.ts";

const program = fileURLToPath(new URL("../start.ts", import.meta.url));

/**
 * Starts the stack as a process of its own and returns when it is ready, having shown what it
 * printed until then. Its output goes to a file from the beginning: a pipe would end with us.
 */
export async function detach({ port }: TaskOptions): Promise<void> {
  const log = join(runtimeDir(), `stack-${port}.log`);
  // Here and not by the shell below: on a busy machine we read it before the shell has opened it.
  // A stack that runs on the port keeps the log it writes to; the start then says so and fails.
  Deno.writeTextFileSync(log, "", { append: livingStack(port) !== null });
  let shown = Deno.readTextFileSync(log).length;
  const args = Deno.args.filter((arg) => !["--detach", "-d"].includes(arg));
  const child = new Deno.Command("sh", {
    args: [
      ...["-c", 'log=$1; shift; exec "$@" >>"$log" 2>&1', "sh", log],
      ...[Deno.execPath(), "run", "-A", program, "--background", ...args],
    ],
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let code: number | null = null;
  child.status.then((status) => code = status.code);
  const show = () => {
    const text = Deno.readTextFileSync(log);
    Deno.stdout.writeSync(new TextEncoder().encode(text.slice(shown)));
    shown = text.length;
  };
  for (;;) {
    const ready = isReady(port, child.pid);
    await new Promise((resolve) => setTimeout(resolve, ready ? 100 : 50));
    if (code !== null) fail(Deno.readTextFileSync(log).slice(shown).trimEnd());
    show();
    if (ready) break;
  }
  console.log(`Log       ${log}`);
  child.unref();
}

/** The shell has replaced itself by the stack, so the process number is the same. */
function isReady(port: number, pid: number): boolean {
  const state = readState(port);
  return state?.pid === pid && state.phase === "ready";
}
