import { describe, expect, test } from "vitest";
import { dropProfile } from "./drop-profile.js";
import { type ResultRule, toVerdict } from "./result-file.js";
import { PLAIN } from "./testing/simulated-drops.js";

const { verdict } = dropProfile.parse(PLAIN);
const RULE: ResultRule =
  verdict.kind === "result" ? verdict : expect.fail("the plain profile has a result file");
const SIGNALLED = Date.UTC(2026, 0, 5, 22);
const key = { at: SIGNALLED - 1_000, run: "k1", aheadMs: 60_000, signalledAt: SIGNALLED };

function tell(document: unknown, rule: Partial<ResultRule> = {}, isPlaceOurs = true) {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  const file = { path: "/out/a.json", text, isPlaceOurs, isNew: true, key, clockToleranceMs: 2_000 };
  return toVerdict({ ...RULE, run: undefined, ...rule }, file);
}

describe("toVerdict", () => {
  test.for([
    ["OK", {}, "succeeded"],
    ["OK", { bad: 1 }, "succeeded-with-rejects"],
    ["OK", { bad: "2" }, "succeeded-with-rejects"],
    ["ERROR", { bad: 1 }, "failed"],
    ["ok", {}, "unknown"],
    ["toString", {}, "unknown"],
  ] as const)("takes the word %s with the counts %j for %s", ([state, rows, told]) => {
    expect(tell({ job: { state, rows } })).toMatchObject({ outcome: { state: told, rawStatus: state } });
  });

  test("does not know a count that is none", () => {
    for (const read of [-1, 1.5, "many", null, "", 2 ** 60]) {
      const told = tell({ job: { state: "OK", rows: { read } } });
      expect(told).toMatchObject({ outcome: { volume: {} } });
    }
    expect(tell({ job: { state: "OK", rows: { read: "7" } } })).toMatchObject({
      outcome: { volume: { rowsRead: 7 } },
    });
  });

  test("does not know what a success is that tells a problem, of any part", () => {
    const problems = ["/parts/*/error/msg"];
    const parts = [{ error: null }, { error: { msg: "no rate" } }, {}];
    const told = tell({ job: { state: "OK" }, parts }, { problems });
    expect(told).toMatchObject({ outcome: { state: "unknown", message: "no rate" } });
    const sound = tell({ job: { state: "OK" }, parts: [{ error: null }] }, { problems });
    expect(sound).toMatchObject({ outcome: { state: "succeeded", message: "" } });
  });

  test("waits for a word of the end", () => {
    const ended = { pointer: "/done", words: ["true"] };
    expect(tell({ done: false }, { ended })).toEqual({ state: "open", rawStatus: "not ended: false" });
    expect(tell({ done: true, job: { state: "OK" } }, { ended })).toMatchObject({ state: "ended" });
  });

  test.for([
    ["the key of another run", { run: "k2" }, { run: "/job/run" }, true, "open"],
    ["our key", { run: "k1" }, { run: "/job/run" }, false, "ended"],
    ["a time before the signal, by the site's clock", { begun: "2026-01-05T22:00:57Z" }, {}, false, "open"],
    ["a time after it", { begun: "2026-01-05T22:00:58Z" }, {}, false, "ended"],
    ["an older time at a place of our own", { begun: "2026-01-05T20:00:00Z" }, {}, true, "ended"],
  ] as const)("looks whose result it is: %s", ([, job, rule, isPlaceOurs, state]) => {
    expect(tell({ job: { state: "OK", ...job } }, rule, isPlaceOurs).state).toBe(state);
  });

  test.for([
    ["a page", "<!DOCTYPE html>"],
    ["nothing", ""],
    ["half of it", '{"job":{"state":'],
    ["JSON of another vendor", '{"jobs":[]}'],
    ["JSON that is no object", '"OK"'],
    ["a state that is none", '{"job":{"state":{}}}'],
  ] as const)("cannot read %s", ([, text]) => {
    expect(() => tell(text)).toThrow(expect.objectContaining({ code: "remote.malformed" }));
  });

  test("cannot read a time that is none", () => {
    const begun = () => tell({ job: { state: "OK", begun: "soon" } }, {}, false);
    expect(begun).toThrow(/tells no time at \/job\/begun/);
  });
});
