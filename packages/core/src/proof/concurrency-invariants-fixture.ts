import type { ProvedRun } from "./proved-run-fixture.js";

/** Two runs that were under way at one time under one key, though neither has called the other. */
export function findConcurrencyFaults(runs: readonly ProvedRun[]): readonly string[] {
  const turns = runs.flatMap(({ run, events }) => {
    const admitted = events.find(({ type }) => type === "run.admitted");
    if (admitted === undefined || run.turn === undefined) return [];
    return [{ run, key: run.turn.key, fromMs: admitted.at, untilMs: run.finishedAt ?? Infinity }];
  });
  return turns.flatMap((one, at) =>
    turns.slice(at + 1).flatMap((other) => {
      if (one.key !== other.key || isCalled(one.run.runId, other.run.runId)) return [];
      if (one.fromMs >= other.untilMs || other.fromMs >= one.untilMs) return [];
      return [`${one.run.runId} and ${other.run.runId} were under way together under ${one.key}`];
    }),
  );
}

/** The id of a called run begins with the one of its caller. */
function isCalled(one: string, other: string): boolean {
  return one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
