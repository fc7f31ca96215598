import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { LogEvent } from "../log/event.js";
import { verifyChain } from "../log/hash-chain.js";
import { foldStream } from "../log/stream.js";
import { runKind } from "./run-kind.js";
import type { RunState } from "./run-state.js";

interface Golden {
  readonly version: string;
  readonly runs: readonly { readonly state: RunState; readonly events: readonly LogEvent[] }[];
}

const folder = new URL("../../golden/", import.meta.url);
const goldens = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name): Golden => JSON.parse(readFileSync(new URL(name, folder), "utf8")));

describe("runs that a released version wrote", () => {
  const runs = goldens.flatMap(({ version, runs }) =>
    runs.map((run) => ({ version, ...run, runId: run.state.runId })),
  );

  test("are there", () => {
    expect(runs.length).toBeGreaterThanOrEqual(7);
  });

  test.each(runs)("fold to the same state, with the same chain: $version, $runId", ({ state, events }) => {
    const first = events[0];
    if (first === undefined) throw new TypeError("a run without events");
    expect(foldStream(runKind, events)).toEqual(state);
    expect(verifyChain(first.stream, events).seq).toBe(events.length);
  });
});
