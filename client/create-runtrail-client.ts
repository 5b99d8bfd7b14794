import type * as z from "zod";
import { type Contract, contract } from "../supabase/functions/_shared/contract.ts";
import { type ProjectAddress, sendThrough, type SupabaseClientLike } from "./connection.ts";
import { readAnswer } from "./read-answer.ts";
import { RuntrailError } from "./runtrail-error.ts";

/** The name of a method: a key of the contract. */
export type RuntrailMethod = keyof Contract;

/** What a method takes. */
export type RuntrailInput<Method extends RuntrailMethod> = z.input<Contract[Method]["input"]>;

/** What a method answers. */
export type RuntrailAnswer<Method extends RuntrailMethod> =
  & z.output<Contract[Method]["output"]>
  & {
    success: true;
    message: string;
    /** Characters replaced because Postgres cannot hold them; absent when none. */
    sanitized?: number;
  };

/** Options of one call. */
export interface CallOptions {
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
 * @example
 * const runtrail = createRuntrailClient(supabase); // or { url, key, accessToken }
 * const { execution_id } = await runtrail.createExecution({ workflow_id });
 * await runtrail.updateExecution({ execution_id, status: "completed" });
 */
export function createRuntrailClient(
  connection: SupabaseClientLike | ProjectAddress,
): RuntrailClient {
  const send = sendThrough(connection);
  const methods = Object.entries(contract).map(([method, { name }]) => [
    method,
    async (input: Record<string, unknown> = {}, options: CallOptions = {}) => {
      const response = await send(name, input, options.signal).catch((cause) => {
        throw new RuntrailError("network_error", `${name} got no answer: ${cause}`, {
          status: 0,
          cause,
        });
      });
      return await readAnswer(response);
    },
  ]);
  return Object.fromEntries(methods) as RuntrailClient;
}
