import { ByteWriter, type ParquetWriter } from "hyparquet-writer";

type RowGroup = ParquetWriter["row_groups"][number];
type Column = NonNullable<RowGroup["columns"][number]["meta_data"]>;
type Bounds = NonNullable<Column["statistics"]>;

/** Row groups that become one, with a page for each in every column. */
export interface JoinedRowGroups {
  /** Takes a row group without dictionaries, and its bytes; returns how many bytes there are now. */
  add(group: RowGroup, bytes: Uint8Array): number;
  /** The one of all that were added, as it stands from a place in the file on. */
  take(place: number): { group: RowGroup; bytes: Uint8Array<ArrayBuffer> };
}

/** Joins row groups: a writer that makes one of few rows holds few values at a time. */
export function joinRowGroups(): JoinedRowGroups {
  const pages: ByteWriter[] = [];
  let columns: Column[] = [];
  let [rows, size] = [0n, 0];
  return {
    add(group, bytes) {
      let start = 0;
      for (const [at, { meta_data: column }] of group.columns.entries()) {
        if (!column) throw new Error("A column without metadata cannot be joined.");
        const end = start + Number(column.total_compressed_size);
        const page = pages[at] ??= new ByteWriter();
        page.appendBytes(bytes.subarray(start, end));
        columns[at] = joined(columns[at], column);
        start = end;
      }
      rows += group.num_rows;
      return size += bytes.length;
    },
    take(place) {
      const bytes = new Uint8Array(size);
      const group: RowGroup = {
        ...{ columns: [], num_rows: rows, total_byte_size: 0n },
        total_compressed_size: BigInt(size),
      };
      let start = 0;
      for (const [at, column] of columns.entries()) {
        const page = pages[at]?.getBytes() ?? new Uint8Array();
        bytes.set(page, start);
        const offset = BigInt(place + start);
        group.columns.push({
          meta_data: { ...column, data_page_offset: offset },
          file_offset: offset,
        });
        group.total_byte_size += column.total_uncompressed_size;
        start += page.length;
      }
      for (const page of pages) page.index = 0;
      [columns, rows, size] = [[], 0n, 0];
      return { group, bytes };
    },
  };
}

function joined(first: Column | undefined, second: Column): Column {
  if (!first) return second;
  return {
    ...second,
    num_values: first.num_values + second.num_values,
    total_compressed_size: first.total_compressed_size + second.total_compressed_size,
    total_uncompressed_size: first.total_uncompressed_size + second.total_uncompressed_size,
    statistics: second.statistics && boundsOfBoth(first.statistics, second.statistics),
    encoding_stats: undefined,
  };
}

function boundsOfBoth(first: Bounds = {}, second: Bounds): Bounds {
  const [low, high] = [first.min_value, first.max_value];
  return {
    min_value: low === undefined || below(second.min_value, low) ? second.min_value : low,
    max_value: high === undefined || below(high, second.max_value) ? second.max_value : high,
    null_count: (first.null_count ?? 0n) + (second.null_count ?? 0n),
  };
}

/** Of numbers; bounds of text have an order of their own. */
function below(first: Bounds["min_value"], second: Bounds["min_value"]): boolean {
  return first !== undefined && second !== undefined && first < second;
}
