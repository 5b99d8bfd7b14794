import { operation } from "./operation.ts";
import { activeExecutions } from "./schemas/active-executions.ts";
import { cancelExecution } from "./schemas/cancel-execution.ts";
import { compareExecutions } from "./schemas/compare-executions.ts";
import { compareModes } from "./schemas/compare-modes.ts";
import { compareWorkflows } from "./schemas/compare-workflows.ts";
import { createExecution } from "./schemas/create-execution.ts";
import { createExecutions } from "./schemas/create-executions.ts";
import { deleteExecutions } from "./schemas/delete-executions.ts";
import { executionDetail } from "./schemas/execution-detail.ts";
import { executionHistory } from "./schemas/execution-history.ts";
import { executionOverview } from "./schemas/execution-overview.ts";
import { executionStates } from "./schemas/execution-states.ts";
import { executionStats } from "./schemas/execution-stats.ts";
import { executionTimeline } from "./schemas/execution-timeline.ts";
import { executionsTimeline } from "./schemas/executions-timeline.ts";
import { executionTrends } from "./schemas/execution-trends.ts";
import { exportExecutions } from "./schemas/export-executions.ts";
import { heartbeatExecution } from "./schemas/heartbeat-execution.ts";
import { importExecutions } from "./schemas/import-executions.ts";
import { lastGoodExecution } from "./schemas/last-good-execution.ts";
import { previewRetention } from "./schemas/preview-retention.ts";
import { quotaStatus } from "./schemas/quota-status.ts";
import { recordVisualEvents } from "./schemas/record-visual-events.ts";
import { setQuotas } from "./schemas/set-quotas.ts";
import { updateExecution } from "./schemas/update-execution.ts";
import { updateExecutions } from "./schemas/update-executions.ts";
import { visualChunk } from "./schemas/visual-chunk.ts";
import { visualChunks } from "./schemas/visual-chunks.ts";
import { visualSessions } from "./schemas/visual-sessions.ts";
import { visualStream } from "./schemas/visual-stream.ts";
import { visualViewer } from "./schemas/visual-viewer.ts";

/**
 * Every endpoint. Edge functions, REST paths, the OpenAPI document and the typed client are all made
 * from this object; the SQL function of each has its name in snake_case.
 */
