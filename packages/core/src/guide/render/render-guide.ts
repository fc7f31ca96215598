import type { GuideDocument } from "../document/guide-document.js";
import { toGuidePage } from "./guide-page.js";
import { type PageFormat, writePage } from "./page-format.js";

export interface GuideRendering {
  /** The version of the guide: it is printed. */
  readonly hash: string;
  /** @defaultValue "markdown" */
  readonly format?: PageFormat | undefined;
}

/**
 * Writes a guide as an operations team prints it: contents, contacts, and for each procedure its flow and its steps,
 * with instructions, the branches of success, failure and doubt, and the policy in words.
 *
 * Takes the document, so that a version kept in the log prints as it was. Whatever a guide holds is text: no Markdown
 * and no HTML in it becomes markup.
 */
export function renderGuide(guide: GuideDocument, { hash, format = "markdown" }: GuideRendering): string {
  return writePage(toGuidePage(guide, hash), format);
}
