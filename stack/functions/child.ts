import { fileURLToPath } from "node:url";
import { forwardRequest } from "./forward-request.ts";
import { readLines } from "./read-lines.ts";

/** One process that runs the edge functions. */
export interface FunctionsChild {
  /** Sends a request whose path is already `/<function name>/...`. */
  fetch(path: string, req: Request): Promise<Response>;
  /** Ends the process when the requests under way are answered, or after ten seconds. */
  retire(): void;
  /** Ends the process now. */
  stop(): Promise<void>;
  /** Settles with the exit code when the process has ended. */
  exited: Promise<number>;
}

// What the deno command itself reads; everything else of the stack's environment stays outside.
const PASSED_ON = ["PATH", "HOME", "DENO_DIR", "TMPDIR", "NPM_CONFIG_REGISTRY", "DENO_CERT"];
// What hosted functions have. In a heap that may grow to the machine's memory the collector waits so long
// that what a function takes tells nothing.
const LIKE_HOSTED = "--v8-flags=--max-heap-size=256";
const SERVER = fileURLToPath(new URL("./server.ts", import.meta.url));

/**
 * Starts the functions of `dir` in a new process and waits until it listens.
 *
 * @returns null when the process ended before; its own words then went to `onLog`
 */
export async function spawnFunctions(
  options: { dir: string; env: Record<string, string>; onLog: (line: string) => void },
): Promise<FunctionsChild | null> {
  const env = { ...options.env };
  for (const name of PASSED_ON) {
    const value = Deno.env.get(name);
    if (value !== undefined) env[name] = value;
  }
  const permissions = ["net", "env", "read", "sys", "import"].map((name) => `--allow-${name}`);
  const temporary = `--allow-write=${Deno.env.get("TMPDIR") ?? "/tmp"}`;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", LIKE_HOSTED, ...permissions, temporary, SERVER, options.dir],
    clearEnv: true,
    env,
    // Ctrl-C in the terminal reaches only the stack, which then ends its parts in order.
    detached: true,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const client = Deno.createHttpClient({ allowHost: true });
  const exited = process.status.then(({ code }) => {
    client.close();
    return code;
  });

  forEachLine(readLines(process.stderr), options.onLog);
  const lines = readLines(process.stdout);
  const first = await lines.next();
  if (first.done) {
    await exited;
    return null;
  }
  const { port }: { port: number } = JSON.parse(first.value);
  forEachLine(lines, options.onLog);

  const stdin = process.stdin.getWriter();
  let underWay = 0;
  let retired = false;
  const drainWhenIdle = () => {
    if (retired && underWay === 0) {
      stdin.write(new TextEncoder().encode("drain\n")).then(() => stdin.close()).catch(() => {});
    }
  };
  return {
    exited,
    async fetch(path, req) {
      underWay++;
      try {
        return await forwardRequest(`http://127.0.0.1:${port}${path}`, req, client);
      } finally {
        underWay--;
        drainWhenIdle();
      }
    },
    retire() {
      retired = true;
      drainWhenIdle();
    },
    async stop() {
      try {
        process.kill("SIGKILL");
      } catch { /* it has ended already */ }
      await exited;
    },
  };
}

async function forEachLine(lines: AsyncIterable<string>, use: (line: string) => void) {
  for await (const line of lines) use(line);
}
