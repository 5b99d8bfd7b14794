/** Where an error comes from: raised by SQL (so `rpc()` shows it too), by the edge, or by both. */
export type ErrorOrigin = "sql" | "edge" | "both";

/** One row of the error table. */
export interface ErrorCodeEntry {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly origin: ErrorOrigin;
  /** What it means, for documentation; an answer's own message is more specific. */
  readonly sentence: string;
}

/**
 * Every error slug this API answers with. SQL raises the same slugs as the message of an error whose
 * SQLSTATE is `PT` and the status; tests compare this table with the migrations and the README.
 */
export const errorCodes = {
  invalid_parameter: {
    status: 400,
    origin: "both",
    sentence: "A parameter is missing, of the wrong type or outside its range; details names it.",
  },
  unknown_parameter: {
    status: 400,
    origin: "both",
    sentence: "The request names a parameter that the endpoint does not take.",
  },
  invalid_json: {
    status: 400,
    origin: "edge",
    sentence: "The body is not JSON; details gives the position.",
  },
  invalid_csv: {
    status: 400,
    origin: "edge",
    sentence: "The body is declared as CSV and is none; the message says where.",
  },
  nesting_too_deep: {
    status: 400,
    origin: "edge",
    sentence: "Lists and objects are nested more than 64 deep, in a page event 2048.",
  },
  invalid_cursor: {
    status: 400,
    origin: "sql",
    sentence: "The cursor is not one that this list returned for the same sort.",
  },
  filter_required: {
    status: 400,
    origin: "sql",
    sentence: "The request says neither which executions to delete nor that it means all.",
  },
  conflicting_credentials: {
    status: 400,
    origin: "edge",
    sentence: "The Authorization header and session_token carry different tokens.",
  },
  conflicting_execution_id: {
    status: 400,
    origin: "edge",
    sentence: "The path and the body or query string name different executions.",
  },
  user_id_required: {
    status: 400,
    origin: "sql",
    sentence: "The service must name the user it acts for.",
  },
  user_id_not_allowed: {
    status: 400,
    origin: "sql",
    sentence: "A signed-in user named another user.",
  },
  authentication_required: {
    status: 401,
    origin: "both",
    sentence: "The request carries no user token and no secret key.",
  },
  invalid_token: {
    status: 401,
    origin: "edge",
    sentence: "The user token is expired, forged or malformed.",
  },
  service_required: {
    status: 403,
    origin: "sql",
    sentence: "Only the service, with the secret key, may do this.",
  },
  not_found: { status: 404, origin: "edge", sentence: "There is no endpoint at this path." },
  workflow_not_found: {
    status: 404,
    origin: "sql",
    sentence: "There is no such workflow, or the caller may not use it.",
  },
  execution_not_found: {
    status: 404,
    origin: "sql",
    sentence: "There is no such execution, or the caller may not use it.",
  },
  visual_session_not_found: {
    status: 404,
    origin: "sql",
    sentence: "There is no such visual session, or the caller may not use it.",
  },
  visual_chunk_not_found: {
    status: 404,
    origin: "sql",
    sentence: "None of the chunks asked for is stored.",
  },
  player_not_configured: {
    status: 404,
    origin: "edge",
    sentence: "The installation has no player page.",
  },
  user_not_found: { status: 404, origin: "sql", sentence: "There is no such user." },
  method_not_allowed: {
    status: 405,
    origin: "edge",
    sentence: "The path exists, but not for this method; the Allow header lists those it takes.",
  },
  workflow_archived: {
    status: 409,
    origin: "sql",
    sentence: "An archived workflow cannot be run.",
  },
  execution_already_finished: {
    status: 409,
    origin: "both",
    sentence: "The execution has a final status, which stays; late: the database had ended it.",
  },
  execution_identity_is_fixed: {
    status: 409,
    origin: "sql",
    sentence: "What an execution is (workflow, user, inputs, mode, times) never changes.",
  },
  workflow_identity_is_fixed: {
    status: 409,
    origin: "sql",
    sentence: "A workflow's id and owner never change.",
  },
  idempotency_key_reused: {
    status: 409,
    origin: "sql",
    sentence: "The idempotency key was used before, with other content.",
  },
  session_id_in_use: {
    status: 409,
    origin: "sql",
    sentence: "Another execution of the same owner has this session_id.",
  },
  session_already_linked: {
    status: 409,
    origin: "sql",
    sentence: "The execution has another session_id already.",
  },
  execution_differs: {
    status: 409,
    origin: "sql",
    sentence: "An imported execution is there already, with other content; the message says what.",
  },
  payloads_expired: {
    status: 409,
    origin: "sql",
    sentence: "Retention has removed the execution's events; it takes no new ones.",
  },
  visual_batch_conflict: {
    status: 409,
    origin: "sql",
    sentence: "The visual session has another batch of this tab and sequence.",
  },
  visual_session_ended: {
    status: 409,
    origin: "sql",
    sentence: "The run ended too long ago for its visual session to take events.",
  },
  visuals_expired: {
    status: 409,
    origin: "sql",
    sentence: "Retention has removed the recording; it takes no new events.",
  },
  body_too_large: {
    status: 413,
    origin: "edge",
    sentence:
      "The body is larger than 4 MiB (16 MiB with page events or imported rows), counted after decompression.",
  },
  payload_too_large: {
    status: 413,
    origin: "sql",
    sentence: "One field is larger than its limit; the message names field, limit and size.",
  },
  unsupported_media_type: {
    status: 415,
    origin: "edge",
    sentence:
      "The body is not declared as JSON (or lines of it), or is compressed other than by gzip or deflate.",
  },
  quota_exceeded: {
    status: 429,
    origin: "sql",
    sentence: "A quota of the account or workflow is used up; Retry-After says when to try again.",
  },
  internal_error: {
    status: 500,
    origin: "edge",
    sentence: "Something unexpected happened; the log has a line with the request id.",
  },
  database_unavailable: {
    status: 503,
    origin: "edge",
    sentence: "The database cannot be reached or is overloaded; the request can be repeated.",
  },
  statement_timeout: {
    status: 504,
    origin: "edge",
    sentence: "The database stopped the request because it took too long.",
  },
  storage_quota_exceeded: {
    status: 507,
    origin: "sql",
    sentence: "The account or workflow stores as much as it may; it has to remove something first.",
  },
} as const satisfies Record<string, ErrorCodeEntry>;

/** An error slug of the table. */
export type ErrorCode = keyof typeof errorCodes;
