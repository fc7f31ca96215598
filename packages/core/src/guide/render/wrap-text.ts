/** Scripts whose characters are about twice as wide as Latin ones. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\u{1F300}-\u{1FAFF}]/u;

/**
 * Breaks text into lines of about so many Latin characters, at spaces where there are any, inside a word where not.
 *
 * What does not fit into the last line is cut off there, with an ellipsis.
 */
export function wrapText(text: string, columns: number, mostLines: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const words = text.split(" ").flatMap((each) => breakWord(each, columns));
  for (const [index, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (lines.length === mostLines - 1) {
      return [...lines, cutLine([line, ...words.slice(index)].join(" "), columns)];
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

function cutLine(text: string, columns: number): string {
  let line = "";
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    line += character;
  }
  return `${line.trimEnd()}…`;
}

function breakWord(word: string, columns: number): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (part !== "" && widthOf(part + character) > columns) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}
