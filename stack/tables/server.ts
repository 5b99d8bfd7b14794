import { App } from "@supabase/lite";
import { createLiteBridge } from "../auth/lite-bridge.ts";
import { apiErrorResponse } from "../data-api/api-error.ts";
import type { ApiRequest } from "../data-api/api-request.ts";
import { exposedSchema } from "../data-api/exposed-schema.ts";
import { sessionStatement, type Settings } from "../data-api/session.ts";
import { columnTypes } from "./column-types.ts";
import { keepJsonStrings } from "./keep-json-strings.ts";
import { requestStore } from "./request-store.ts";
import { TablesConnection } from "./tables-connection.ts";

export interface TablesOptions {
  /** Of the role lite_server, which sees the tables of anon, authenticated and service_role. */
  databaseUrl: string;
  schemas: string[];
  maxRows: number;
}

/** The tables and views of the exposed schemas. */
export interface TablesServer {
  /** Answers a request below `/rest/v1` that is not a call of a function. */
  handle(request: ApiRequest, req: Request, settings: Settings): Promise<Response>;
  /** Reads tables and columns anew before the next request. */
  reload(): void;
  stop(): Promise<void>;
}

/** Serves tables through Lite, with its way into the database replaced: see TablesConnection. */
export function startTables({ databaseUrl, schemas, maxRows }: TablesOptions): TablesServer {
  const bridge = createLiteBridge();
  const connection = new TablesConnection({
    url: databaseUrl,
    postgresOptions: {
      max: 10,
      onnotice: () => {},
      connection: { application_name: "tables" },
      types: columnTypes,
    },
  });
  const app = new App({
    connection,
    api: { enabled: true, schemas, max_rows: maxRows },
    storage: { enabled: false },
    db: { migrations: { enabled: false } },
    // Without auth Lite fails on every request that carries a token.
    auth: { enabled: true, jwt_secret: bridge.secret },
    options: { server: { apiKeys: false } },
  });

  /** The request as Lite takes it. */
  async function toLite(request: ApiRequest, req: Request, schema: string): Promise<Request> {
    const headers = new Headers(req.headers);
    headers.delete("authorization");
    // Lite reads the role from a token; the rights themselves come from the session statement.
    if (request.role !== "anon") {
      const token = await bridge.toLite({ ...request.claims, role: request.role });
      headers.set("authorization", `Bearer ${token}`);
    }
    const writes = req.body !== null && !/csv|urlencoded/.test(headers.get("content-type") ?? "");
    if (!writes) return new Request(req, { headers });
    headers.delete("content-length");
    const { columns } = await connection.introspect({ useCache: true });
    const table = decodeURIComponent(request.path.slice(1));
    const body = keepJsonStrings(await req.text(), columns, schema, table);
    return new Request(req.url, { method: req.method, headers, body });
  }

  return {
    async handle(request, req, settings) {
      const chosen = exposedSchema(req, schemas);
      if (!chosen.ok) return apiErrorResponse(chosen.error);
      const reads = req.method === "GET" || req.method === "HEAD";
      const access: Settings = reads ? { transaction_read_only: "on" } : {};
      const session = sessionStatement(request, chosen.schema, { ...settings, ...access });
      const forLite = await toLite(request, req, chosen.schema);
      return requestStore.run(
        { session, isAnon: request.role === "anon" },
        () => app.fetch(forLite),
      );
    },
    reload: () => void connection.clearSchemaCache(),
    stop: () => connection.close(),
  };
}
