import { answer, type Body, errorAnswer } from "./answer.ts";
import { preflight } from "./cors.ts";
import { logError } from "./log-error.ts";
import { pathBelowFunction } from "./path-below-function.ts";
import { requestIdOf } from "./request-id.ts";
import { problemOf, refuse, type Result } from "./result.ts";

/** A successful answer. */
export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly headers?: Record<string, string>;
}

/** Answers one request. */
export type Action = (request: Request, requestId: string) => Promise<Result<Reply>>;

/** What a path offers: an action per method. */
export type Resource = Readonly<Record<string, Action>>;

/**
 * The frame around every function: preflight, unknown paths and methods, the form of errors, and that
 * nothing thrown reaches the caller.
 *
 * @param name the function, for the log
 * @param find the resource at a path below the function, or null
 */
export function serve(
  name: string,
  find: (path: readonly string[]) => Resource | null,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = requestIdOf(request);
    try {
      const resource = find(pathBelowFunction(request.url));
      const methods = [...Object.keys(resource ?? {}), "OPTIONS"];
      if (request.method === "OPTIONS") {
        const headers = { ...preflight(methods), "x-request-id": requestId };
        return new Response(null, { status: 204, headers });
      }
      const action = resource?.[request.method];
      const result = await (action?.(request, requestId) ?? refused(resource, methods));
      if (result.ok) {
        const { status, body, headers } = result.value;
        return answer(status, body, requestId, headers);
      }
      if (result.problem.log) logError(name, requestId, result.problem.log);
      return errorAnswer(result.problem, requestId);
    } catch (error) {
      logError(name, requestId, error instanceof Error ? `${error.stack}` : "thrown: no error");
      return errorAnswer(
        problemOf("internal_error", "Something unexpected happened. Report the request id."),
        requestId,
      );
    }
  };
}

function refused(resource: Resource | null, methods: readonly string[]): Result<never> {
  if (!resource) {
    return refuse(
      "not_found",
      "There is no endpoint at this path. GET /functions/v1/workflows/openapi.json lists them all.",
    );
  }
  const allow = methods.join(", ");
  return refuse("method_not_allowed", `This path answers ${allow}. Use one of these methods.`, {
    headers: { allow },
  });
}
