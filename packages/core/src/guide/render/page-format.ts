import type { Page } from "./page.js";
import { toHtml } from "./page-html.js";
import { toMarkdown } from "./page-markdown.js";

/** In which form a page is written. HTML is one file that needs nothing else. */
export type PageFormat = "markdown" | "html";

const WRITERS: Readonly<Record<PageFormat, (page: Page) => string>> = { markdown: toMarkdown, html: toHtml };

export function writePage(page: Page, format: PageFormat): string {
  return WRITERS[format](page);
}
