import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { exportExecutions } from "../_shared/export/export-executions.ts";

export default { fetch: endpoint(contract.exportExecutions, exportExecutions) };
