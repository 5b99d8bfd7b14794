import { type ApiError, apiErrorResponse } from "../data-api/api-error.ts";
import type { ApiRequest } from "../data-api/api-request.ts";
import { closestName } from "../data-api/closest-name.ts";
import { exposedSchema } from "../data-api/exposed-schema.ts";
import { GRACE_SECONDS, reopening } from "../data-api/reopening.ts";
import { sessionStatement, type Settings } from "../data-api/session.ts";
import { encodeJsonColumns } from "./encode-json-columns.ts";
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
  const lite = reopening(
    (lost) => createLiteTables(options, lost),
    ({ connection }) => connection.end(GRACE_SECONDS),
  );

  return {
    async handle(request, req, settings) {
      const chosen = exposedSchema(req, options.schemas);
      if (!chosen.ok) return apiErrorResponse(chosen.error);
      const { schema } = chosen;
      const table = request.path.slice(1);
      const catalog = await lite.use(({ connection }) => connection.introspect({ useCache: true }));
      const relations = [...catalog.tables, ...catalog.views].filter((each) =>
        each.schema === schema
      ).map(({ name }) => name);
      if (table !== "" && !relations.includes(table)) {
        return apiErrorResponse(unknownTable(schema, table, relations));
      }
      const reads = req.method === "GET" || req.method === "HEAD";
      const access: Settings = reads ? { transaction_read_only: "on" } : {};
      const session = sessionStatement(request, schema, { ...settings, ...access });
      const forLite = await toLite(
        req,
        (body) => encodeJsonColumns(body, catalog.columns, schema, table),
      );
      const isAnon = request.role === "anon";
      return requestStore.run(
        { session, isAnon, reads },
        () => lite.use((opened) => opened.fetch(forLite)),
      );
    },
    reload: () => void lite.use(async ({ connection }) => await connection.clearSchemaCache()),
    stop: lite.stop,
  };
}

/** The request as Lite takes it. */
async function toLite(req: Request, encode: (body: string) => string): Promise<Request> {
  const headers = new Headers(req.headers);
  // Whose rights a request has, the session statement says; Lite need not know.
  headers.delete("authorization");
  const isJson = !/csv|urlencoded/.test(headers.get("content-type") ?? "");
  if (req.body === null || !isJson) return new Request(req, { headers });
  headers.delete("content-length");
  const body = encode(await req.text());
  return new Request(req.url, { method: req.method, headers, body });
}

function unknownTable(schema: string, table: string, relations: string[]): ApiError {
  const closest = closestName(table, relations);
  return {
    status: 404,
    code: "PGRST205",
    message: `Could not find the table '${schema}.${table}' in the schema cache`,
    details: null,
    hint: closest === null ? null : `Perhaps you meant the table '${schema}.${closest}'`,
  };
}
