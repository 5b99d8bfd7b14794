/**
 * The line of a migration file that a message of the CLI is about. The CLI numbers statements and
 * prints the statement up to the offending line, with a caret below it when the server gave a
 * position; what it printed is looked up in the file.
 *
 * @returns A line number from 1; 1 when the message quotes nothing.
 */
export function locateSqlError(message: string, file: string): number {
  const [, quoted = ""] = message.split(/^At statement: \d+\n/m);
  const lines = quoted.split("\n");
  const caret = lines.findIndex((line) => /^\s*\^\s*$/.test(line));
  const statement = (caret === -1 ? lines.slice(0, 1) : lines.slice(0, caret)).join("\n");
  const at = statement.trim() === "" ? -1 : file.indexOf(statement);
  if (at === -1) return 1;
  return file.slice(0, at + statement.length).split("\n").length;
}
