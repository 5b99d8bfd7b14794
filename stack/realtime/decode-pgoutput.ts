/** A row as logical replication sends it: each column's text form, null for SQL null. */
export type ReplicatedRow = Record<string, string | null>;

/** What is decoded of the replication protocol: the inserted rows, and how far the log was read. */
export interface PgoutputDecoder {
  /** Returns the row when the message is an insert. */
  decode(message: Uint8Array): ReplicatedRow | null;
}

/**
 * Decodes messages of the output plugin pgoutput, protocol version 1, one connection long: the
 * columns of a table are sent once, before its first row. Types, updates, deletes and transaction
 * limits are skipped, since a row only comes after its transaction has been committed.
 */
export function pgoutputDecoder(): PgoutputDecoder {
  const columnsOf = new Map<number, string[]>();
  return {
    decode(message) {
      const reader = messageReader(message);
      const kind = String.fromCharCode(reader.uint8());
      const relation = reader.uint32();
      if (kind === "R") columnsOf.set(relation, readColumns(reader));
      if (kind !== "I") return null;
      reader.uint8(); // always N, for new tuple
      return readTuple(reader, columnsOf.get(relation) ?? []);
    },
  };
}

type Reader = ReturnType<typeof messageReader>;

function readColumns(reader: Reader): string[] {
  reader.zeroTerminated(); // schema
  reader.zeroTerminated(); // table
  reader.uint8(); // replica identity
  return Array.from({ length: reader.uint16() }, () => {
    reader.uint8(); // part of the key
    const name = reader.zeroTerminated();
    reader.uint32(); // type
    reader.uint32(); // type modifier
    return name;
  });
}

function readTuple(reader: Reader, columns: string[]): ReplicatedRow {
  const row: ReplicatedRow = {};
  const count = reader.uint16();
  for (let at = 0; at < count; at++) {
    const isText = String.fromCharCode(reader.uint8()) === "t";
    row[columns[at] ?? at] = isText ? reader.text(reader.uint32()) : null;
  }
  return row;
}

function messageReader(message: Uint8Array) {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const decoder = new TextDecoder();
  let at = 0;
  const take = (size: number) => (at += size) - size;
  const text = (size: number) => decoder.decode(message.subarray(take(size), at));
  return {
    uint8: () => view.getUint8(take(1)),
    uint16: () => view.getUint16(take(2)),
    uint32: () => view.getUint32(take(4)),
    text,
    zeroTerminated() {
      const value = text(message.indexOf(0, at) - at);
      take(1);
      return value;
    },
  };
}
