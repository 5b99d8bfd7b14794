/**
 * The line of a migration file that a message of the CLI is about. The CLI prints the failed
 * statement after `At statement: n`: up to the offending line, with a caret below it, when the
 * server gave a position, else whole. What it printed is looked up in the file.
 *
 * @returns A line number from 1; 1 when the message quotes nothing.
 */
export function locateSqlError(message: string, file: string): number {
  const [, quoted = ""] = message.split(/^At statement: \d+\n/m);
  const lines = quoted.split("\n").filter((line) => !line.startsWith("Try rerunning"));
  const caret = lines.findIndex((line) => /^\s*\^\s*$/.test(line));
  const statement = (caret === -1 ? lines : lines.slice(0, caret)).join("\n").trimEnd();
  const at = statement === "" ? -1 : file.indexOf(statement);
  if (at === -1) return 1;
  const comments = /^(\s*--.*\n|\s*\n)*/.exec(statement)?.[0].length ?? 0;
  const end = at + (caret === -1 ? comments : statement.length);
  return file.slice(0, end).split("\n").length;
}
