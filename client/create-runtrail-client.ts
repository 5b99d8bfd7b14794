import type { Api } from "./api.ts";
import { type ProjectAddress, sendThrough, type SupabaseClientLike } from "./connection.ts";
import { rememberConnection } from "./connection-of.ts";
import { functions } from "./functions.ts";
import { readAnswer } from "./read-answer.ts";
import { repeatable } from "./repeatable.ts";
import { type RetryOptions, withRetries } from "./retry.ts";
import { RuntrailError } from "./runtrail-error.ts";

/** The name of a method: a key of the contract. */
export type RuntrailMethod = keyof Api;

/** What a method takes. */
export type RuntrailInput<Method extends RuntrailMethod> = Api[Method]["input"];

/** What a method answers. */
export type RuntrailAnswer<Method extends RuntrailMethod> =
  & Api[Method]["answer"]
  & {
    success: true;
    message: string;
    /** Characters replaced because Postgres cannot hold them; absent when none. */
    sanitized?: number;
  };

/** Options of a client. */
export interface ClientOptions {
  /** How calls are tried again; false: not at all. */
  readonly retry?: RetryOptions | false;
}

/** Options of one call. */
export interface CallOptions extends ClientOptions {
  /** Gives the call up; the method then throws `network_error`. */
  readonly signal?: AbortSignal;
}

/** One method per endpoint of the contract; each throws {@link RuntrailError} when it fails. */
export type RuntrailClient = {
  readonly [Method in RuntrailMethod]: Record<never, never> extends RuntrailInput<Method>
    ? (input?: RuntrailInput<Method>, options?: CallOptions) => Promise<RuntrailAnswer<Method>>
    : (input: RuntrailInput<Method>, options?: CallOptions) => Promise<RuntrailAnswer<Method>>;
};

/**
 * Makes a client of Runtrail's functions. Works in browsers, Deno and Node.
 *
 * A call that fails for a passing reason (no answer, 408, 429, 502, 503, 504) is made again, after
 * what the server asks for in Retry-After or a growing wait. Creates get an idempotency key and
 * appended lines an id where the caller gave none, so that nothing is stored twice.
 *
 * @example
 * const runtrail = createRuntrailClient(supabase); // or { url, key, accessToken }
 * const { execution_id } = await runtrail.createExecution({ workflow_id });
 * await runtrail.updateExecution({ execution_id, status: "completed" });
 */
export function createRuntrailClient(
  connection: SupabaseClientLike | ProjectAddress,
  { retry: retryAlways = {} }: ClientOptions = {},
): RuntrailClient {
  const send = sendThrough(connection);
  const methods = Object.entries(functions).map(([method, name]) => [
    method,
    async (given: Record<string, unknown> = {}, options: CallOptions = {}) => {
      const { signal, retry = retryAlways } = options;
      const call = async (input: Record<string, unknown>) => {
        const response = await send(name, input, signal).catch((cause) => {
          throw new RuntrailError("network_error", `${name} got no answer: ${cause}`, {
            status: 0,
            cause,
          });
        });
        return await readAnswer(response);
      };
      if (retry === false) return await call(given);
      const { input, isSafe } = repeatable(method, given);
      return await withRetries(() => call(input), isSafe, retry, signal);
    },
  ]);
  const client = Object.fromEntries(methods) as RuntrailClient;
  rememberConnection(client, connection);
  return client;
}
