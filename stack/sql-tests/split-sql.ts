/** One statement of an SQL file. */
export interface SqlStatement {
  text: string;
  /** The line of the file, from 1, on which it begins. */
  line: number;
}

// One alternative per thing whose semicolons do not end a statement, then words and the rest.
const token = new RegExp(
  [
    "--[^\\n]*",
    "\\bE'(?:\\\\.|''|[^'\\\\])*'?",
    "'(?:''|[^'])*'?",
    '"(?:""|[^"])*"?',
    "\\$([A-Za-z_]\\w*)?\\$",
    "/\\*",
    "[A-Za-z_]\\w*",
    "\\d\\w*",
    "[^]",
  ].join("|"),
  "giy",
);

/**
 * Splits an SQL file at the semicolons that end statements, so that each can be run and blamed
 * alone. Strings, quoted names, dollar quotes, nested comments and `begin atomic` bodies are left
 * whole; psql's backslash commands are not SQL and stay in the text.
 */
export function splitSql(file: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start: number | null = null;
  let depth = 0; // of begin atomic ... end, and of case ... end inside it
  const push = (end: number) => {
    if (start === null) return;
    const line = file.slice(0, start).split("\n").length;
    statements.push({ text: file.slice(start, end), line });
    start = null;
    depth = 0;
  };
  for (let at = 0; at < file.length;) {
    token.lastIndex = at;
    const [found = "", tag] = token.exec(file) ?? [];
    let end = at + found.length;
    if (found === "/*") end = commentEnd(file, at);
    else if (/^\$.*\$$/.test(found)) end = quoteEnd(file, at, `$${tag ?? ""}$`);
    const isText = !found.startsWith("--") && found !== "/*" && found.trim() !== "";
    if (isText && start === null) start = at;
    const word = found.toLowerCase();
    if (word === "atomic" || (word === "case" && depth > 0)) depth++;
    if (word === "end" && depth > 0) depth--;
    if (found === ";" && depth === 0) push(end);
    at = end;
  }
  push(file.length);
  return statements.filter(({ text }) => text !== ";");
}

function quoteEnd(file: string, at: number, tag: string): number {
  const close = file.indexOf(tag, at + tag.length);
  return close === -1 ? file.length : close + tag.length;
}

function commentEnd(file: string, at: number): number {
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  for (let depth = 0, found = edge.exec(file); found !== null; found = edge.exec(file)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return file.length;
}
