import { RuntrailError, type RuntrailErrorCode } from "./runtrail-error.ts";

/**
 * Reads what a function answered.
 *
 * @throws {RuntrailError} what the API refused, or `unexpected_answer`
 */
export async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => null);
  const answer = typeof body === "object" && body !== null ? body as Record<string, unknown> : {};
  if (response.ok && answer.success === true) return answer;
  const from = {
    status: response.status,
    details: answer.details,
    requestId: response.headers.get("x-request-id"),
    retryAfter: Number(response.headers.get("retry-after")) || null,
    late: answer.late === true,
  };
  if (answer.success === false && typeof answer.code === "string") {
    throw new RuntrailError(answer.code as RuntrailErrorCode, `${answer.message}`, from);
  }
  throw new RuntrailError(
    "unexpected_answer",
    `HTTP ${response.status} came without a Runtrail answer. Check the URL, and that the functions are deployed.`,
    from,
  );
}
