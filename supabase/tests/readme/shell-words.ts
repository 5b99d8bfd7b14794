/**
 * Splits the commands of a shell script into words, as a shell does: quotes are taken off, variables
 * are replaced but between single quotes, a backslash at the end of a line joins it with the next. One
 * command at a time: what a command gives can become a variable of the next.
 */
export function* shellWords(
  script: string,
  variables: Readonly<Record<string, string>>,
): Generator<string[]> {
  for (const line of script.replaceAll("\\\n", " ").split("\n")) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    const words = line.trim().matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|[^\s'"])+/g);
    yield [...words].map(([word]) => unquoted(word, variables));
  }
}

function unquoted(word: string, variables: Readonly<Record<string, string>>): string {
  return word.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|([^'"]+)/g,
    (_, single?: string, double?: string, bare?: string) =>
      single ?? expanded(double ?? bare ?? "", variables),
  );
}

/** Replaces variables, and takes the backslash off what it protects. */
function expanded(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\\(["\\$`])|\$(\w+)/g, (_, escaped?: string, name = "") => {
    const value = escaped ?? variables[name];
    if (value === undefined) throw new Error(`README.md names an unknown variable: ${name}`);
    return value;
  });
}
