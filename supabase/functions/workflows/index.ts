import { contract } from "../_shared/contract.ts";
import { router } from "../_shared/router.ts";
import document from "./openapi.json" with { type: "json" };

export default { fetch: router("workflows", contract, document) };
