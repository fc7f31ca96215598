import { expect } from "vitest";
import { verifyChain } from "../log/hash-chain.js";
import { appending, type LogClause, listed, person, request, stream } from "./log-clause.js";

const expiry = { expectedSeq: 2, actor: person, reason: "Kept long enough." };

/** What `expire` promises. */
export function addExpiryClauses(clause: LogClause): void {
  clause(
    "lets the data of a stream go, for another process too, with a tombstone and the chain in place",
    async ({ log, reopen }) => {
      const index = { status: "open", subject: "notes", dueMs: 1 };
      const kept = await log.append(stream, appending(0, ["a", "b"], { index }));
      const tombstone = await log.expire(stream, expiry);
      expect(tombstone).toMatchObject({ seq: 3, actor: person, data: { throughSeq: 2, status: "open" } });
      const other = await reopen();
      const events = await other.read(stream);
      expect(events).toEqual([...kept.map(({ data: _, ...rest }) => ({ ...rest, expiredBy: 3 })), tombstone]);
      const head = await other.find(stream);
      expect(verifyChain(stream, events)).toEqual(head?.head);
      expect(head).toMatchObject({ status: "expired", subject: "notes" });
      expect(head?.dueMs).toBeUndefined();
      expect(await listed(other, { kind: "note", exceptStatus: "expired" })).toEqual([]);
      await other.close();
    },
  );

  clause(
    "lets nothing go of a stream that has changed, or is not there, or is being moved",
    async ({ log }) => {
      await expect(log.expire(stream, expiry)).rejects.toMatchObject({ code: "log.conflict" });
      await log.append(stream, appending(0, ["a", "b", "c"]));
      await expect(log.expire(stream, expiry)).rejects.toMatchObject({
        code: "log.conflict",
        details: { expectedSeq: 2, actualSeq: 3 },
      });
      await log.claim(stream, request);
      await expect(log.expire(stream, { ...expiry, expectedSeq: 3 })).rejects.toMatchObject({
        code: "claim.held",
      });
      expect((await log.read(stream)).map(({ data }) => data)).toEqual([
        { text: "a" },
        { text: "b" },
        { text: "c" },
      ]);
    },
  );
}
