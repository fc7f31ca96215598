import { type Html, html, raw } from "@spm-ops/core";
import type { FindingLocale } from "../finding/finding-text.js";
import type { ValidationReport } from "../validation-report.js";
import { groupFindings } from "./finding-group.js";
import { type PageManner, renderGroup, renderGroupList } from "./group-section.js";
import { PAGE_STYLE } from "./page-style.js";
import type { PageWords } from "./page-words.js";
import { ENGLISH_WORDS } from "./page-words-english.js";
import { GERMAN_WORDS } from "./page-words-german.js";

const PAGE_WORDS: Readonly<Record<FindingLocale, PageWords>> = { en: ENGLISH_WORDS, de: GERMAN_WORDS };

export interface RenderValidationOptions {
  /** The language of the page, whatever the report was written in; its reasons stay as they are. @defaultValue `"en"` */
  readonly locale?: FindingLocale | undefined;
  /** Where the documentation lies, as an address of HTTP. @defaultValue none: its pages are named, not linked */
  readonly docsUrl?: string | undefined;
}

/**
 * Writes a report as one HTML page that an analyst reads, prints or sends to the sender: the verdict and its reasons,
 * the figures, and what was found by code and column with the first five places of each. It needs nothing else: no
 * script, no font, no picture.
 *
 * @throws TypeError when `docsUrl` is no address of HTTP.
 * @example
 * const page = renderValidation(report, { locale: "de" });
 */
export function renderValidation(
  report: ValidationReport,
  { locale = "en", docsUrl }: RenderValidationOptions = {},
): string {
  if (docsUrl !== undefined && !/^https?:\/\/[^\s]+$/i.test(docsUrl))
    throw new TypeError("docsUrl must be an address of HTTP.");
  const words = PAGE_WORDS[locale];
  const numbers = new Intl.NumberFormat(words.locale, { useGrouping: "always" });
  const manner: PageManner = { words, locale, docsUrl, count: (value) => numbers.format(value) };
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${words.title(report.fileName)}</title>
<style>${raw(PAGE_STYLE)}</style>
</head>
<body>
<main>
<p class="quiet">${words.validationOf(report.feed)}</p>
<h1><bdi>${report.fileName}</bdi></h1>
${renderVerdict(report, manner)}
${renderFigures(report, manner)}
${renderReasons(report, manner)}
${renderFindings(report, manner)}
${renderTotals(report, manner)}
${renderReferences(report, manner)}
</main>
</body>
</html>
`.markup;
}

function renderVerdict({ verdict, records }: ValidationReport, { words, count }: PageManner): Html {
  const { sentence, withRejected, next } = words.verdicts[verdict];
  const said = records.rejected > 0 ? withRejected(records.rejected, count(records.rejected)) : sentence;
  return html`<div class="verdict ${verdict}"><p class="words">${said}</p><p class="next">${next}</p></div>`;
}

function renderReasons({ reasons }: ValidationReport, { words }: PageManner): Html | undefined {
  if (reasons.length === 0) return undefined;
  return html`<h2>${words.reasons}</h2>
<ul class="reasons">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`;
}

function renderFigures(report: ValidationReport, { words, count }: PageManner): Html {
  const { records, sizeBytes, sha256 } = report;
  const { figures } = words;
  const shown = [
    [figures.read, count(records.read)],
    [figures.accepted, count(records.accepted)],
    [figures.rejected, count(records.rejected)],
    [figures.size, words.bytes(count(sizeBytes))],
  ];
  return html`<dl>${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}<div><dt>${figures.digest}</dt><dd class="digest"><code>${sha256}</code></dd></div></dl>
<p class="note">${words.digestNote}</p>`;
}

function renderFindings(report: ValidationReport, manner: PageManner): Html {
  const groups = groupFindings(report, manner.locale);
  if (groups.length === 0) return html`<h2>${manner.words.findings}</h2><p>${manner.words.noFindings}</p>`;
  return html`<h2>${manner.words.findings}</h2>
${groups.length > 1 && renderGroupList(groups, manner)}
${groups.map((group) => renderGroup(group, manner))}`;
}

function renderTotals({ totals, amounts }: ValidationReport, { words }: PageManner): Html | undefined {
  const tables = [
    { heading: words.column, rows: Object.entries(totals) },
    { heading: words.currency, rows: Object.entries(amounts) },
  ].filter(({ rows }) => rows.length > 0);
  if (tables.length === 0) return undefined;
  return html`<h2>${words.totals}</h2>
<p class="quiet">${words.totalsNote}</p>
${tables.map(
  ({ heading, rows }) => html`<table class="sums">
<thead><tr><th scope="col">${heading}</th><th scope="col" class="number">${words.sum}</th></tr></thead>
<tbody>${rows.map(([name, sum]) => html`<tr><td>${name}</td><td class="number">${toAmountText(sum, words.locale)}</td></tr>`)}</tbody></table>
`,
)}`;
}

function renderReferences({ references }: ValidationReport, { words, count }: PageManner): Html | undefined {
  if (references.length === 0) return undefined;
  return html`<h2>${words.references}</h2>
<div class="wide"><table>
<thead><tr><th scope="col">${words.referenceSet}</th><th scope="col" class="number">${words.entries}</th><th scope="col">${words.figures.digest}</th></tr></thead>
<tbody>${references.map(
    ({ name, size, sha256 }) =>
      html`<tr><td>${name}</td><td class="number">${count(size)}</td><td>${sha256 !== null && html`<code>${sha256}</code>`}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Exact decimal text as people of a language read it; no digit of it changes. */
function toAmountText(text: string, locale: string): string {
  const [whole = "", fraction] = text.split(".");
  const parts = new Intl.NumberFormat(locale, { useGrouping: "always" }).formatToParts(1_234.5);
  const mark = parts.find(({ type }) => type === "decimal")?.value ?? ".";
  const group = parts.find(({ type }) => type === "group")?.value ?? ",";
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? grouped : `${grouped}${mark}${fraction}`;
}
