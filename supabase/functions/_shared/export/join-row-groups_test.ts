import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { joinRowGroups } from "./join-row-groups.ts";

/** Row groups of a number and a text, and their bytes. */
function written(...groups: (readonly [number[], string[]])[]) {
  const writer = new ByteWriter();
  const file = new ParquetWriter({
    writer,
    schema: [
      { name: "root", num_children: 2 },
      { name: "a", type: "INT32", repetition_type: "REQUIRED" },
      { name: "b", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
    ],
  });
  return groups.map(([a, b]) => {
    const start = writer.index;
    const plain = { encoding: "PLAIN", offsetIndex: false } as const;
    file.write({
      columnData: [{ name: "a", data: a, ...plain }, {
        ...{ name: "b", data: b, statistics: false },
        ...plain,
      }],
    });
    const group = file.row_groups.pop();
    assert.ok(group);
    return { group, bytes: writer.getBytes().slice(start) };
  });
}

Deno.test("joinRowGroups() puts the pages of each column together, and tells of all rows", () => {
  const parts = written([[3, 5], ["x", "y"]], [[1], ["longer"]]);
  const joined = joinRowGroups();
  const sizes = parts.map(({ group, bytes }) => joined.add(group, bytes));
  const [first = Buffer.of(), second = Buffer.of()] = parts.map(({ bytes }) => bytes);
  assert.deepEqual(sizes, [first.length, first.length + second.length]);
  const [cutFirst = 0, cutSecond = 0] = parts.map(({ group }) =>
    Number(group.columns[0]?.meta_data?.total_compressed_size)
  );

  const { group, bytes } = joined.take(100);
  assert.deepEqual(
    Buffer.from(bytes),
    Buffer.concat([
      ...[first.subarray(0, cutFirst), second.subarray(0, cutSecond)],
      ...[first.subarray(cutFirst), second.subarray(cutSecond)],
    ]),
  );
  assert.deepEqual([group.num_rows, group.total_compressed_size], [3n, BigInt(bytes.length)]);
  const [a, b] = group.columns;
  const place = BigInt(100 + cutFirst + cutSecond);
  assert.deepEqual([a?.file_offset, a?.meta_data?.data_page_offset], [100n, 100n]);
  assert.deepEqual([b?.file_offset, b?.meta_data?.data_page_offset], [place, place]);
  assert.deepEqual([a?.meta_data?.num_values, b?.meta_data?.num_values], [3n, 3n]);
  const { min_value, max_value, null_count } = a?.meta_data?.statistics ?? {};
  assert.deepEqual([min_value, max_value, null_count], [1, 5, 0n]);
  assert.equal(b?.meta_data?.statistics, undefined);
});

Deno.test("joinRowGroups() begins anew when what it has was taken", () => {
  const [first, second] = written([[3], ["x"]], [[1], ["y"]]);
  const joined = joinRowGroups();
  assert.ok(first && second);
  joined.add(first.group, first.bytes);
  joined.take(0);
  joined.add(second.group, second.bytes);
  const { group, bytes } = joined.take(0);
  assert.deepEqual([group.num_rows, bytes], [1n, second.bytes]);
});
