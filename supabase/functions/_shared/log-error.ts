/**
 * Writes one line about a request that failed on our side.
 *
 * @param what what happened; never a parameter, a payload or a credential
 */
export function logError(endpoint: string, requestId: string, what: string): void {
  console.error(JSON.stringify({ level: "error", endpoint, request_id: requestId, error: what }));
}
