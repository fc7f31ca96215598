import type { DeclaredProcedure, GuideProblem } from "./guide-problem.js";

interface Call {
  readonly from: string;
  readonly to: string;
}

/** Calls of procedures that the guide does not have, and calls that come back to where they began. */
export function findCallProblems(
  procedures: readonly Pick<DeclaredProcedure, "id" | "steps">[],
): readonly GuideProblem[] {
  const calls = procedures.flatMap(({ id, steps }, index) =>
    steps.flatMap((step, at) =>
      step.kind === "calling"
        ? [{ from: id, to: step.procedureId, path: ["procedures", index, "steps", at, "procedureId"] }]
        : [],
    ),
  );
  return calls.flatMap(({ from, to, path }) => {
    if (!procedures.some(({ id }) => id === to)) {
      return [{ path, message: `the guide has no procedure ${to}` }];
    }
    const way = findWay(to, from, calls);
    return way === undefined ? [] : [{ path, message: `calls itself: ${[from, ...way].join(" → ")}` }];
  });
}

/** The procedures on a way of calls from one to another, both included; no procedure is looked at twice. */
function findWay(
  from: string,
  to: string,
  calls: readonly Call[],
  seen = new Set<string>(),
): readonly string[] | undefined {
  if (from === to) return [to];
  seen.add(from);
  for (const call of calls) {
    if (call.from !== from || seen.has(call.to)) continue;
    const way = findWay(call.to, to, calls, seen);
    if (way !== undefined) return [from, ...way];
  }
  return undefined;
}
