/** Records the pages of a Playwright browser context into the visual session of a run. */
export type {
  RecordVisualOptions,
  VisualBatchAnswer,
  VisualQuality,
  VisualRecorder,
  VisualRun,
  VisualSender,
  VisualSummary,
} from "./options.ts";
export { recordVisual } from "./record-visual.ts";
