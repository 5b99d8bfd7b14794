import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { visualChunk } from "../_shared/visual/visual-chunk.ts";

export default { fetch: endpoint(contract.visualChunk, visualChunk) };
