import type { Api } from "./api.ts";

/**
 * The function behind each method. Written out, so that a program that uses the client does not load
 * the schemas of all requests; a test compares it with the contract.
 */
export const functions: Readonly<Record<keyof Api, string>> = {
  createExecution: "create-execution",
  updateExecution: "update-execution",
  createExecutions: "create-executions",
  updateExecutions: "update-executions",
  executionDetail: "execution-detail",
  heartbeatExecution: "heartbeat-execution",
  cancelExecution: "cancel-execution",
  executionHistory: "execution-history",
  exportExecutions: "export-executions",
  importExecutions: "import-executions",
  deleteExecutions: "delete-executions",
  previewRetention: "preview-retention",
  quotaStatus: "quota-status",
  setQuotas: "set-quotas",
  executionTimeline: "execution-timeline",
  executionsTimeline: "executions-timeline",
  lastGoodExecution: "last-good-execution",
  compareExecutions: "compare-executions",
  compareWorkflows: "compare-workflows",
  compareModes: "compare-modes",
  executionStats: "execution-stats",
  executionOverview: "execution-overview",
  executionTrends: "execution-trends",
  activeExecutions: "active-executions",
  executionStates: "execution-states",
  visualSessions: "visual-sessions",
  recordVisualEvents: "record-visual-events",
  visualChunks: "visual-chunks",
  visualChunk: "visual-chunk",
  visualStream: "visual-stream",
  visualViewer: "visual-viewer",
};
