import { App } from "@supabase/lite";
import { apiErrorResponse } from "../data-api/api-error.ts";
import type { ApiRequest } from "../data-api/api-request.ts";
import { exposedSchema } from "../data-api/exposed-schema.ts";
import { postgresError } from "../data-api/postgres-error.ts";
import { sessionStatement, type Settings } from "../data-api/session.ts";
import { toPostgresFailure } from "../data-api/to-postgres-failure.ts";
import { createLiteBridge } from "../auth/lite-bridge.ts";
import { columnTypes } from "./column-types.ts";
import { requestStore, type TableRequest } from "./request-store.ts";
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

  return {
    async handle(request, req, settings) {
      const chosen = exposedSchema(req, schemas);
      if (!chosen.ok) return apiErrorResponse(chosen.error);
      const headers = new Headers(req.headers);
      headers.delete("authorization");
      // Lite reads the role from a token; the rights themselves come from the session statement.
      if (request.role !== "anon") {
        const token = await bridge.toLite({ ...request.claims, role: request.role });
        headers.set("authorization", `Bearer ${token}`);
      }
      const reads = req.method === "GET" || req.method === "HEAD";
      const served: TableRequest = {
        session: sessionStatement(request, chosen.schema, {
          ...settings,
          ...(reads ? { transaction_read_only: "on" } : {}),
        }),
        failure: null,
      };
      const res = await requestStore.run(served, () => app.fetch(new Request(req, { headers })));
      if (served.failure === null) return res;
      await res.body?.cancel();
      const failure = toPostgresFailure(served.failure);
      return apiErrorResponse(postgresError(failure, request.role === "anon"));
    },
    reload: () => void connection.clearSchemaCache(),
    stop: () => connection.close(),
  };
}
