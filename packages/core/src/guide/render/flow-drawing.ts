import { type Html, html, raw } from "../../html.js";
import { describeBranch, describeMarks, type Flow, type FlowStep } from "./flow.js";
import { drawBox } from "./flow-box.js";
import {
  BOX,
  END_HEIGHT,
  FLOW_WIDTH,
  type FlowBox,
  type FlowEnd,
  type FlowGeometry,
  LANE_X,
  layOutFlow,
  middleOf,
  RAIL_X,
} from "./flow-geometry.js";

/** Draws a flow as SVG, a drawing for each sheet of paper that it needs. Colours come from the page. */
export function drawFlow(flow: Flow): readonly Html[] {
  const parts = layOutFlow(flow);
  return parts.map((part, index) => {
    const which = parts.length === 1 ? "" : `, part ${index + 1} of ${parts.length}`;
    return drawPart(part, `The way through ${flow.title}${which}`);
  });
}

function drawPart(part: FlowGeometry, title: string): Html {
  const { height, start, boxes, end, failureBoxes, failed } = part;
  return html`<svg class="flow" role="img" viewBox="0 0 ${FLOW_WIDTH} ${height}" xmlns="http://www.w3.org/2000/svg">
<title>${title}</title>
<desc>${[...boxes.map(describeStep), ...failureBoxes.map(describeFailureStep)].join(" ")}</desc>
${drawRail(part)}
${drawArrows([start, ...boxes, end])}
${drawArrows([...failureBoxes, failed])}
${boxes.map((box, index) => drawBranch(box, boxes[index + 1] ?? end))}
${start && drawEnd(start, BOX.middle)}
${[...boxes, ...failureBoxes].map(drawBox)}
${end && drawEnd(end, BOX.middle)}
${failed && drawEnd(failed, BOX.middle)}
</svg>`;
}

function describeStep({ step }: FlowBox): string {
  return `${nameStep(step)}; when it fails, the procedure ${describeBranch(step).join(", ")}.${describeStatus(step)}`;
}

function describeFailureStep({ step }: FlowBox): string {
  return `When the procedure has failed: ${nameStep(step)}.${describeStatus(step)}`;
}

function nameStep(step: FlowStep): string {
  return [`${step.number} ${step.title}`, ...describeMarks(step)].join(", ");
}

function describeStatus({ status }: FlowStep): string {
  return status === undefined ? "" : ` It has ${STATUS_SENTENCES[status]}.`;
}

const STATUS_SENTENCES = {
  succeeded: "succeeded",
  refused: "not been accepted",
  failed: "failed",
  "in-doubt": "been left in doubt",
  running: "begun",
  skipped: "been skipped",
  waiting: "begun and waits",
  pending: "not begun yet",
  retrying: "failed and is tried again",
} as const;

/** Downwards from each to the next. */
function drawArrows(places: readonly (FlowBox | FlowEnd | undefined)[]): readonly Html[] {
  const present = places.filter((place) => place !== undefined);
  return present.slice(1).map((place, index) => {
    const from = bottomOf(present[index] ?? place);
    return html`<path class="arrow" d="M${BOX.middle} ${from}V${place.y - 4}"/><path class="tip" d="${raw(tipDown(BOX.middle, place.y))}"/>`;
  });
}

/** What happens when a step fails: out to the rail that leads to the stop, or around and on. */
function drawBranch(box: FlowBox, next: FlowBox | FlowEnd | undefined): Html {
  const y = middleOf(box);
  const words = box.branch.map(
    (line, at) =>
      html`<text class="branch" x="${LANE_X}" y="${y - (box.branch.length - 1) * 8 + 4 + at * 16}">${line}</text>`,
  );
  if (box.step.onFailure !== "continue") {
    return html`<g class="stop"><path class="way" d="M${BOX.right} ${y}H${RAIL_X}"/><circle cx="${RAIL_X}" cy="${y}" r="2.5"/>${words}</g>`;
  }
  if (next === undefined) return html``;
  const isEnd = !("step" in next);
  const right = isEnd ? BOX.middle + widthOfEnd(next) / 2 : BOX.right;
  const at = isEnd ? next.y + END_HEIGHT / 2 : next.y + 9;
  const around = `M${BOX.right} ${y}h14q8 0 8 8V${at - 8}q0 8-8 8H${right + 4}`;
  return html`<g class="continue"><path class="way" d="${around}"/><path class="tip" d="M${right + 1} ${at}l7-4v8z"/>${words}</g>`;
}

