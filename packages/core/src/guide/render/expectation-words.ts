import { formatBytes, formatDuration } from "../../figure-text.js";
import { joinWords as joinTexts } from "../../schedule/schedule-words.js";
import { VOLUME_MEASURES, type VolumeMeasure } from "../../volume.js";
import type { Expectation } from "../step/expectation.js";

type Bounds = NonNullable<Expectation["durationMs"]>;

const MOVES: Readonly<Record<VolumeMeasure, readonly [does: string, one: string, many: string]>> = {
  rowsRead: ["read", "row", "rows"],
  rowsWritten: ["write", "row", "rows"],
  rowsRejected: ["reject", "row", "rows"],
  files: ["move", "file", "files"],
  bytes: ["move", "", ""],
};

const COUNT = new Intl.NumberFormat("en-US");

/** Bounds in a sentence: `It should take 2 min to 10 min and write 1,000 rows or more.` */
export function describeExpectation({ durationMs, volume = {} }: Expectation): string {
  const takes = durationMs === undefined ? [] : [`take ${describeBounds(durationMs, formatDuration)}`];
  const moves = VOLUME_MEASURES.flatMap((measure) => {
    const bounds = volume[measure];
    return bounds === undefined ? [] : [describeMoved(measure, bounds)];
  });
  return `It should ${joinTexts([...takes, ...moves])}.`;
}

function describeMoved(measure: VolumeMeasure, bounds: Bounds): string {
  const [does, one, many] = MOVES[measure];
  if (measure === "bytes") return `${does} ${describeBounds(bounds, formatBytes)}`;
  if (bounds.max === 0) return `${does} no ${many}`;
  const isOne = (bounds.max ?? bounds.min) === 1;
  return `${does} ${describeBounds(bounds, (figure) => COUNT.format(figure), ` ${isOne ? one : many}`)}`;
}

function describeBounds({ min, max }: Bounds, format: (figure: number) => string, unit = ""): string {
  if (min === undefined) return `at most ${format(max ?? 0)}${unit}`;
  if (max === undefined) return `${format(min)}${unit} or more`;
  return min === max ? `exactly ${format(min)}${unit}` : `${format(min)} to ${format(max)}${unit}`;
}
