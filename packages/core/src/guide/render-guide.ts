import type { GuideDocument, ProcedureDocument, StepDocument } from "./guide-document.js";

/**
 * Writes a guide as the Markdown that an operations team prints.
 *
 * Takes the document, so that a version kept in the log prints as it was.
 */
export function renderGuide(guide: GuideDocument, { hash }: { readonly hash: string }): string {
  const blocks = [
    `# ${plain(guide.title)}`,
    `Client: ${plain(guide.client)}  \nVersion: \`${hash}\``,
    ...renderEnvironments(guide),
    ...renderContacts(guide),
    "## Contents",
    guide.procedures.map(({ id, title }, index) => `${index + 1}. [${plain(title)}](#${id})`).join("\n"),
    ...guide.procedures.flatMap(renderProcedure),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function renderEnvironments({ environments }: GuideDocument): readonly string[] {
  if (environments.length === 0) return [];
  const rows = environments.map(({ id, title, vendor }) => [`\`${id}\``, plain(title), plain(vendor)]);
  return ["## Environments", renderTable(["Environment", "What it is", "Vendor"], rows)];
}

function renderContacts({ contacts }: GuideDocument): readonly string[] {
  if (contacts.length === 0) return [];
  return [
    "## Whom to call",
    renderTable(
      ["Role", "How"],
      contacts.map(({ role, reach }) => [plain(role), plain(reach)]),
    ),
  ];
}

function renderProcedure(procedure: ProcedureDocument, index: number): readonly string[] {
  const number = String(index + 1);
  return [
    `<a id="${procedure.id}"></a>\n\n## ${number}. ${plain(procedure.title)}`,
    ...(procedure.purpose === undefined ? [] : [plain(procedure.purpose)]),
    ...(procedure.due === undefined ? [] : [`Due: ${plain(procedure.due)}`]),
    ...procedure.steps.flatMap((step, at) => renderStep(step, `${number}.${at + 1}`)),
    ...(procedure.failureSteps.length === 0 ? [] : [`### When the procedure has failed`]),
    ...procedure.failureSteps.flatMap((step, at) => renderStep(step, `${number}.F${at + 1}`)),
  ];
}

const EFFECTS: Readonly<Record<StepDocument["effect"], string>> = {
  repeatable: "May be done again.",
  keyed: "May be done again under the same key.",
  once: "Never do it twice.",
};

function renderStep(step: StepDocument, number: string): readonly string[] {
  const { onSuccess, onFailure, onDoubt } = step;
  const call = onFailure?.call === undefined ? "" : ` Call: ${plain(onFailure.call)}.`;
  const then = onFailure?.then === "continue" ? "The procedure goes on." : "The procedure stops.";
  return [
    `### ${number} ${plain(step.title)}`,
    `\`${step.id}\` · ${[EFFECTS[step.effect], ...renderPolicy(step)].join(" ")}`,
    renderList(step.instructions),
    ...(onSuccess === undefined ? [] : [`**On success**\n\n${renderList(onSuccess.instructions)}`]),
    `**On failure** ${then}${call}${onFailure === undefined ? "" : `\n\n${renderList(onFailure.instructions)}`}`,
    ...(onDoubt === undefined ? [] : [`**In doubt**\n\n${renderList(onDoubt.instructions)}`]),
  ];
}

function renderPolicy({ retry, timeoutMs }: StepDocument): readonly string[] {
  return [
    ...(retry?.attempts === undefined || retry.attempts === 1
      ? []
      : [`Tried up to ${retry.attempts} times.`]),
    ...(timeoutMs === undefined ? [] : [`One try may take ${timeoutMs / 1_000} s.`]),
  ];
}

function renderList(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${plain(line)}`).join("\n");
}

function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text as text: what Markdown or HTML would take for a mark is escaped. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}
