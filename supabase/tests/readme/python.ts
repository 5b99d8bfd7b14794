/** A value of a Python program: JSON, and what JavaScript gives it to call or look into. */
export type Value = unknown;

/** A function that a Python program can call. */
export type PythonFunction = (
  positional: readonly Value[],
  named: Readonly<Record<string, Value>>,
) => Value | Promise<Value>;

type Names = Map<string, Value>;
type Expression = (names: Names) => Promise<Value>;

const TOKEN =
  /#.*|(\n)|(f?"(?:\\.|[^"\\\n])*"|f?'(?:\\.|[^'\\\n])*')|(\d+(?:\.\d+)?)|(\w+)|([^\s\w])/g;

/**
 * Runs a program in the small part of Python that examples of requests are written in: imports,
 * assignments, calls, lists, dictionaries, f-strings, subscripts and sums. Anything else is an error.
 *
 * @param modules what `import` finds, and the built-in functions
 */
export async function runPython(
  program: string,
  modules: Readonly<Record<string, Value>>,
): Promise<void> {
  const names: Names = new Map(Object.entries(modules));
  const parser = new Parser(tokens(program));
  while (!parser.atEnd()) {
    if (parser.take("\n")) continue;
    if (parser.take("import")) {
      const module = parser.next();
      if (!names.has(module)) throw new Error(`There is no module ${module}.`);
      continue;
    }
    const target = parser.takeTarget();
    const value = await parser.expression()(names);
    if (target) names.set(target, value);
    if (!parser.atEnd() && !parser.take("\n")) parser.refuse();
  }
}

/** Line ends between brackets are none. */
function tokens(text: string): string[] {
  let depth = 0;
  const found = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith("#") || (token === "\n" && depth > 0)) continue;
    if ("([{".includes(token)) depth++;
    if (")]}".includes(token)) depth--;
    found.push(token);
  }
  return found;
}

class Parser {
  #at = 0;
  constructor(readonly tokens: readonly string[]) {}

  atEnd(): boolean {
    return this.#at >= this.tokens.length;
  }

  next(): string {
    return this.tokens[this.#at++] ?? this.refuse();
  }

  take(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  /** The name before an equals sign, if that comes next. */
  takeTarget(): string | null {
    const [name, equals] = this.tokens.slice(this.#at, this.#at + 2);
    if (equals !== "=" || !name || !/^[a-z_]\w*$/i.test(name)) return null;
    this.#at += 2;
    return name;
  }

  refuse(): never {
    const near = this.tokens.slice(Math.max(0, this.#at - 6), this.#at + 2).join(" ");
    throw new Error(`This Python is not understood near: ${near}`);
  }

  expression(): Expression {
    let sum = this.#operand();
    while (this.take("+")) {
      const [left, right] = [sum, this.#operand()];
      sum = async (names) => `${await left(names)}${await right(names)}`;
    }
    return sum;
  }

  #operand(): Expression {
    let value = this.#atom();
    while (true) {
      const of = value;
      if (this.take(".")) {
        const name = this.next();
        value = async (names) => member(await of(names), name);
      } else if (this.take("[")) {
        const key = this.expression();
        if (!this.take("]")) this.refuse();
        value = async (names) => member(await of(names), await key(names));
      } else if (this.take("(")) {
        const args = this.#list(")", () => ({ name: this.takeTarget(), value: this.expression() }));
        value = async (names) => {
          const [positional, named]: [Value[], Record<string, Value>] = [[], {}];
          for (const { name, value } of args) {
            if (name) named[name] = await value(names);
            else positional.push(await value(names));
          }
          return await (await of(names) as PythonFunction)(positional, named);
        };
      } else return value;
    }
  }

  #atom(): Expression {
    const token = this.next();
    if (/^f?["']/.test(token)) return text(token);
    if (/^\d/.test(token)) return () => Promise.resolve(Number(token));
    if (token === "[") {
      const entries = this.#list("]", () => this.expression());
      return (names) => inOrder(entries, (entry) => entry(names));
    }
    if (token === "{") {
      const entries = this.#list("}", () => {
        const key = this.expression();
        if (!this.take(":")) this.refuse();
        return { key, value: this.expression() };
      });
      return async (names) =>
        Object.fromEntries(
          await inOrder(entries, async ({ key, value }) => [await key(names), await value(names)]),
        );
    }
    const constants = new Map<string, Value>([["True", true], ["False", false], ["None", null]]);
    if (constants.has(token)) return () => Promise.resolve(constants.get(token));
    if (!/^[a-z_]/i.test(token)) this.refuse();
    return (names) => {
      if (!names.has(token)) throw new Error(`There is no ${token}.`);
      return Promise.resolve(names.get(token));
    };
  }

  /** Entries with commas between them, up to the closing bracket. */
  #list<T>(close: string, entry: () => T): T[] {
    const entries = [];
    while (!this.take(close)) {
      entries.push(entry());
      if (!this.take(",") && this.tokens[this.#at] !== close) this.refuse();
    }
    return entries;
  }
}

async function inOrder<T, R>(entries: readonly T[], each: (entry: T) => Promise<R>): Promise<R[]> {
  const results = [];
  for (const entry of entries) results.push(await each(entry));
  return results;
}

function member(of: Value, key: Value): Value {
  const found = (of as Record<string, Value>)[String(key)];
  if (found === undefined) throw new Error(`${JSON.stringify(of)} has no ${key}.`);
  return found;
}

function text(token: string): Expression {
  const isFormat = token.startsWith("f");
  const content = token.slice(isFormat ? 2 : 1, -1).replace(/\\(.)/g, "$1");
  if (!isFormat) return () => Promise.resolve(content);
  const parts = content.split(/\{([^{}]*)\}/).map((part, at) =>
    at % 2 === 0 ? () => Promise.resolve(part) : new Parser(tokens(part)).expression()
  );
  return async (names) => (await inOrder<Expression, Value>(parts, (part) => part(names))).join("");
}
