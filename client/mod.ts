/** The typed client of Runtrail's functions, made from the contract they answer to. */
export type { ProjectAddress, SupabaseClientLike } from "./connection.ts";
export { createRuntrailClient } from "./create-runtrail-client.ts";
export type {
  CallOptions,
  RuntrailAnswer,
  RuntrailClient,
  RuntrailInput,
  RuntrailMethod,
} from "./create-runtrail-client.ts";
export { RuntrailError } from "./runtrail-error.ts";
export type { RuntrailErrorCode } from "./runtrail-error.ts";
