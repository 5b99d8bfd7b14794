import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { functionsFailure } from "./failure.ts";

/** What answers the requests of one edge function. */
export type FunctionHandler = (req: Request) => Response | Promise<Response>;

// What a name may be on the hosted platform. It also keeps `_shared` and `..` out.
const FUNCTION_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/**
 * Imports `<dir>/<name>/index.ts` and returns its `default.fetch`, or a handler that answers why
 * there is none: 404 when there is no such function, 503 when its code does not load. The reason
 * of a 503 is also written to standard error.
 */
export async function loadFunction(dir: string, name: string): Promise<FunctionHandler> {
  const file = join(dir, name, "index.ts");
  if (!FUNCTION_NAME.test(name) || !await isFile(file)) {
    return () => functionsFailure(404, "NOT_FOUND", `There is no function at ${name}/index.ts.`);
  }
  let reason: string;
  try {
    const module: { default?: { fetch?: unknown } } = await import(pathToFileURL(file).href);
    const { fetch } = module.default ?? {};
    if (typeof fetch === "function") return (req) => fetch.call(module.default, req);
    reason = "it has no default export with a fetch method; write `export default { fetch }`";
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  const message = `The function ${name} does not load until a file is changed: ${reason}`;
  console.error(message);
  return () => functionsFailure(503, "BOOT_ERROR", message);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}
