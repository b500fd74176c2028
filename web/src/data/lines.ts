/** Where in a text something stands: the line of a path, read off the indentation as a person would. */

/** The line, from 1, on which the last part of a path stands that can be found; null for none. */
export function lineOf(text: string, path: string): number | null {
  const lines = text.split("\n");
  let found: number | null = null;
  let at = 0;
  let column = -1;
  for (const part of path.split(".")) {
    const next = childOf(lines, at, column, part);
    if (next === null) break;
    found = next + 1;
    column = indentOf(lines[next] as string);
    at = next + 1;
  }
  return found;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

function childOf(lines: readonly string[], from: number, above: number, part: string): number | null {
  let column = -1;
  let item = 0;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] as string;
    const text = line.trimStart();
    if (text === "" || text.startsWith("#")) continue;
    const indent = indentOf(line);
    // Items of a list may stand as far left as their key.
    if (indent < above || (indent === above && !text.startsWith("- "))) return null;
    if (column < 0) column = indent;
    if (indent !== column) continue;
    if (text.startsWith("- ") && String(++item) === part) return i;
    if (text.startsWith(`${part}:`)) return i;
  }
  return null;
}
