import { describe, expect, test } from "vitest";
import type { Symptom } from "../../incident/symptom.js";
import type { SlotTelling } from "../slot-symptoms.js";
import { afterTellings, findNews, withoutOld } from "./slot-news.js";

function telling(atMs: number, more: Partial<Symptom> = {}, slotIds = ["s-1"]): SlotTelling {
  const symptom = {
    key: "slot:s-1",
    state: "raised",
    kind: "late",
    severity: "warning",
    subject: "load",
    at: atMs,
    explanation: "Nothing had begun.",
    ...more,
  } as const;
  return { symptom, slotIds };
}

const late = telling(5);
const missed = telling(60, { kind: "missed", severity: "critical" });
const cleared = telling(70, { kind: "missed", severity: "critical", state: "cleared" });
const nobody = { nowMs: 100, isWell: () => false };

describe("findNews", () => {
  test("tells each thing once, and the worse of what is new at once", () => {
    expect(findNews(new Map(), [late], nobody)).toEqual([late]);
    expect(findNews(afterTellings(new Map(), [late]), [late], nobody)).toEqual([]);
    expect(findNews(afterTellings(new Map(), [late]), [late, missed], nobody)).toEqual([missed]);
    expect(findNews(new Map(), [late, missed], nobody)).toEqual([missed]);
    expect(findNews(new Map(), [late, missed, cleared], nobody)).toEqual([missed, cleared]);
    expect(findNews(afterTellings(new Map(), [missed, cleared]), [late, missed, cleared], nobody)).toEqual(
      [],
    );
  });

  test("tells nothing of what is well and was never told as wrong", () => {
    expect(findNews(new Map(), [cleared], nobody)).toEqual([]);
  });

  test("takes back what turns out to be well, and nothing that nobody can judge", () => {
    const told = afterTellings(new Map(), [missed]);
    expect(findNews(told, [], nobody)).toEqual([]);
    const [back] = findNews(told, [], { nowMs: 100, isWell: () => true });
    expect(back?.symptom).toMatchObject({ key: "slot:s-1", state: "cleared", at: 100 });
  });

  test("is not over while a slot that it was told of is not", () => {
    const group = telling(60, { kind: "missed" }, ["s-0", "s-1"]);
    const told = afterTellings(new Map(), [group]);
    expect(findNews(told, [group, cleared], nobody)).toEqual([]);
    const isWell = (id: string) => id === "s-0";
    expect(findNews(told, [group, cleared], { nowMs: 100, isWell })).toEqual([cleared]);
  });

  test("tells of the end after the beginning, also where a clock was corrected between", () => {
    const before = telling(3, { state: "cleared" });
    const [end] = findNews(afterTellings(new Map(), [late]), [late, before], nobody);
    expect(end?.symptom).toMatchObject({ state: "cleared", at: 6 });
  });
});

describe("withoutOld", () => {
  test("forgets what has long been well, and nothing that is wrong", () => {
    const told = afterTellings(new Map(), [cleared, telling(5, { key: "slot:s-2" })]);
    expect([...withoutOld(told, 100).keys()]).toEqual(["slot:s-1", "slot:s-2"]);
    expect([...withoutOld(told, 32 * 86_400_000).keys()]).toEqual(["slot:s-2"]);
  });
});
