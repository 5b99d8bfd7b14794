import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { recordVisualEvents } from "../_shared/visual/record-visual-events.ts";

export default { fetch: endpoint(contract.recordVisualEvents, recordVisualEvents) };
