import assert from "node:assert/strict";
import { readCsv } from "./read-csv.ts";

const read = (text: string) => {
  const result = readCsv(text);
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

Deno.test("readCsv() takes cells for what their columns hold", () => {
  const text = read(
    "execution_id,error,held,execution_time_seconds,metadata,tags,result,session_id\r\n" +
      'e1,a,true,12.340,"{""a"":1.50}","[""x""]",1e2,\r\n' +
      'e2,"",f,,"{}",[],"[null]",""\r\n',
  );
  assert.equal(
    text,
    '[{"execution_id":"e1","error":"a","held":true,"execution_time_seconds":12.340,' +
      '"metadata":{"a":1.50},"tags":["x"],"result":1e2,"session_id":null},' +
      '{"execution_id":"e2","error":"","held":false,"execution_time_seconds":null,' +
      '"metadata":{},"tags":[],"result":[null],"session_id":""}]',
  );
});

Deno.test("readCsv() gives back hostile text, without one apostrophe", () => {
  const values = ["=1", "'a", "''", "a\r\nb\r", '"', ",", "# {}", "\t@", "😀", " x ", "\\"];
  const cells = values.map((value) =>
    `"${/^[=+\-@\t\r\n']/.test(value) ? "'" : ""}${value.replaceAll('"', '""')}"\r\n`
  );
  const rows = JSON.parse(read(`error\r\n${cells.join("")}`)) as { error: string }[];
  assert.deepEqual(rows.map((row) => row.error), values);
});

Deno.test("readCsv() leaves what is not of a column's kind to SQL, and logs that are plain text", () => {
  assert.equal(
    read(
      "held,metadata,created_at,logs,execution_time_seconds,colour\nmaybe,x,1767225600,one,1s,red",
    ),
    '[{"held":"maybe","metadata":"x","created_at":1767225600,"logs":"one",' +
      '"execution_time_seconds":"1s","colour":"red"}]',
  );
});

Deno.test("readCsv() takes an export's end for none of its rows, and needs none", () => {
  for (const end of ["", '# {"rows":1,"sha256":"ab","after":null}\r\n', "# {}"]) {
    assert.equal(read(`error\r\na\r\n${end}`), '[{"error":"a"}]', end);
  }
  assert.equal(read("\ufefferror\n\na\n"), '[{"error":"a"}]');
  assert.equal(read(""), "[]");
});

Deno.test("readCsv() refuses what is no CSV", () => {
  for (const text of ['a,b\n"x,1', "a,b\n1,2,3", 'a\nx"y"z"']) {
    const result = readCsv(text);
    assert.ok(!result.ok && result.problem.code === "invalid_csv", text);
  }
});
