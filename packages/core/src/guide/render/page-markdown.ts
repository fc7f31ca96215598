import { escapeHtml } from "../../html.js";
import { describeBranch, describeMarks, type Flow, type FlowStep } from "./flow.js";
import { type Block, onOneLine, type Page, type Section, type Span, type Words } from "./page.js";

/** Writes a page as Markdown (CommonMark, with the tables of GitHub's). */
export function toMarkdown({ title, owner, version, blocks }: Page): string {
  const lines = [
    `# ${plain(title)}`,
    line(version === undefined ? [owner] : [owner, " · version ", { code: version }]),
    ...blocks.flatMap((block) => toLines(block, 2)),
  ];
  return `${lines.join("\n\n")}\n`;
}

/** The paragraphs of a block. `level` is that of the next heading. */
function toLines(block: Block, level: number): readonly string[] {
  switch (block.block) {
    case "section":
      return toSection(block, level);
    case "paragraph":
      return [line(block.words)];
    case "list":
      return [toList(block.items, block.isOrdered)];
    case "table":
      return [toTable(block.header, block.rows)];
    case "facts":
      return [toList(block.facts.map(({ name, lines }) => [{ strong: name }, ": ", ...joinLines(lines)]))];
    case "note": {
      const title = line([{ strong: block.title }, " ", ...(block.words ?? [])]);
      return [title, ...block.blocks.flatMap((inner) => toLines(inner, level))];
    }
    case "flow":
      return toFlowLines(block.flow);
    case "blanks":
      return [];
  }
}

function toSection({ anchor, number, title, blocks }: Section, level: number): readonly string[] {
  const heading = number === undefined ? title : `${number}${number.includes(".") ? "" : "."} ${title}`;
  return [
    ...(anchor === undefined ? [] : [`<a id="${escapeHtml(anchor)}"></a>`]),
    `${"#".repeat(Math.min(level, 6))} ${plain(heading)}`,
    ...blocks.flatMap((block) => toLines(block, level + 1)),
  ];
}

function toFlowLines({ steps, failureSteps }: Flow): readonly string[] {
  const items = steps.map(
    (step): Words => [...nameStep(step), ` – on failure: ${describeBranch(step).join(", ")}`],
  );
  const after = failureSteps.map((step): Words => ["After a stop: ", ...nameStep(step)]);
  // Without a line of its own above it, it would be one list with the facts.
  return ["**The way through**", toList([...items, ...after], true)];
}

function nameStep(step: FlowStep): Words {
  const { number, title, anchor, status } = step;
  const marks = describeMarks(step);
  return [
    `${number} `,
    { link: title, to: anchor },
    ...(marks.length === 0 ? [] : [` (${marks.join(", ")})`]),
    ...(status === undefined ? [] : [" – ", { strong: status }]),
  ];
}

function toList(items: readonly Words[], isOrdered = false): string {
  return items.map((item, index) => `${isOrdered ? `${index + 1}.` : "-"} ${line(item)}`).join("\n");
}

/** One after the other on a line: sentences as they are, anything else with a semicolon between. */
function joinLines(lines: readonly Words[]): Words {
  return lines.flatMap((words, index) => {
    const last = lines[index - 1]?.at(-1);
    if (last === undefined) return words;
    return [typeof last === "string" && last.endsWith(".") ? " " : "; ", ...words];
  });
}

function toTable(header: readonly string[], rows: readonly (readonly Words[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const cells = rows.map((each) => row(each.map((words) => line(words).replace(/(?<!\\)\|/g, "\\|"))));
  return [row(header), row(header.map(() => "---")), ...cells].join("\n");
}

function line(words: Words): string {
  return notAtStart(words.map(toSpan).join("").trim());
}

function toSpan(span: Span): string {
  if (typeof span === "string") return escapeMarks(onOneLine(span));
  if ("code" in span) return toCode(span.code);
  if ("strong" in span) return `**${plain(span.strong)}**`;
  return `[${plain(span.link)}](#${span.to})`;
}

/** Longer quotes than any inside, so that nothing in it ends the code. */
function toCode(code: string): string {
  const text = onOneLine(code).trim();
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const quote = "`".repeat(longest + 1);
  return longest === 0 && text !== "" ? `\`${text}\`` : `${quote} ${text} ${quote}`;
}

function plain(text: string): string {
  return escapeMarks(onOneLine(text).trim());
}

/** What Markdown or HTML would take for a mark, wherever it stands. */
function escapeMarks(text: string): string {
  return text.replace(/[\\`*_[\]<>|#~&$]/g, "\\$&");
}

/** What Markdown would take for a list, a rule or a heading at the beginning of a line. */
function notAtStart(text: string): string {
  return text.replace(/^([-+=])/, "\\$1").replace(/^(\d+)([.)])(?=\s|$)/, "$1\\$2");
}
