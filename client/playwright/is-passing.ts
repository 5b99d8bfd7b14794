// No answer, no valid token, an overload or a quota that is used up for now.
const passing = [0, 401, 408, 425, 429];
/** The account stores as much as it may. */
const full = 507;

/**
 * Whether a batch that was not taken may be taken later.
 *
 * @param isFirst nothing has been taken yet: the run itself may not have arrived
 */
export function isPassing(error: unknown, isFirst: boolean): boolean {
  const { status } = error as { status?: unknown };
  if (typeof status !== "number") return true;
  return status >= 500 && status !== full || passing.includes(status) || status === 404 && isFirst;
}
