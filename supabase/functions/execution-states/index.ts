import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";

export default { fetch: endpoint(contract.executionStates) };
