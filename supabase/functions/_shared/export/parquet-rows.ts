import { ByteWriter, type KeyValue, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { joinRowGroups } from "./join-row-groups.ts";
import { packedValues } from "./packed-values.ts";
import { parquetColumns } from "./parquet-columns.ts";

// What is unpacked at a time: its values live so shortly that the collector hardly moves any.
const PAGE_ROWS = 1_000;
const PAGE_BYTES = 1024 * 1024;
// Pages wait for their row group, its part of the footer until the end.
const GROUP_ROWS = 20_000;
const GROUP_BYTES = 2 * 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

/** The parts of a Parquet file as its rows come. */
export interface ParquetRows {
  /** The mark that it begins with. */
  begin(): Bytes;
  /** Takes a flat line; returns a row group when one is full. */
  add(line: string): Bytes | null;
  /** The last row group; null when there is nothing left. */
  rest(): Bytes | null;
  /** The footer. */
  end(metadata: KeyValue[]): Bytes;
}

/** Makes the parts of a file with the columns that there are and those on request. */
export function parquetRows(include: readonly string[]): ParquetRows {
  const columns = parquetColumns(include).map((column) => {
    return { ...column, values: packedValues(PAGE_ROWS) };
  });
  const root: SchemaElement = { name: "root", num_children: columns.length };
  const schema: SchemaElement[] = [root, ...columns.flatMap((column) => column.schema)];
  const writer = new ByteWriter();
  const file = new ParquetWriter({ writer, schema, createdBy: "runtrail" });
  const columnData = columns.map(({ name, statistics = false, values, make }) => ({
    ...{ name, statistics, offsetIndex: false, encoding: "PLAIN" as const },
    // When it is the column's turn: one at a time.
    get data() {
      return values.unpacked(make);
    },
  }));
  const group = joinRowGroups();
  let [place, rows, inPage, size, held] = [0, 0, 0, 0, 0];
  const taken = (): Bytes => {
    const bytes = writer.getBytes().slice();
    writer.index = 0;
    return bytes as Bytes;
  };
  const endPage = () => {
    file.write({ columnData, rowGroupSize: PAGE_ROWS });
    file.pendingIndexes = [];
    const made = file.row_groups.pop();
    if (made) held = group.add(made, taken());
    for (const { values } of columns) values.clear();
    [inPage, size] = [0, 0];
  };
  const endGroup = (): Bytes => {
    const { group: whole, bytes } = group.take(place);
    file.row_groups.push(whole);
    place += bytes.length;
    [rows, held] = [0, 0];
    return bytes;
  };
  return {
    begin() {
      const bytes = taken();
      place = bytes.length;
      return bytes;
    },
    add(line) {
      const row: Record<string, unknown> = JSON.parse(line);
      for (const { name, values } of columns) size += values.add(row[name] ?? null);
      rows++;
      if (++inPage === PAGE_ROWS || size >= PAGE_BYTES) endPage();
      return rows >= GROUP_ROWS || held >= GROUP_BYTES ? endGroup() : null;
    },
    rest() {
      if (inPage > 0) endPage();
      return rows > 0 ? endGroup() : null;
    },
    end(metadata) {
      // Declared at the end only: the writer would make JSON of what is JSON already.
      file.schema = schema.map((one) =>
        one.logical_type?.type === "JSON" ? { ...one, converted_type: "JSON" } : one
      );
      file.kvMetadata = metadata;
      file.finish();
      return taken();
    },
  };
}
