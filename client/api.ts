import type * as z from "zod";
import type { Contract } from "../supabase/functions/_shared/contract.ts";
import type { exportedExecution } from "../supabase/functions/_shared/schemas/export-executions.ts";
import type { ErrorCode } from "../supabase/functions/_shared/error-codes.ts";

/** What each method takes and answers. The packages carry the same types written out, without zod. */
export type Api = {
  readonly [Method in keyof Contract]: {
    readonly input: z.input<Contract[Method]["input"]>;
    readonly answer: z.output<Contract[Method]["output"]>;
  };
};

/** A row of an export. */
export type ExportedExecution = z.output<typeof exportedExecution>;

/** A slug of the API's error table. */
export type ApiErrorCode = ErrorCode;
