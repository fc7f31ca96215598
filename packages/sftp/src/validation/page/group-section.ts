import { type Html, html } from "@spm-ops/core";
import { type FindingLocale, getFindingTitle } from "../finding/finding-text.js";
import type { FindingGroup, GroupExample } from "./finding-group.js";
import type { PageWords } from "./page-words.js";

/** How a page is written. */
export interface PageManner {
  readonly words: PageWords;
  readonly locale: FindingLocale;
  /** A count as people read it. */
  readonly count: (value: number) => string;
  /** Where the documentation lies; without it the pages are named, not linked. */
  readonly docsUrl: string | undefined;
}

/** The table of all groups, each with a link to its section. */
export function renderGroupList(groups: readonly FindingGroup[], manner: PageManner): Html {
  const { words, locale, count } = manner;
  return html`<div class="wide"><table>
<thead><tr><th scope="col"></th><th scope="col">${words.whatWasFound}</th><th scope="col">${words.column}</th><th scope="col" class="number">${words.count}</th></tr></thead>
<tbody>${groups.map(
    (group) =>
      html`<tr class="${group.severity}"><td class="weight">${words.severities[group.severity]}</td><td><a href="#${group.id}">${getFindingTitle(group.code, locale)}</a></td><td>${toName(group.column)}</td><td class="number">${count(group.count)}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** One group: what was found, the first places of it, and what to do. */
export function renderGroup(group: FindingGroup, manner: PageManner): Html {
  const { words, locale, count } = manner;
  const hidden = group.count - group.examples.length;
  return html`<section class="group ${group.severity}" id="${group.id}">
<header><span class="weight">${words.severities[group.severity]}</span><h3>${getFindingTitle(group.code, locale)}</h3>${toName(group.column)}<span class="times">${group.count > 1 && words.times(count(group.count))}</span></header>
${group.message !== undefined && html`<p class="said">${group.message}</p>`}
${group.hint !== undefined && html`<p class="todo"><strong>${words.whatToDo}:</strong> ${group.hint}</p>`}
${hasPlaces(group) && renderExamples(group, manner)}
${hidden > 0 && html`<p class="more">… ${words.more(count(hidden))}</p>`}
${group.docs !== undefined && html`<p class="explained">${words.explained} ${toDocs(group.docs, manner)}</p>`}
</section>
`;
}

function hasPlaces({ examples, message, hint }: FindingGroup): boolean {
  const somewhere = ({ finding: { record, line, value } }: GroupExample) =>
    record !== null || line !== null || value !== null;
  return message === undefined || hint === undefined || examples.some(somewhere);
}

function renderExamples(group: FindingGroup, { words, count }: PageManner): Html {
  const hasRecords = group.examples.some(({ finding }) => finding.record !== null);
  const hasValues = group.examples.some(({ finding }) => finding.value !== null);
  const saysMore = group.message === undefined || group.hint === undefined;
  const toNumber = (value: number | null) => html`<td class="number">${value !== null && count(value)}</td>`;
  return html`<div class="wide"><table>
<thead><tr>${hasRecords && html`<th scope="col" class="number">${words.record}</th>`}<th scope="col" class="number">${words.line}</th>${hasValues && html`<th scope="col">${words.value}</th>`}${saysMore && html`<th scope="col">${words.message}</th>`}</tr></thead>
<tbody>${group.examples.map(
    ({ finding, message, hint }) =>
      html`<tr>${hasRecords && toNumber(finding.record)}${toNumber(finding.line)}${hasValues && html`<td>${toValue(finding.value)}</td>`}${saysMore && html`<td>${group.message === undefined && message} ${group.hint === undefined && hint}</td>`}</tr>
`,
  )}</tbody></table></div>`;
}

function toName(column: string | null): Html | null {
  return column === null ? null : html`<code class="tag"><bdi>${column}</bdi></code>`;
}

/** The direction of a value stays inside it. */
function toValue(value: string | null): Html | null {
  return value === null ? null : html`<code><bdi>${value}</bdi></code>`;
}

function toDocs(path: string, { docsUrl }: PageManner): Html {
  if (docsUrl === undefined) return html`<code>${path}</code>`;
  return html`<a href="${docsUrl.replace(/\/?$/, "/")}${path}">${path}</a>`;
}
