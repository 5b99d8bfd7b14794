import { apiErrorResponse } from "./api-error.ts";
import { isDatabaseError, postgresError } from "./postgres-error.ts";
import type { Claims } from "../auth/access-tokens.ts";
import { handleRpc } from "../rpc/handler.ts";
import { startTables } from "../tables/server.ts";
import type { ApiRequest } from "./api-request.ts";
import { openPool } from "./open-pool.ts";
import { openSchemaCache } from "./schema-cache.ts";
import { surviveLostConnections } from "./survive-lost-connections.ts";

export interface DataApiOptions {
  /** Connection string for a database role. */
  databaseUrl(role: string): string;
  /** Schemas whose tables and functions are served; the first is the default. */
  schemas: string[];
  /** No answer has more rows. */
  maxRows: number;
}

/** Tables and functions over HTTP. */
export interface DataApi {
  /**
   * Answers a request below `/rest/v1`.
   *
   * @param headers Those of the request as SQL shall see them.
   */
  handle(req: Request, url: URL, headers: Headers, caller: ApiCaller): Promise<Response>;
  stop(): Promise<void>;
}

/** Whose rights a request has. */
export interface ApiCaller {
  role: string;
  claims: Claims;
}

/** Connects as the role `authenticator`; the tables there are it learns as `postgres`. */
export async function startDataApi(options: DataApiOptions): Promise<DataApi> {
  const { databaseUrl, schemas, maxRows } = options;
  surviveLostConnections();
  const tables = startTables({ databaseUrl, schemas, maxRows });
  const pool = openPool(databaseUrl("authenticator"), "postgrest", 10);
  const cache = await openSchemaCache(
    pool,
    databaseUrl("authenticator"),
    schemas,
    tables.reload,
  );

  return {
    async handle(req, url, headers, { role, claims }) {
      const path = decode(url.pathname.slice("/rest/v1".length));
      const request: ApiRequest = { role, claims, method: req.method, path, headers };
      try {
        const schema = await cache.current();
        return path.startsWith("/rpc/")
          ? await handleRpc({ pool, schema, schemas, maxRows }, request, req, url)
          : await tables.handle(request, req, schema.roleSettings.get(role) ?? {});
      } catch (error) {
        if (!isDatabaseError(error)) throw error;
        return apiErrorResponse(postgresError(error, role === "anon"));
      }
    },
    async stop() {
      await cache.stop();
      await Promise.all([pool.stop(), tables.stop()]);
    },
  };
}

/** A path that is not well encoded names nothing that exists, as it is. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
