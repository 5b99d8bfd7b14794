import type { Operation } from "./operation.ts";
import { perform, type Performer } from "./perform.ts";
import { succeed } from "./result.ts";
import { type Resource, serve } from "./serve.ts";

/** A path template and what it offers. */
interface Route {
  readonly template: readonly string[];
  readonly performers: Readonly<Record<string, Performer>>;
}

/**
 * The edge function that answers the REST paths of a contract, and `GET openapi.json` beside them.
 *
 * @param name the function: the first segment of the paths
 * @param document the OpenAPI document
 * @param performers how operations are carried out, by their names in the contract; the others as all are
 */
export function router(
  name: string,
  operations: Readonly<Record<string, Operation>>,
  document: unknown,
  performers: Readonly<Record<string, Performer>>,
): (request: Request) => Promise<Response> {
  const body = JSON.stringify(document);
  const documentRoute: Route = {
    template: ["openapi.json"],
    performers: { GET: () => Promise.resolve(succeed({ status: 200, body })) },
  };
  const routes = [documentRoute, ...routesOf(operations, performers)];
  return serve(name, (path) => {
    for (const { template, performers } of routes) {
      const inPath = match(template, path);
      if (inPath) return bind(performers, inPath);
    }
    return null;
  });
}

/** One route per path; a path without parameters is asked before one with, so that both can stand. */
function routesOf(
  operations: Readonly<Record<string, Operation>>,
  own: Readonly<Record<string, Performer>>,
): Route[] {
  const byPath = Map.groupBy(Object.entries(operations), ([, { path }]) => path);
  return [...byPath].map(([path, sharing]) => ({
    template: path.split("/").slice(2),
    performers: Object.fromEntries(sharing.flatMap(([key, one]) => {
      const performer = own[key] ?? perform(one);
      return [one.method, ...(one.alsoPost ? ["POST"] : [])].map((method) => [method, performer]);
    })),
  })).sort((a, b) => parametersIn(a) - parametersIn(b));
}

function parametersIn({ template }: Route): number {
  return template.filter((segment) => segment.startsWith("{")).length;
}

function match(
  template: readonly string[],
  path: readonly string[],
): Record<string, string> | null {
  if (template.length !== path.length) return null;
  const inPath: Record<string, string> = {};
  for (const [at, expected] of template.entries()) {
    const given = path[at] ?? "";
    if (expected.startsWith("{")) inPath[expected.slice(1, -1)] = given;
    else if (expected !== given) return null;
  }
  return inPath;
}

function bind(performers: Route["performers"], inPath: Record<string, string>): Resource {
  return Object.fromEntries(
    Object.entries(performers).map(([method, performer]) => [
      method,
      (request: Request, requestId: string) => performer(request, requestId, inPath),
    ]),
  );
}
