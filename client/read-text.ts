import { RuntrailError } from "./runtrail-error.ts";

/**
 * Reads an answer to its end.
 *
 * @throws {RuntrailError} `network_error` when it breaks off
 */
export async function readText(response: Response): Promise<string> {
  return await response.text().catch((cause) => {
    throw new RuntrailError("network_error", `The answer broke off: ${cause}`, {
      status: 0,
      cause,
    });
  });
}
