import { startStack } from "./stack.ts";
const [first, ...rest] = Deno.args[0] === "--" ? Deno.args.slice(1) : Deno.args;
const free = () => {
  const l = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const p = (l.addr as Deno.NetAddr).port;
  l.close();
  return p;
};
const t = performance.now();
const stack = await startStack({
  port: free(),
  dbPort: free(),
  dataDir: null,
  onProgress: (x) => console.error(x),
});
console.error("ready", Math.round(performance.now() - t));
const child = new Deno.Command(first!, { args: rest, env: stack.env }).spawn();
Deno.addSignalListener("SIGINT", () => {});
Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
const { code } = await child.status;
await stack.stop();
Deno.exit(code);
