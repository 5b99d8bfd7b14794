import type { Operation } from "./operation.ts";
import { perform, type Performer } from "./perform.ts";
import { serve } from "./serve.ts";

/**
 * The edge function of one operation: answers POST, and the operation's REST method, under its own name.
 *
 * @param performer how it is carried out, when otherwise than all are
 * @example export default { fetch: endpoint(contract.createExecution) };
 */
export function endpoint(
  operation: Operation,
  performer: Performer = perform(operation),
): (request: Request) => Promise<Response> {
  const action = (request: Request, requestId: string) => performer(request, requestId, {});
  const resource = { [operation.method]: action, POST: action };
  return serve(operation.name, (path) => path.length === 0 ? resource : null);
}
