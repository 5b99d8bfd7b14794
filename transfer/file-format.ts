/** In which form a file holds executions. */
export interface FileFormat {
  readonly format: "csv" | "json" | "ndjson" | "parquet";
  readonly gzip: boolean;
}

/**
 * The format that a file's name tells: by its ending, lines of JSON without a known one; gzip where .gz
 * follows.
 */
export function fileFormat(path: string): FileFormat {
  const [, name = "", gz] = /^(.*?)(\.gz)?$/s.exec(path) ?? [];
  const ending = /\.(csv|json|parquet)$/.exec(name)?.[1];
  const format = ending === "csv" || ending === "json" || ending === "parquet" ? ending : "ndjson";
  if (gz && format === "parquet") {
    throw new Error(`${path}: Parquet is compressed in itself; leave out .gz.`);
  }
  return { format, gzip: gz !== undefined };
}
