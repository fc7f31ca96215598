import { SpmError } from "../../spm-error.js";
import type { Claim, ClaimRequest } from "../claim.js";
import { type StreamId, streamName } from "../event.js";
import { type SqliteDriver, toRow } from "./sqlite-driver.js";

/** The claims in the database. Every function runs inside the caller's transaction. */
export interface SqliteClaims {
  assertHeld(claim: Claim, now: number): void;
  assertFree(stream: StreamId, now: number): void;
  take(
    stream: StreamId,
    request: ClaimRequest,
    fresh: { readonly token: string; readonly now: number },
  ): Claim;
  renew(claim: Claim, leaseMs: number, now: number): Claim;
  release(claim: Claim): void;
}

interface ClaimRow {
  readonly token: string;
  readonly epoch: number;
  readonly worker: string;
  readonly untilMs: number;
}

export function createSqliteClaims(driver: SqliteDriver): SqliteClaims {
  const select = driver.prepare("SELECT token, epoch, worker, until_ms FROM claim WHERE kind = ? AND id = ?");
  const selectHeld = driver.prepare(
    "SELECT 1 FROM claim WHERE kind = ? AND id = ? AND token = ? AND until_ms > ?",
  );
  const upsert = driver.prepare(
    `INSERT INTO claim (kind, id, token, epoch, worker, until_ms) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET
       token = excluded.token, epoch = excluded.epoch, worker = excluded.worker, until_ms = excluded.until_ms`,
  );
  const prolong = driver.prepare("UPDATE claim SET until_ms = ? WHERE kind = ? AND id = ? AND token = ?");

  const find = ({ kind, id }: StreamId): ClaimRow | undefined => {
    const found = select.get(kind, id);
    if (found === undefined) return undefined;
    const row = toRow(found);
    return {
      token: String(row["token"]),
      epoch: Number(row["epoch"]),
      worker: String(row["worker"]),
      untilMs: Number(row["until_ms"]),
    };
  };

  const assertHeld = (claim: Claim, now: number) => {
    const { kind, id } = claim.stream;
    if (selectHeld.get(kind, id, claim.token, now) !== undefined) return;
    const stream = streamName(claim.stream);
    throw new SpmError("claim.lost", `The claim of ${stream} has ended or passed on; nothing was written.`, {
      stream,
    });
  };

  const assertFree = (stream: StreamId, now: number) => {
    const held = find(stream);
    if (held !== undefined && held.untilMs > now) throw claimHeld(stream, held);
  };

  return {
    assertHeld,
    assertFree,
    take(stream, { worker, leaseMs }, { token, now }) {
      const held = find(stream);
      if (held !== undefined && held.untilMs > now) throw claimHeld(stream, held);
      const claim = { stream, token, epoch: (held?.epoch ?? 0) + 1, untilMs: now + leaseMs };
      upsert.run(stream.kind, stream.id, token, claim.epoch, worker, claim.untilMs);
      return claim;
    },
    renew(claim, leaseMs, now) {
      assertHeld(claim, now);
      const untilMs = now + leaseMs;
      prolong.run(untilMs, claim.stream.kind, claim.stream.id, claim.token);
      return { ...claim, untilMs };
    },
    release(claim) {
      prolong.run(0, claim.stream.kind, claim.stream.id, claim.token);
    },
  };
}

function claimHeld(stream: StreamId, { worker, untilMs }: ClaimRow): SpmError {
  const name = streamName(stream);
  const until = new Date(untilMs).toISOString();
  return new SpmError("claim.held", `${name} is being moved by ${worker} until ${until}.`, {
    stream: name,
    untilMs,
  });
}
