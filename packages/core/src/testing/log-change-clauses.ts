import { expect } from "vitest";
import type { Log, StreamChange } from "../log/log.js";
import { appending, type LogClause, stream } from "./log-clause.js";

/** What `changes` promises. */
export function addChangeClauses(clause: LogClause): void {
  clause(
    "tells each stream that has changed once, in the order of its latest event, from a position on",
    async ({ log }) => {
      const append = (kind: string, id: string, expectedSeq: number) =>
        log.append({ kind, id }, appending(expectedSeq, ["x", "y"]));
      for (const [kind, id] of [
        ["note", "1"],
        ["other", "2"],
        ["note", "3"],
      ] as const)
        await append(kind, id, 0);
      await append("note", "1", 2);
      const seen = await changed(log);
      expect(seen.map(({ stream: { id }, head: { seq } }) => [id, seq])).toEqual([
        ["2", 2],
        ["3", 2],
        ["1", 4],
      ]);
      expect(seen.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual(
        seen.map(({ position }) => position),
      );
      expect(seen[2]).toMatchObject((await log.find({ kind: "note", id: "1" })) ?? {});

      const [first, second, last] = seen;
      expect(await changed(log, { limit: 1 })).toEqual([first]);
      expect(await changed(log, { limit: 0 })).toEqual([]);
      expect(await changed(log, { afterPosition: first?.position })).toEqual([second, last]);
      expect(await changed(log, { afterPosition: last?.position })).toEqual([]);
      await append("other", "2", 2);
      const later = await changed(log, { afterPosition: last?.position });
      expect(later.map(({ stream: { id } }) => id)).toEqual(["2"]);
    },
  );

  clause("tells more than a page of changes, each stream once", async ({ log }) => {
    const ids = Array.from({ length: 1_200 }, (_, index) => String(index));
    await log.appendAll(ids.map((id) => ({ stream: { ...stream, id }, ...appending(0, ["a", "b"]) })));
    expect((await changed(log)).map(({ stream: { id } }) => id)).toEqual(ids);
    expect(await changed(log, { limit: 1_100 })).toHaveLength(1_100);
  });
}

async function changed(log: Log, range?: Parameters<Log["changes"]>[0]): Promise<readonly StreamChange[]> {
  const changes: StreamChange[] = [];
  for await (const change of log.changes(range)) changes.push(change);
  return changes;
}