export const contract = {
  createExecution: operation({
    name: "create-execution",
    rpc: "create_execution",
    method: "POST",
    path: "/workflows/executions",
    status: 201,
    message: "Execution created.",
    ...createExecution,
  }),
  updateExecution: operation({
    name: "update-execution",
    rpc: "update_execution",
    method: "PATCH",
    path: "/workflows/executions/{execution_id}",
    status: 200,
    message: "Execution updated.",
    ...updateExecution,
  }),
  createExecutions: operation({
    name: "create-executions",
    rpc: "create_executions",
    method: "POST",
    path: "/workflows/executions/batch",
    status: 200,
    message: "Batch processed; each result tells what became of its item.",
    ...createExecutions,
  }),
  updateExecutions: operation({
    name: "update-executions",
    rpc: "update_executions",
    method: "PATCH",
    path: "/workflows/executions/batch",
    status: 200,
    message: "Batch processed; each result tells what became of its item.",
    ...updateExecutions,
  }),
  executionDetail: operation({
    name: "execution-detail",
    rpc: "execution_detail",
    method: "GET",
    path: "/workflows/executions/{execution_id}",
    status: 200,
    message: "Execution retrieved.",
    ...executionDetail,
  }),
  heartbeatExecution: operation({
    name: "heartbeat-execution",
    rpc: "heartbeat_execution",
    method: "POST",
    path: "/workflows/executions/{execution_id}/heartbeat",
    status: 200,
    message: "Heartbeat received.",
    ...heartbeatExecution,
  }),
  cancelExecution: operation({
    name: "cancel-execution",
    rpc: "cancel_execution",
    method: "POST",
    path: "/workflows/executions/{execution_id}/terminate",
    status: 200,
    message: "Request to stop recorded.",
    ...cancelExecution,
  }),
  executionHistory: operation({
    name: "execution-history",
    rpc: "execution_history",
    method: "POST",
    path: "/workflows/executions/history",
    status: 200,
    message: "Execution history retrieved.",
    ...executionHistory,
  }),
  exportExecutions: operation({
    name: "export-executions",
    rpc: "export_executions",
    method: "GET",
    path: "/workflows/executions/export",
    alsoPost: true,
    status: 200,
    message: "Executions exported.",
    answers: "file",
    ...exportExecutions,
  }),
  importExecutions: operation({
    name: "import-executions",
    rpc: "import_executions",
    method: "POST",
    path: "/workflows/executions/import",
    status: 200,
    message: "Rows processed; each result tells what became of its row.",
    caller: "service",
    lines: "executions",
    csv: true,
    ...importExecutions,
  }),
  deleteExecutions: operation({
    name: "delete-executions",
    rpc: "delete_executions",
    method: "POST",
    path: "/workflows/executions/delete",
    status: 200,
    message: "Executions deleted.",
    ...deleteExecutions,
  }),
  previewRetention: operation({
    name: "preview-retention",
    rpc: "preview_retention",
    method: "GET",
    path: "/workflows/executions/retention",
    status: 200,
    message: "Retention previewed.",
    ...previewRetention,
  }),
  quotaStatus: operation({
    name: "quota-status",
    rpc: "quota_status",
    method: "GET",
    path: "/workflows/quota",
    status: 200,
    message: "Quotas retrieved.",
    ...quotaStatus,
  }),
  setQuotas: operation({
    name: "set-quotas",
    rpc: "set_quotas",
    method: "POST",
    path: "/workflows/quota",
    status: 200,
    message: "Quotas set.",
    caller: "service",
    ...setQuotas,
  }),
  executionTimeline: operation({
    name: "execution-timeline",
    rpc: "execution_timeline",
    method: "GET",
    path: "/workflows/executions/{execution_id}/timeline",
    status: 200,
    message: "Execution timeline retrieved.",
    alsoAnswers: "svg",
    ...executionTimeline,
  }),
  executionsTimeline: operation({
    name: "executions-timeline",
    rpc: "executions_timeline",
    method: "GET",
    path: "/workflows/executions/timeline",
    status: 200,
    message: "Timeline of executions retrieved.",
    ...executionsTimeline,
  }),
  lastGoodExecution: operation({
    name: "last-good-execution",
    rpc: "last_good_execution",
    method: "GET",
    path: "/workflows/executions/{execution_id}/last-good",
    status: 200,
    message: "Last good execution looked up.",
    ...lastGoodExecution,
  }),
  compareExecutions: operation({
    name: "compare-executions",
    rpc: "compare_executions",
    method: "GET",
    path: "/workflows/executions/compare",
    status: 200,
    message: "Executions compared.",
    ...compareExecutions,
  }),
  compareWorkflows: operation({
    name: "compare-workflows",
    rpc: "compare_workflows",
    method: "GET",
    path: "/workflows/compare",
    status: 200,
    message: "Workflows compared.",
    ...compareWorkflows,
  }),
  compareModes: operation({
    name: "compare-modes",
    rpc: "compare_modes",
    method: "GET",
    path: "/workflows/compare/modes/{workflow_id}",
    status: 200,
    message: "Modes compared.",
    ...compareModes,
  }),
  executionStats: operation({
    name: "execution-stats",
    rpc: "execution_stats",
    method: "GET",
    path: "/workflows/executions/stats/{workflow_id}",
    status: 200,
    message: "Execution statistics retrieved.",
    ...executionStats,
  }),
  executionOverview: operation({
    name: "execution-overview",
    rpc: "execution_overview",
    method: "GET",
    path: "/workflows/executions/overview",
    status: 200,
    message: "Execution overview retrieved.",
    ...executionOverview,
  }),
  executionTrends: operation({
    name: "execution-trends",
    rpc: "execution_trends",
    method: "GET",
    path: "/workflows/executions/trends",
    status: 200,
    message: "Execution trends retrieved.",
    ...executionTrends,
  }),
  activeExecutions: operation({
    name: "active-executions",
    rpc: "active_executions",
    method: "GET",
    path: "/workflows/executions/active",
    status: 200,
    message: "Active executions retrieved.",
    ...activeExecutions,
  }),
  executionStates: operation({
    name: "execution-states",
    rpc: "execution_states",
    method: "POST",
    path: "/workflows/executions/states",
    status: 200,
    message: "States of executions retrieved.",
    ...executionStates,
  }),
  visualSessions: operation({
    name: "visual-sessions",
    rpc: "visual_sessions",
    method: "GET",
    path: "/workflows/visual/sessions/enhanced",
    status: 200,
    message: "Visual sessions retrieved.",
    ...visualSessions,
  }),
  recordVisualEvents: operation({
    name: "record-visual-events",
    rpc: "record_visual_events",
    method: "POST",
    path: "/workflows/visual/{session_id}/events",
    status: 200,
    message: "Events recorded.",
    lines: "events",
    ...recordVisualEvents,
  }),
  visualChunks: operation({
    name: "visual-chunks",
    rpc: "visual_chunks",
    method: "GET",
    path: "/workflows/visual/{session_id}/chunks",
    status: 200,
    message: "Chunks retrieved.",
    ...visualChunks,
  }),
  visualChunk: operation({
    name: "visual-chunk",
    rpc: "visual_chunk",
    method: "GET",
    path: "/workflows/visual/{session_id}/chunks/{tab}/{sequence}",
    status: 200,
    message: "The bytes.",
    answers: "bytes",
    ...visualChunk,
  }),
  visualStream: operation({
    name: "visual-stream",
    rpc: "visual_stream",
    method: "GET",
    path: "/workflows/visual/{session_id}/stream",
    status: 200,
    message: "Lines of JSON.",
    answers: "lines",
    ...visualStream,
  }),
  visualViewer: operation({
    name: "visual-viewer",
    rpc: null,
    method: "GET",
    path: "/workflows/visual/{session_id}/viewer",
    status: 200,
    message: "Page found.",
    answers: "redirect",
    ...visualViewer,
  }),
} as const;

/** The contract's type: what the client derives its methods from. */
export type Contract = typeof contract;
