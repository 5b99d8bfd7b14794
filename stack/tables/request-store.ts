import { AsyncLocalStorage } from "node:async_hooks";
import type { SessionStatement } from "../data-api/session.ts";

/** What a request for a table shares with the connection that serves it, past Lite. */
export interface TableRequest {
  session: SessionStatement;
  /** Whether it runs as `anon`. */
  isAnon: boolean;
  /** Whether it reads only. */
  reads: boolean;
}

/** The request that the running code serves. */
export const requestStore = new AsyncLocalStorage<TableRequest>();
