import { contract } from "../_shared/contract.ts";
import { exportExecutions } from "../_shared/export/export-executions.ts";
import { importExecutions } from "../_shared/import/import-executions.ts";
import { router } from "../_shared/router.ts";
import { executionTimeline } from "../_shared/timeline/execution-timeline.ts";
import { recordVisualEvents } from "../_shared/visual/record-visual-events.ts";
import { visualChunk } from "../_shared/visual/visual-chunk.ts";
import { visualStream } from "../_shared/visual/visual-stream.ts";
import { visualViewer } from "../_shared/visual/visual-viewer.ts";
import document from "./openapi.json" with { type: "json" };

const performers = {
  executionTimeline,
  exportExecutions,
  importExecutions,
  recordVisualEvents,
  visualChunk,
  visualStream,
  visualViewer,
};

export default { fetch: router("workflows", contract, document, performers) };
