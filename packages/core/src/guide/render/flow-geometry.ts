import { describeBranch, type Flow, type FlowStep } from "./flow.js";
import { divideFlow, type FlowPart } from "./flow-parts.js";
import { wrapText } from "./wrap-text.js";

/** A step as a box. Lengths are those of the drawing's own coordinates, from the top left. */
export interface FlowBox {
  readonly step: FlowStep;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly string[];
  /** What is said beside it about its failure; nothing where nothing can be chosen. */
  readonly branch: readonly string[];
}

/** Where the way begins, ends or is continued. */
export interface FlowEnd {
  readonly text: string;
  readonly y: number;
}

/** One drawing: a part of a flow that fits on a sheet of paper. */
export interface FlowGeometry {
  readonly height: number;
  /** Where this part is continued from. */
  readonly start?: FlowEnd | undefined;
  readonly boxes: readonly FlowBox[];
  readonly end?: FlowEnd | undefined;
  readonly failureBoxes: readonly FlowBox[];
  /** The end of the steps that are taken after a failure. */
  readonly failed?: FlowEnd | undefined;
  /** The way of the failures that stop the procedure, down to its end. */
  readonly rail?:
    | { readonly top: number; readonly bottom: number; readonly end?: string | undefined }
    | undefined;
}

export const FLOW_WIDTH = 720;
export const BOX = { left: 1, right: 437, middle: 219 } as const;
export const RAIL_X = 506;
export const LANE_X = 520;
export const END_HEIGHT = 28;

const LINE_HEIGHT = 18;
const PADDING = 10;
const GAP = 18;
const EDGE = 2;
const TITLE_COLUMNS = 42;
const LANE_COLUMNS = 30;
const MOST_LINES = 2;

/** Lays a flow out from top to bottom, in as many drawings as it needs sheets. Pure. */
export function layOutFlow(flow: Flow): readonly FlowGeometry[] {
  return divideFlow(flow).map(layOutPart);
}

function layOutPart({ from, steps, failureSteps, to, stopsAt }: FlowPart): FlowGeometry {
  let y = EDGE;
  const end = (text: string): FlowEnd => {
    const placed = { text, y };
    y += END_HEIGHT + GAP;
    return placed;
  };
  const box = (step: FlowStep): FlowBox => {
    const lines = wrapText(step.title, TITLE_COLUMNS, MOST_LINES);
    const height = lines.length * LINE_HEIGHT + 2 * PADDING;
    const placed = { step, y, height, lines, branch: wrapBranch(step) };
    y += height + GAP;
    return placed;
  };
  const ending = (last: string) => end(to === undefined ? last : `on to ${to.number}`);

  const start = from && end(`from ${from.number}`);
  const boxes = steps.map(box);
  const done = steps.length === 0 ? undefined : ending("Done");
  const failureBoxes = failureSteps.map(box);
  const failed = failureSteps.length === 0 ? undefined : ending("The run has failed");

  const stopping = boxes.find(({ step }) => step.onFailure !== "continue");
  const [failure] = failureBoxes;
  return {
    height: y - GAP + EDGE,
    start,
    boxes,
    end: done,
    failureBoxes,
    failed,
    rail: stopping && {
      top: middleOf(stopping),
      bottom: failure === undefined ? (done?.y ?? y) : middleOf(failure),
      end: failure === undefined ? endOfRail(stopsAt) : undefined,
    },
  };
}

function wrapBranch(step: FlowStep): readonly string[] {
  return describeBranch(step).flatMap((words) => wrapText(words, LANE_COLUMNS, 1));
}

function endOfRail(stopsAt: FlowStep | undefined): string {
  return stopsAt === undefined ? "Stops" : `on to ${stopsAt.number}`;
}

/** Half-way down a box. */
export function middleOf({ y, height }: FlowBox): number {
  return y + height / 2;
}
