import type { Api } from "./api.ts";
import {
  type ProjectAddress,
  type Send,
  sendThrough,
  type SupabaseClientLike,
} from "./connection.ts";
import { rememberConnection } from "./connection-of.ts";
import { type ExportMethods, exportMethods } from "./export-methods.ts";
import { functions } from "./functions.ts";
import { readAnswer } from "./read-answer.ts";
import { repeatable } from "./repeatable.ts";
import { type RetryOptions, withRetries } from "./retry.ts";
import { RuntrailError } from "./runtrail-error.ts";
import { type TimelineMethods, timelineMethods } from "./timeline-methods.ts";
import { type VisualMethods, visualMethods } from "./visual-methods.ts";
import { type WatchMethods, watchMethods } from "./watch-methods.ts";

/** The name of a method: a key of the contract. */
export type RuntrailMethod = keyof Api;

/** What a method takes. */
export type RuntrailInput<Method extends RuntrailMethod> = Api[Method]["input"];

/** What a method answers, but for those of {@link VisualMethods} and {@link ExportMethods}. */
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

/** One method per endpoint of the contract, and a few more; each throws {@link RuntrailError} when it fails. */
export type RuntrailClient =
  & {
    readonly [Method in Exclude<RuntrailMethod, keyof (VisualMethods & ExportMethods)>]:
      Record<never, never> extends RuntrailInput<Method>
        ? (input?: RuntrailInput<Method>, options?: CallOptions) => Promise<RuntrailAnswer<Method>>
        : (input: RuntrailInput<Method>, options?: CallOptions) => Promise<RuntrailAnswer<Method>>;
  }
  & VisualMethods
  & ExportMethods
  & TimelineMethods
  & WatchMethods;

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
  const connected = sendThrough(connection);
  const send: Send = (name, ...sent) =>
    connected(name, ...sent).catch((cause) => {
      const [endpoint] = name.split("?");
      throw new RuntrailError("network_error", `${endpoint} got no answer: ${cause}`, {
        status: 0,
        cause,
      });
    });
  const repeat: Repeat = (call, { signal, retry = retryAlways }, isSafe) =>
    retry === false ? call() : withRetries(call, isSafe, retry, signal);
  const methods = Object.entries(functions).map(([method, name]) => [
    method,
    async (given: Record<string, unknown> = {}, options: CallOptions = {}) => {
      const { retry = retryAlways } = options;
      const { input, isSafe } = retry === false
        ? { input: given, isSafe: false }
        : repeatable(method, given);
      const call = async () => await readAnswer(await send(name, input, options.signal));
      return await repeat(call, options, isSafe);
    },
  ]);
  const client: RuntrailClient = {
    ...Object.fromEntries(methods),
    ...visualMethods(send, (call, options = {}) => repeat(call, options, true)),
    ...exportMethods(send, (call, options = {}) => repeat(call, options, true)),
    ...timelineMethods(send, (call, options = {}) => repeat(call, options, true)),
    ...watchMethods(
      connection,
      (input, signal) => client.executionStates(input, { signal, retry: false }),
    ),
  };
  rememberConnection(client, connection);
  return client;
}

type Repeat = <Answer>(
  call: () => Promise<Answer>,
  options: CallOptions,
  isSafe: boolean,
) => Promise<Answer>;
