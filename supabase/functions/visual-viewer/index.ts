import { contract } from "../_shared/contract.ts";
import { endpoint } from "../_shared/endpoint.ts";
import { visualViewer } from "../_shared/visual/visual-viewer.ts";

export default { fetch: endpoint(contract.visualViewer, visualViewer) };
