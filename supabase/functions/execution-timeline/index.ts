import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { executionTimeline } from "../_shared/timeline/execution-timeline.ts";

export default { fetch: endpoint(contract.executionTimeline, executionTimeline) };
