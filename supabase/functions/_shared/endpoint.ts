import type { Operation } from "./operation.ts";
import { perform } from "./perform.ts";
import { serve } from "./serve.ts";

/**
 * The edge function of one operation: answers POST, and the operation's REST method, under its own name.
 *
 * @example export default { fetch: endpoint(contract.createExecution) };
 */
export function endpoint(operation: Operation): (request: Request) => Promise<Response> {
  const performer = perform(operation);
  const action = (request: Request, requestId: string) => performer(request, requestId, {});
  const resource = { [operation.method]: action, POST: action };
  return serve(operation.name, (path) => path.length === 0 ? resource : null);
}