function drawRail({ rail, failureBoxes }: FlowGeometry): Html | undefined {
  if (rail === undefined) return undefined;
  const { top, bottom, end } = rail;
  const [failure] = failureBoxes;
  if (end !== undefined || failure === undefined) {
    return html`<g class="stop"><path class="way" d="M${RAIL_X} ${top}V${bottom - 4}"/><path class="tip" d="${raw(tipDown(RAIL_X, bottom))}"/>${drawEnd({ text: end ?? "", y: bottom }, RAIL_X)}</g>`;
  }
  return html`<g class="stop"><path class="way" d="M${RAIL_X} ${top}V${bottom - 8}q0 8-8 8H${BOX.right + 5}"/><path class="tip" d="M${BOX.right + 1} ${bottom}l7-4v8z"/></g>`;
}

function drawEnd(end: FlowEnd, middleX: number): Html {
  const width = widthOfEnd(end);
  return html`<g class="end"><rect x="${middleX - width / 2}" y="${end.y}" width="${width}" height="${END_HEIGHT}" rx="${END_HEIGHT / 2}"/><text x="${middleX}" y="${end.y + 18.5}">${end.text}</text></g>`;
}

function widthOfEnd({ text }: FlowEnd): number {
  return 32 + text.length * 7;
}

function bottomOf(place: FlowBox | FlowEnd): number {
  return place.y + ("step" in place ? place.height : END_HEIGHT);
}

function tipDown(x: number, y: number): string {
  return `M${x} ${y - 1}l-4-7h8z`;
}

/** The look of a flow, in the colours of its page. */
export const FLOW_STYLE = `
.flow{display:block;width:100%;max-width:720px;height:auto;font:14px/1 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--ink)}
.flow+.flow{margin-top:28px}
.flow rect{fill:var(--paper);stroke:var(--quiet);stroke-width:1}
.flow .number{fill:var(--quiet);font-size:13px;font-variant-numeric:tabular-nums}
.flow .badge{fill:var(--accent);font-size:12px;font-weight:650;text-anchor:end}
.flow .mark{fill:var(--accent)}
.flow .turn{fill:none;stroke:var(--accent);stroke-width:1.6}
.flow .side{fill:none;stroke:var(--quiet);stroke-width:1}
.flow .once rect{stroke:var(--accent)}
.flow .once .bar{fill:var(--accent)}
.flow .symbol{font-size:14px;font-weight:700;text-anchor:middle;fill:var(--quiet)}
.flow .in-doubt rect{stroke:var(--odd);stroke-width:1.6}
.flow :is(.failed,.refused) rect{stroke:var(--bad);stroke-width:1.6}
.flow .succeeded .symbol{fill:var(--good)}
.flow .in-doubt .symbol{fill:var(--odd)}
.flow :is(.failed,.refused) .symbol{fill:var(--bad)}
.flow .arrow{fill:none;stroke:var(--quiet);stroke-width:1.3}
.flow .tip{fill:var(--quiet)}
.flow .way{fill:none;stroke:var(--bad);stroke-width:1.2}
.flow .stop :is(.way,.tip,circle){opacity:.6}
.flow .stop :is(.tip,circle){fill:var(--bad)}
.flow .continue .way{stroke:var(--quiet);stroke-dasharray:4 3}
.flow .branch{font-size:12.5px;fill:var(--quiet)}
.flow .end rect{fill:var(--wash);stroke:var(--line)}
.flow .end text{font-size:13px;text-anchor:middle}
.flow .stop .end rect{stroke:var(--bad)}
.flow a:is(:hover,:focus-visible) rect{fill:var(--wash)}
`;
