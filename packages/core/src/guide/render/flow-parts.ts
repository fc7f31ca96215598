import type { Flow, FlowStep } from "./flow.js";

/** As much of a flow as one drawing shows. */
export interface FlowPart {
  /** The last step of the part before. */
  readonly from: FlowStep | undefined;
  readonly steps: readonly FlowStep[];
  readonly failureSteps: readonly FlowStep[];
  /** The first step of the next part, where the way goes on there. */
  readonly to: FlowStep | undefined;
  /** Where failures that stop the procedure lead, when that is in another part. */
  readonly stopsAt: FlowStep | undefined;
}

/** So many boxes of one line, and the ends around them, are about as high as a sheet of A4. */
const MOST_BOXES = 15;

/** A flow in as many parts as it needs sheets. The steps to take after a failure stand with the last steps if they fit. */
export function divideFlow({ steps, failureSteps }: Flow): readonly FlowPart[] {
  const chunks = divide(steps);
  const fits = (chunks.at(-1)?.length ?? 0) + failureSteps.length <= MOST_BOXES;
  const parts = chunks.map((chunk, index): FlowPart => {
    const hasFailureSteps = fits && index === chunks.length - 1;
    return {
      ...neighbours(chunks, index),
      steps: chunk,
      failureSteps: hasFailureSteps ? failureSteps : [],
      stopsAt: hasFailureSteps ? undefined : failureSteps[0],
    };
  });
  if (fits) return parts;
  const rest = divide(failureSteps).map(
    (chunk, index, all): FlowPart => ({
      ...neighbours(all, index),
      steps: [],
      failureSteps: chunk,
      stopsAt: undefined,
    }),
  );
  return [...parts, ...rest];
}

function neighbours(chunks: readonly (readonly FlowStep[])[], index: number): Pick<FlowPart, "from" | "to"> {
  return { from: chunks[index - 1]?.at(-1), to: chunks[index + 1]?.[0] };
}

/** In chunks of about the same length. */
function divide(steps: readonly FlowStep[]): readonly (readonly FlowStep[])[] {
  const count = Math.ceil(steps.length / MOST_BOXES);
  const size = Math.ceil(steps.length / count);
  return Array.from({ length: count }, (_, index) => steps.slice(index * size, (index + 1) * size));
}
