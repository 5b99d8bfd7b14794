import { createLiteBridge } from "../auth/lite-bridge.ts";
import { apiErrorResponse } from "../data-api/api-error.ts";
import type { ApiRequest } from "../data-api/api-request.ts";
import { exposedSchema } from "../data-api/exposed-schema.ts";
import { GRACE_SECONDS, reopening } from "../data-api/reopening.ts";
import { sessionStatement, type Settings } from "../data-api/session.ts";
import { keepJsonStrings } from "./keep-json-strings.ts";
import { createLiteTables, type TablesOptions } from "./lite-tables.ts";
import { requestStore } from "./request-store.ts";

/** The tables and views of the exposed schemas. */
export interface TablesServer {
  /** Answers a request below `/rest/v1` that is not a call of a function. */
  handle(request: ApiRequest, req: Request, settings: Settings): Promise<Response>;
  /** Reads tables and columns anew before the next request. */
  reload(): void;
  stop(): Promise<void>;
}

/** Serves tables through Lite, with its way into the database replaced: see TablesConnection. */
export function startTables(options: TablesOptions): TablesServer {
  const bridge = createLiteBridge();
  const lite = reopening(
    (lost) => createLiteTables(options, bridge.secret, lost),
    ({ connection }) => connection.driver.end({ timeout: GRACE_SECONDS }),
  );

  /** The request as Lite takes it. */
  async function toLite(request: ApiRequest, req: Request, schema: string): Promise<Request> {
    const headers = new Headers(req.headers);
    headers.delete("authorization");
    // Lite reads the role from a token; the rights themselves come from the session statement.
    if (request.role !== "anon") {
      const token = await bridge.toLite({ ...request.claims, role: request.role });
      headers.set("authorization", `Bearer ${token}`);
    }
    const isJson = !/csv|urlencoded/.test(headers.get("content-type") ?? "");
    if (req.body === null || !isJson) return new Request(req, { headers });
    headers.delete("content-length");
    const { columns } = await lite.use(({ connection }) =>
      connection.introspect({ useCache: true })
    );
    const table = decodeURIComponent(request.path.slice(1));
    const body = keepJsonStrings(await req.text(), columns, schema, table);
    return new Request(req.url, { method: req.method, headers, body });
  }

  return {
    async handle(request, req, settings) {
      const chosen = exposedSchema(req, options.schemas);
      if (!chosen.ok) return apiErrorResponse(chosen.error);
      const reads = req.method === "GET" || req.method === "HEAD";
      const access: Settings = reads ? { transaction_read_only: "on" } : {};
      const session = sessionStatement(request, chosen.schema, { ...settings, ...access });
      const forLite = await toLite(request, req, chosen.schema);
      const isAnon = request.role === "anon";
      return requestStore.run(
        { session, isAnon },
        () => lite.use((opened) => opened.fetch(forLite)),
      );
    },
    reload: () => void lite.use(async ({ connection }) => await connection.clearSchemaCache()),
    stop: lite.stop,
  };
}
