// No answer, no valid token, an overload.
const passing = [0, 401, 408, 425, 429];

/**
 * Whether a batch that was not taken may be taken later.
 *
 * @param isFirst nothing has been taken yet: the run itself may not have arrived
 */
export function isPassing(error: unknown, isFirst: boolean): boolean {
  const { status } = error as { status?: unknown };
  if (typeof status !== "number") return true;
  return status >= 500 || passing.includes(status) || status === 404 && isFirst;
}
