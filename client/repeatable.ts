import { randomId } from "./random-id.ts";

type Fields = Record<string, unknown>;

/** What is sent, and whether it may be sent again when it is not known what became of it. */
export interface Repeatable {
  readonly input: Fields;
  readonly isSafe: boolean;
}

/**
 * Gives a request what makes a repetition harmless: an idempotency key to a create, an id to every
 * appended line. What the caller chose stays. Two kinds of request remain that are not repeated
 * after a failure that tells nothing: a heartbeat with a message, which would be logged twice, and a
 * deletion, whose answer counts what it has deleted.
 */
export function repeatable(method: string, input: Fields): Repeatable {
  switch (method) {
    case "createExecution":
      return { input: withKey(input), isSafe: true };
    case "createExecutions":
      return { input: { ...input, ...items(input, withKey) }, isSafe: true };
    case "updateExecution":
      return { input: withIds(input), isSafe: true };
    case "updateExecutions":
      return { input: { ...input, ...items(input, withIds) }, isSafe: true };
    case "heartbeatExecution":
      return { input, isSafe: input.message === undefined };
    case "deleteExecutions":
      return { input, isSafe: false };
    default:
      return { input, isSafe: true };
  }
}

function items(input: Fields, change: (item: Fields) => Fields): Fields {
  if (!Array.isArray(input.executions)) return {};
  return { executions: input.executions.map((item) => isFields(item) ? change(item) : item) };
}

function withKey(input: Fields): Fields {
  return { ...input, idempotency_key: input.idempotency_key ?? randomId() };
}

function withIds(input: Fields): Fields {
  if (!Array.isArray(input.append_logs)) return input;
  const append_logs = input.append_logs.map((line: unknown) => {
    if (typeof line === "string") return { message: line, id: randomId() };
    return isFields(line) ? { ...line, id: line.id ?? randomId() } : line;
  });
  return { ...input, append_logs };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
