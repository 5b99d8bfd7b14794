/**
 * The process that runs the edge functions; `child.ts` starts it and speaks to it.
 *
 * It prints `{"port":n}` as its first line, and ends when its standard input ends: that is the one
 * signal that also comes when the stack is killed without a chance to clean up. A line `drain`
 * before the end asks it to finish the requests under way first.
 *
 * Differences from the hosted runtime: all functions share this one process, there are no limits on
 * time and memory, and functions that call `Deno.serve` are refused.
 */
import { type FunctionHandler, loadFunction } from "./load-function.ts";
import { functionsFailure } from "./failure.ts";
import { hideEncoding } from "./forward-request.ts";

const DRAIN_MS = 10_000;
const dir = Deno.args[0] ?? "";
const handlers = new Map<string, Promise<FunctionHandler>>();

function handlerOf(name: string): Promise<FunctionHandler> {
  const known = handlers.get(name);
  if (known) return known;
  const loading = loadFunction(dir, name);
  handlers.set(name, loading);
  return loading;
}

async function answer(req: Request): Promise<Response> {
  const name = new URL(req.url).pathname.split("/")[1] ?? "";
  try {
    const handler = await handlerOf(name);
    const res: unknown = await handler(req);
    if (res instanceof Response) return hideEncoding(res);
    console.error(`The function ${name} returned ${typeof res} instead of a Response.`);
  } catch (error) {
    console.error(`The function ${name} threw`, error);
  }
  return functionsFailure(500, "WORKER_ERROR", `The function ${name} failed; see the log.`);
}

const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(JSON.stringify({ port })),
}, answer);

// A second server of a function's own would listen on a port that nobody asks.
Object.defineProperty(Deno, "serve", {
  value: () => {
    throw new Error("functions that call Deno.serve are not run here; `export default { fetch }`");
  },
});

/** Loading them before they are asked makes first requests fast and shows mistakes at once. */
async function preload() {
  for await (const entry of Deno.readDir(dir)) {
    if (entry.isDirectory && !/^[_.]/.test(entry.name)) await handlerOf(entry.name);
  }
}
preload().catch((error) => console.error(`The functions in ${dir} cannot be read:`, error));

let drain = false;
for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  drain ||= text.startsWith("drain");
}
if (drain) {
  setTimeout(() => Deno.exit(), DRAIN_MS);
  await server.shutdown();
}
Deno.exit();
