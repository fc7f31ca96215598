import type { GuideDocument } from "../guide-document.js";
import type { Block, Page, Section, Words } from "./page.js";
import { outlineProcedure, type ProcedureOutline } from "./procedure-outline.js";
import { toProcedureSection } from "./procedure-section.js";

/** The whole guide as a page. */
export function toGuidePage(guide: GuideDocument, hash: string): Page {
  const outlines = guide.procedures.map(outlineProcedure);
  return {
    title: guide.title,
    owner: guide.client,
    version: hash,
    blocks: [
      toContents(outlines),
      ...toEnvironments(guide),
      ...toContacts(guide),
      ...outlines.map((outline) => toProcedureSection(outline, guide)),
    ],
  };
}

function toContents(outlines: readonly ProcedureOutline[]): Section {
  const items = outlines.map(
    ({ procedure: { title, due }, anchor }): Words => [
      { link: title, to: anchor },
      ...(due === undefined ? [] : [` – ${due}`]),
    ],
  );
  return chapter("_contents", "Contents", { block: "list", isOrdered: true, items });
}

function toEnvironments({ environments }: GuideDocument): readonly Section[] {
  if (environments.length === 0) return [];
  const rows = environments.map(({ id, title, vendor }): readonly Words[] => [
    [{ code: id }],
    [title],
    [vendor],
  ]);
  const header = ["Environment", "What it is", "Vendor"];
  return [
    chapter("_environments", "Environments", {
      block: "table",
      caption: "The environments of this guide",
      header,
      rows,
    }),
  ];
}

function toContacts({ contacts }: GuideDocument): readonly Section[] {
  if (contacts.length === 0) return [];
  const rows = contacts.map(({ role, reach }): readonly Words[] => [[{ strong: role }], [reach]]);
  return [
    chapter("_contacts", "Whom to call", {
      block: "table",
      caption: "Roles and how to reach them",
      header: ["Role", "How"],
      rows,
    }),
  ];
}

/** Anchors of chapters begin with a character that no id begins with. */
function chapter(anchor: string, title: string, block: Block): Section {
  return { block: "section", role: "chapter", anchor, title, blocks: [block] };
}
