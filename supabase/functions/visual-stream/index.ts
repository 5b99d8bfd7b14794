import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { visualStream } from "../_shared/visual/visual-stream.ts";

export default { fetch: endpoint(contract.visualStream, visualStream) };
