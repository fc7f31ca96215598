import { type Html, type HtmlPart, html, raw } from "../../html.js";
import { describeLegend } from "./flow.js";
import { drawFlow, FLOW_STYLE } from "./flow-drawing.js";
import { type Block, onOneLine, type Page, type Section, type Span, type Words } from "./page.js";
import { PAGE_STYLE, sheetStyle } from "./page-style.js";

/** Writes a page as one HTML file that needs nothing else: no script, no font, no picture from elsewhere. */
export function toHtml({ title, owner, version, blocks }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${onOneLine(title)} – ${onOneLine(owner)}</title>
<style>${raw(PAGE_STYLE + FLOW_STYLE + sheetStyle(version))}</style>
</head>
<body>
<header>
<p class="owner">${text(owner)}</p>
<h1>${text(title)}</h1>
${version !== undefined && html`<p class="version">Version <code>${version}</code></p>`}
</header>
<main>
${blocks.map((block) => toElement(block, 2))}
</main>
</body>
</html>
`.markup;
}

/** A block as an element. `level` is that of the next heading. */
function toElement(block: Block, level: number): Html {
  switch (block.block) {
    case "section":
      return toSection(block, level);
    case "paragraph":
      return html`<p class="${block.isQuiet ? "quiet" : "text"}">${block.words.map(toSpan)}</p>`;
    case "list":
      return toList(block.items, block.isOrdered);
    case "table":
      return toTable(block);
    case "facts":
      return html`<dl>${block.facts.map(
        ({ name, lines }) =>
          html`<div><dt>${name}</dt>${lines.map((line) => html`<dd>${line.map(toSpan)}</dd>`)}</div>`,
      )}</dl>`;
    case "note":
      return html`<div class="${block.role} ${block.tone}"><p><strong class="name">${text(block.title)}</strong> ${block.words?.map(toSpan)}</p>${block.blocks.map((inner) => toElement(inner, level))}</div>`;
    case "flow":
      return html`<figure>${drawFlow(block.flow)}<figcaption>${describeLegend(block.flow)}</figcaption></figure>`;
    case "blanks":
      return html`<p class="blanks" aria-hidden="true">${block.names.map((name) => html`<span>${name}</span>`)}</p>`;
  }
}

const HEADINGS: Readonly<Record<number, (title: HtmlPart) => Html>> = {
  2: (title) => html`<h2>${title}</h2>`,
  3: (title) => html`<h3>${title}</h3>`,
};

function toSection({ role, anchor, number, title, blocks }: Section, level: number): Html {
  const named = html`${number !== undefined && html`<span class="number">${number}</span> `}${text(title)}`;
  const heading = HEADINGS[level]?.(named) ?? html`<h4>${named}</h4>`;
  return html`<section class="${role}"${anchor !== undefined && html` id="${anchor}"`}>${heading}
${blocks.map((block) => toElement(block, level + 1))}
</section>
`;
}

function toList(items: readonly Words[], isOrdered: boolean): Html {
  const elements = items.map((words) => html`<li>${words.map(toSpan)}</li>`);
  return isOrdered ? html`<ol>${elements}</ol>` : html`<ul>${elements}</ul>`;
}

function toTable({ caption, header, rows }: Extract<Block, { readonly block: "table" }>): Html {
  return html`<div class="wide"><table><caption>${caption}</caption>
<thead><tr>${header.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map((words) => html`<td>${words.map(toSpan)}</td>`)}</tr>`)}</tbody></table></div>`;
}

function toSpan(span: Span): Html {
  if (typeof span === "string") return text(span);
  if ("code" in span) return html`<code>${span.code}</code>`;
  if ("strong" in span) return html`<strong>${text(span.strong)}</strong>`;
  return html`<a href="#${span.to}">${text(span.link)}</a>`;
}

/** Scripts that are written from right to left, and the characters that turn the direction of what follows. */
const TURNS =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFF]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Text on its own: its direction stays inside it. */
function text(content: string): Html {
  const shown = onOneLine(content);
  return TURNS.test(shown) ? html`<bdi>${shown}</bdi>` : html`${shown}`;
}
