import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../digest.js";
import { canonicalJson, type JsonValue, toJsonValue } from "../json.js";
import type { LogEvent, NewEvent } from "./event.js";
import { CHAIN_START, hashEvent, linkEvent, verifyChain } from "./hash-chain.js";

const stream = { kind: "note", id: "2026-01" };
const start = { seq: 0, hash: CHAIN_START };

const newEvent: fc.Arbitrary<NewEvent> = fc.record({
  type: fc.string({ minLength: 1 }),
  actor: fc.record({ kind: fc.constantFrom("person", "service"), id: fc.string({ minLength: 1 }) }),
  data: fc.jsonValue().map((value) => toJsonValue(value)),
});

const chain = fc
  .array(fc.tuple(newEvent, fc.nat(), fc.nat()), { minLength: 1, maxLength: 8 })
  .map((events) => {
    const linked: LogEvent[] = [];
    for (const [event, at, epoch] of events) {
      linked.push(linkEvent(stream, linked.at(-1) ?? start, { ...event, at, epoch }));
    }
    return linked;
  });

const otherHash = sha256("something else");

/** Every single change that can be made to an event in a file. */
const CHANGES: Readonly<Record<string, (event: LogEvent) => LogEvent>> = {
  kind: (event) => ({ ...event, stream: { ...event.stream, kind: `${event.stream.kind}s` } }),
  id: (event) => ({ ...event, stream: { ...event.stream, id: `${event.stream.id}-copy` } }),
  seq: (event) => ({ ...event, seq: event.seq + 1 }),
  type: (event) => ({ ...event, type: `${event.type}!` }),
  "kind of the actor": (event) => ({
    ...event,
    actor: { ...event.actor, kind: event.actor.kind === "person" ? "service" : "person" },
  }),
  "id of the actor": (event) => ({ ...event, actor: { ...event.actor, id: `${event.actor.id}!` } }),
  at: (event) => ({ ...event, at: event.at + 1 }),
  epoch: (event) => ({ ...event, epoch: event.epoch + 1 }),
  data: (event) => ({ ...event, data: { was: event.data ?? null } }),
  "digest of the data": (event) => ({ ...event, dataDigest: otherHash }),
  "data together with its digest": (event) => {
    const data = { was: event.data ?? null };
    return { ...event, data, dataDigest: sha256(canonicalJson(data)) };
  },
  "previous hash": (event) => ({ ...event, previousHash: otherHash }),
  hash: (event) => ({ ...event, hash: otherHash }),
};

describe("hashEvent", () => {
  test("is the digest of the canonical JSON of all that an event holds but its data", () => {
    fc.assert(
      fc.property(chain, (events) => {
        for (const { stream: of, data: _, hash, ...rest } of events) {
          expect(hash).toBe(sha256(canonicalJson(toJsonValue({ ...rest, ...of }))));
        }
      }),
    );
  });
});

describe("verifyChain", () => {
  test("accepts what was linked, and gives the head that it ends in", () => {
    fc.assert(
      fc.property(chain, (events) => {
        const last = events.at(-1);
        expect(verifyChain(stream, events)).toEqual({ seq: events.length, hash: last?.hash });
      }),
    );
    expect(verifyChain(stream, [])).toEqual(start);
  });

  test.each(Object.entries(CHANGES))(
    "finds a change of the %s of any event, with its number",
    (_field, change) => {
      fc.assert(
        fc.property(chain, fc.nat(), (events, where) => {
          const at = where % events.length;
          const changed = events.map((event, index) => (index === at ? change(event) : event));
          expect(() => verifyChain(stream, changed)).toThrow(damagedAt(at + 1));
        }),
      );
    },
  );

  test("finds an event that was sealed again after it was changed, by the next one", () => {
    fc.assert(
      fc.property(chain, newEvent, (events, added) => {
        const next = linkEvent(stream, events.at(-1) ?? start, { ...added, at: 0, epoch: 0 });
        const forged = events.map((event, index) => {
          if (index < events.length - 1) return event;
          const unsealed = { ...event, type: `${event.type}!` };
          return { ...unsealed, hash: hashEvent(unsealed) };
        });
        expect(() => verifyChain(stream, [...forged, next])).toThrow(damagedAt(next.seq));
      }),
    );
  });

  test("finds an event that is missing, doubled or moved", () => {
    fc.assert(
      fc.property(chain, fc.nat(), (events, where) => {
        fc.pre(events.length > 1);
        const at = where % (events.length - 1);
        const [before, [event], after] = [
          events.slice(0, at),
          events.slice(at, at + 1),
          events.slice(at + 1),
        ];
        if (event === undefined) return;
        expect(() => verifyChain(stream, [...before, ...after])).toThrow(damagedAt(at + 1));
        expect(() => verifyChain(stream, [...before, event, event, ...after])).toThrow(damagedAt(at + 2));
        const [next, ...rest] = after;
        if (next !== undefined)
          expect(() => verifyChain(stream, [...before, next, event, ...rest])).toThrow(damagedAt(at + 1));
      }),
    );
  });

  test("proves a part from the head before it, and no part from another head", () => {
    fc.assert(
      fc.property(chain, fc.nat(), (events, where) => {
        const at = where % events.length;
        const head = { seq: at, hash: events[at - 1]?.hash ?? CHAIN_START };
        expect(verifyChain(stream, events.slice(at), head).seq).toBe(events.length);
        expect(() => verifyChain(stream, events.slice(at), { seq: at, hash: otherHash })).toThrow(
          damagedAt(at + 1),
        );
      }),
    );
  });

  test("lets the data expire: the hash holds on its digest alone", () => {
    fc.assert(
      fc.property(chain, ([event]) => {
        if (event === undefined) return;
        expect(hashEvent({ ...event, data: null })).toBe(event.hash);
      }),
    );
  });

  test("wants a tombstone that covers it behind data that is absent", () => {
    const actor = { kind: "person", id: "analyst" } as const;
    const expired = (throughSeq: number) => ({ throughSeq, reason: "old", status: "open" });
    fc.assert(
      fc.property(chain, fc.nat(), (events, where) => {
        const from = where % events.length;
        const bare = events.map(({ data, ...event }, at) => (at < from ? { ...event, data } : event));
        expect(() => verifyChain(stream, bare)).toThrow(damagedAt(from + 1));
        const head = events.at(-1) ?? start;
        const withTombstone = (data: JsonValue, type = "payload.expired") => [
          ...bare,
          linkEvent(stream, head, { type, actor, data, at: 0, epoch: 0 }),
        ];
        expect(verifyChain(stream, withTombstone(expired(events.length))).seq).toBe(events.length + 1);
        for (const none of [
          withTombstone(expired(events.length - 1)),
          withTombstone({}),
          withTombstone(expired(events.length), "line.added"),
        ])
          expect(() => verifyChain(stream, none)).toThrow(damagedAt(from + 1));
      }),
    );
  });
});

function damagedAt(seq: number) {
  return expect.objectContaining({
    code: "log.damaged",
    message: expect.stringContaining(`Event ${seq} of note/2026-01`),
    details: { stream: "note/2026-01", seq },
  });
}
