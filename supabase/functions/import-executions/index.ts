import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { importExecutions } from "../_shared/import/import-executions.ts";

export default { fetch: endpoint(contract.importExecutions, importExecutions) };
