import { resolveEnv } from "@supabase/server/core";
import { callRpc, type RpcAnswer } from "./call-rpc.ts";
import { identify } from "./credentials.ts";
import { joinObjects } from "./join-objects.ts";
import type { Operation } from "./operation.ts";
import { parameterKinds } from "./parameter-kinds.ts";
import { readParameters } from "./read-parameters.ts";
import { refuse, type Result, succeed } from "./result.ts";
import { passedOn } from "./rpc-problem.ts";
import type { Reply } from "./serve.ts";
import { validate } from "./validate.ts";

/** Carries out one request of an operation. */
export type Performer = (
  request: Request,
  requestId: string,
  inPath: Readonly<Record<string, string>>,
) => Promise<Result<Reply>>;

/**
 * What an operation does with a request: read it, find out who asks, check the parameters, call the SQL
 * function, answer. Everything else is decided in the database.
 */
export function perform(operation: Operation): Performer {
  const kinds = parameterKinds(operation.input);
  return async (request, requestId, inPath) => {
    const { data: env, error } = resolveEnv();
    if (error) {
      return refuse("internal_error", "The server is not configured. Report the request id.", {
        log: error.message,
      });
    }
    const sent = await readParameters(request, kinds, inPath);
    if (!sent.ok) return sent;
    const caller = await identify(request, sent.value.sessionTokens, env);
    if (!caller.ok) return caller;
    const checked = validate(operation.input, sent.value.parameters);
    if (!checked.ok) return checked;
    const done = await callRpc(env.url, operation.rpc, checked.value, caller.value, requestId);
    if (!done.ok) return done;
    return succeed(replyOf(operation, done.value, sent.value.replaced));
  };
}

/** Puts the envelope around what the SQL function returned, without parsing it. */
function replyOf(operation: Operation, { text, headers }: RpcAnswer, replaced: number): Reply {
  // Only an operation that creates can be a replay, and its answers are small.
  const replayed = operation.status === 201 && JSON.parse(text).replayed === true;
  const message = replayed
    ? "This idempotency key was used before; here is the first answer."
    : operation.message;
  const body = joinObjects(
    '{"success":true}',
    text,
    replaced > 0 ? `{"sanitized":${replaced}}` : "{}",
    JSON.stringify({ message }),
  );
  return { status: replayed ? 200 : operation.status, body, headers: passedOn(headers) };
}
