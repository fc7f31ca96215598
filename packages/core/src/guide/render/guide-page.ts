import type { GuideDocument } from "../document/guide-document.js";
import { toCalendarSection } from "./calendar-chapter.js";
import { type Block, joinWords, type Page, type Section, type Words } from "./page.js";
import { nameProcedure } from "./place-words.js";
import { describeDueBriefly } from "./procedure-facts.js";
import { type GuideOutline, outlineGuide } from "./procedure-outline.js";
import { toProcedureSection } from "./procedure-section.js";

/** The whole guide as a page. */
export function toGuidePage(guide: GuideDocument, hash: string): Page {
  const outline = outlineGuide(guide);
  return {
    title: guide.title,
    owner: guide.client,
    version: hash,
    blocks: [
      toContents(outline),
      ...toEnvironments(guide),
      ...toContacts(guide),
      ...toControls(outline),
      ...toCalendars(guide),
      ...outline.procedures.map((procedure) => toProcedureSection(procedure, outline)),
    ],
  };
}

function toContents(guide: GuideOutline): Section {
  const items = guide.procedures.map((outline): Words => {
    const due = describeDueBriefly(outline, guide);
    return [
      { link: outline.procedure.title, to: outline.anchor },
      ...(due === undefined ? [] : [` – ${due}`]),
    ];
  });
  return chapter("_contents", "Contents", [{ block: "list", isOrdered: true, items }]);
}

function toEnvironments({ environments }: GuideDocument): readonly Section[] {
  const rows = environments.map(({ id, title, vendor }): readonly Words[] => [
    [{ code: id }],
    [title],
    [vendor],
  ]);
  const header = ["Environment", "What it is", "Vendor"];
  return table("_environments", "Environments", { caption: "The environments of this guide", header, rows });
}

function toContacts({ contacts }: GuideDocument): readonly Section[] {
  const isCounted = contacts.some(({ people }) => people !== undefined);
  const rows = contacts.map(({ role, reach, people }): readonly Words[] => [
    [{ strong: role }],
    [reach],
    ...(isCounted ? [[String(people ?? "–")]] : []),
  ]);
  const header = ["Role", "How", ...(isCounted ? ["People"] : [])];
  return table("_contacts", "Whom to call", { caption: "Roles and how to reach them", header, rows });
}

function toControls({ guide, procedures }: GuideOutline): readonly Section[] {
  const rows = (guide.controls ?? []).map(({ id, title }): readonly Words[] => {
    const evidence = procedures
      .filter(({ procedure }) => procedure.controls?.includes(id))
      .map(({ procedure }) => nameProcedure({ guide, procedures }, procedure.id));
    return [
      [{ strong: id }],
      [title],
      evidence.length === 0 ? ["none"] : ["the runs of ", ...joinWords(evidence, ", ")],
    ];
  });
  const header = ["Control", "What it demands", "Evidence"];
  return table("_controls", "Controls", {
    caption: "The controls, and what is evidence for them",
    header,
    rows,
  });
}

function toCalendars({ calendars = [] }: GuideDocument): readonly Section[] {
  return calendars.length === 0 ? [] : [chapter("_calendars", "Calendars", calendars.map(toCalendarSection))];
}

interface ChapterTable {
  readonly caption: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Words[])[];
}

/** A chapter that is one table; none without rows. */
function table(anchor: string, title: string, of: ChapterTable): readonly Section[] {
  return of.rows.length === 0 ? [] : [chapter(anchor, title, [{ block: "table", ...of }])];
}

/** Anchors of chapters begin with a character that no id begins with. */
function chapter(anchor: string, title: string, blocks: readonly Block[]): Section {
  return { block: "section", role: "chapter", anchor, title, blocks };
}
