import { type Html, html } from "../../html.js";
import { STEP_STATUS_TEXTS } from "../../run/step-status-text.js";
import type { FlowStep } from "./flow.js";
import { BOX, type FlowBox } from "./flow-geometry.js";

/** How far the doubled side of a called procedure stands from the side itself. */
const SIDE = 4;

/** A step as a box: its shape tells what kind it is, its marks what is special about it. */
export function drawBox({ step, y, height, lines }: FlowBox): Html {
  const firstLine = y + height / 2 - (lines.length - 1) * 9 + 4.5;
  const middle = y + height / 2;
  const status = step.status && STEP_STATUS_TEXTS[step.status];
  const radius = step.kind === "waiting" ? height / 2 : 5;
  return html`<g class="box ${step.isOnce && "once"} ${step.status}"><a href="#${step.anchor}">
<rect x="${BOX.left}" y="${y}" width="${BOX.right - BOX.left}" height="${height}" rx="${radius}"/>
${step.kind === "calling" && html`<path class="side" d="M${BOX.left + SIDE} ${y}v${height}M${BOX.right - SIDE} ${y}v${height}"/>`}
${step.isOnce && html`<rect class="bar" x="${BOX.left}" y="${y}" width="5" height="${height}" rx="2"/>`}
<text class="number" x="${BOX.left + 17}" y="${firstLine}">${step.number}</text>
${lines.map((line, at) => html`<text x="${BOX.left + 66}" y="${firstLine + at * 18}">${line}</text>`)}
${drawMarks(step, BOX.right - (status === undefined ? 12 : 34), middle)}
${status && html`<text class="symbol" x="${BOX.right - 17}" y="${middle + 5}">${status.symbol}</text>`}
</a></g>`;
}

/** The marks of a step from the right to the left. */
function drawMarks({ isOnce, canBeUndone, kind, signatures }: FlowStep, right: number, middle: number): Html {
  if (kind === "manual") {
    const signs = signatures === 0 ? undefined : `${signatures} ${signatures === 1 ? "signs" : "sign"}`;
    return html`${signs !== undefined && drawBadge(signs, right, middle)}${drawPerson(right - (signs === undefined ? 7 : 52), middle)}`;
  }
  return html`${isOnce && drawBadge("once", right, middle)}${canBeUndone && drawTurn(right - (isOnce ? 46 : 7), middle)}`;
}

function drawBadge(words: string, right: number, middle: number): Html {
  return html`<text class="badge" x="${right}" y="${middle + 4}">${words}</text>`;
}

/** A head over shoulders. */
function drawPerson(x: number, middle: number): Html {
  return html`<g class="mark"><circle cx="${x}" cy="${middle - 4}" r="3.4"/><path d="M${x - 6.5} ${middle + 7.5}a6.5 6 0 0 1 13 0z"/></g>`;
}

/** An arrow that turns back. */
function drawTurn(x: number, middle: number): Html {
  return html`<g class="mark"><path class="turn" d="M${x + 6} ${middle + 6}v-3a5 5 0 0 0-5-5h-5"/><path d="M${x - 8} ${middle - 2}l5.5-4v8z"/></g>`;
}
