import { stripVTControlCharacters } from "node:util";

/** One column of a table. */
export interface Column {
  title: string;
  /** Numbers stand to the right, so that their digits align. */
  align?: "left" | "right";
}

/**
 * Lays rows out as text in columns two spaces apart, with a line of titles. Cells may carry colour:
 * it takes no room.
 *
 * @returns one line per row, without spaces at its end.
 */
export function alignTable(columns: Column[], rows: string[][]): string[] {
  const lines = [columns.map(({ title }) => title.toUpperCase()), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => width(line[i] ?? ""))));
  return lines.map((line) =>
    columns.map(({ align }, i) => {
      const cell = line[i] ?? "";
      const space = " ".repeat((widths[i] ?? 0) - width(cell));
      return align === "right" ? space + cell : cell + space;
    }).join("  ").trimEnd()
  );
}

function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
