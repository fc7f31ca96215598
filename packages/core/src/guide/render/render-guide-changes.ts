import type { JsonValue } from "../../json.js";
import { compareGuides } from "../compare/compare-guides.js";
import type { FieldChange, GuideChange, GuidePlace, StepPosition } from "../compare/guide-change.js";
import type { GuideDocument } from "../document/guide-document.js";
import { hashGuide } from "../guide-hash.js";
import { type Block, type Fact, paragraph, type Section, type Words } from "./page.js";
import { type PageFormat, writePage } from "./page-format.js";
import { shortenValue } from "./value-text.js";

/** Writes what changed from one version of a guide to another, by the rules of `compareGuides`. Markdown by default. */
export function renderGuideChanges(
  before: GuideDocument,
  after: GuideDocument,
  { format = "markdown" }: { readonly format?: PageFormat | undefined } = {},
): string {
  const changes = compareGuides(before, after);
  const versions: readonly Fact[] = [
    { name: "From", lines: [[{ code: hashGuide(before) }]] },
    { name: "To", lines: [[{ code: hashGuide(after) }]] },
  ];
  const sections = group(changes).map((inOnePlace) => toSection(inOnePlace, after));
  return writePage(
    {
      title: `What changed in ${after.title}`,
      owner: after.client,
      blocks: [
        { block: "facts", facts: versions },
        ...(sections.length === 0 ? [paragraph("Nothing has changed.")] : sections),
      ],
    },
    format,
  );
}

/** The changes of each place together, in the order in which the places come first. */
function group(changes: readonly GuideChange[]): readonly (readonly [GuideChange, ...GuideChange[]])[] {
  const groups = new Map<string, [GuideChange, ...GuideChange[]]>();
  for (const change of changes) {
    const { part, procedureId = "", id } = change.place;
    const key = `${part} ${procedureId} ${id}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [change]);
    else known.push(change);
  }
  return [...groups.values()];
}

const PARTS: Readonly<Record<GuidePlace["part"], string>> = {
  guide: "The guide",
  environment: "Environment",
  contact: "Contact",
  control: "Control",
  calendar: "Calendar",
  schedule: "Schedule",
  procedure: "Procedure",
  step: "Step",
};

function toSection(changes: readonly [GuideChange, ...GuideChange[]], after: GuideDocument): Section {
  const { place } = changes[0];
  const procedure = after.procedures.find(({ id }) => id === place.procedureId);
  return {
    block: "section",
    role: "chapter",
    title: place.part === "guide" ? PARTS.guide : `${PARTS[place.part]}: ${place.title}`,
    blocks: [
      ...(procedure === undefined ? [] : [toQuiet([`In the procedure ${procedure.title}`])]),
      { block: "list", isOrdered: false, items: changes.flatMap(describeChange) },
    ],
  };
}

function toQuiet(words: Words): Block {
  return { block: "paragraph", isQuiet: true, words };
}

function describeChange(change: GuideChange): readonly Words[] {
  switch (change.change) {
    case "added":
    case "removed":
      return [[`${change.change}${change.at === undefined ? "" : `, as ${describePosition(change.at)}`}`]];
    case "moved":
      return [[`moved from ${describePosition(change.from)} to ${describePosition(change.to)}`]];
    case "changed":
      return change.fields.flatMap(describeField);
  }
}

function describePosition({ list, position }: StepPosition): string {
  return list === "steps" ? `step ${position}` : `failure step ${position}`;
}

function describeField(change: FieldChange): readonly Words[] {
  const { field } = change;
  if ("lines" in change) {
    return change.lines.map(({ change: how, line, text }) => [
      { code: field },
      ` line ${line} ${how}: `,
      text,
    ]);
  }
  return [[{ code: field }, ": ", ...describeValue(change.before), " → ", ...describeValue(change.after)]];
}

/** Texts in full: they are what the reader is to agree to. */
function describeValue(value: JsonValue | undefined): Words {
  if (value === undefined) return ["none"];
  return typeof value === "string" ? [`“${value}”`] : [{ code: shortenValue(value) }];
}
