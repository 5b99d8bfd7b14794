import { resolveEnv } from "@supabase/server/core";
import { callRpc, openRpc, type RpcAnswer } from "./call-rpc.ts";
import { identify } from "./credentials.ts";
import { joinObjects } from "./join-objects.ts";
import type { Operation } from "./operation.ts";
import { parameterKinds } from "./parameter-kinds.ts";
import { readObject } from "./read-object.ts";
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

/** A request that has been read and checked, of a caller who is known. */
export interface Asked {
  readonly request: Request;
  readonly requestId: string;
  readonly parameters: Record<string, unknown>;
  /** Number of characters replaced because they cannot be stored. */
  readonly replaced: number;
  /** Calls the operation's SQL function as the caller. */
  readonly call: (
    parameters: Record<string, unknown>,
    signal?: AbortSignal,
  ) => Promise<Result<RpcAnswer>>;
  /** The same for an answer that is read as it comes. */
  readonly open: (
    parameters: Record<string, unknown>,
    signal: AbortSignal,
  ) => Promise<Result<Response>>;
}

/** What an operation does in a way of its own. What is absent is done as for all. */
export interface Conduct {
  /** Reads the body. */
  readonly read?: typeof readObject;
  /** Makes the answer; for all: one call with the parameters as they are, and the envelope. */
  readonly carryOut?: (operation: Operation, asked: Asked) => Promise<Result<Reply>>;
}

/**
 * What an operation does with a request: read it, find out who asks, check the parameters, call the SQL
 * function, answer. Everything else is decided in the database.
 */
export function perform(operation: Operation, conduct?: Conduct): Performer {
  const kinds = parameterKinds(operation.input);
  const { read = readObject, carryOut = callOnce } = conduct ?? {};
  return async (request, requestId, inPath) => {
    const { data: env, error } = resolveEnv();
    if (error) {
      return refuse("internal_error", "The server is not configured. Report the request id.", {
        log: error.message,
      });
    }
    const sent = await readParameters(request, kinds, inPath, read);
    if (!sent.ok) return sent;
    const caller = await identify(request, sent.value.sessionTokens, env);
    if (!caller.ok) return caller;
    const checked = validate(operation.input, sent.value.parameters);
    if (!checked.ok) return checked;
    return await carryOut(operation, {
      request,
      requestId,
      parameters: checked.value,
      replaced: sent.value.replaced,
      call: (parameters, signal) =>
        callRpc(env.url, `${operation.rpc}`, parameters, caller.value, requestId, signal),
      open: (parameters, signal) =>
        openRpc(env.url, `${operation.rpc}`, parameters, caller.value, requestId, signal),
    });
  };
}

async function callOnce(operation: Operation, asked: Asked): Promise<Result<Reply>> {
  const done = await asked.call(asked.parameters);
  return done.ok ? succeed(replyOf(operation, done.value, asked.replaced)) : done;
}

/** Puts the envelope around what the SQL function returned, without parsing it. */
export function replyOf(
  operation: Operation,
  { text, headers }: RpcAnswer,
  replaced: number,
): Reply {
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
