import { describe, expect, test } from "vitest";
import { analyst, minute, monitor, symptom } from "../incident/incident-fixture.js";
import { shorten, toHeadline, toNotice, toSentences } from "./notice.js";
import { incident, notice } from "./notification-fixture.js";

const writing = {
  zone: "Europe/Berlin",
  instructionsFor: () => ["Open the load's page.", "Start it again."],
};
const toText = (more: Parameters<typeof incident>[1] = {}) => {
  const written = toNotice(incident("i-1", more), writing);
  return [written.headline, ...toSentences(written)];
};

describe("toNotice", () => {
  test("says what, since when, how it is known, what to do and who has it", () => {
    expect(toText()).toEqual([
      "Warning: nightly-load/load has failed.",
      "Since 5 Jan 2026, 23:00:00 (Europe/Berlin), environment production.",
      "run:i-1 at 0.",
      "To do: Open the load's page.",
      "To do: Start it again.",
      "Nobody has it yet.",
    ]);
  });

  test("counts what else belongs to it, and shows only so much", () => {
    const others = Array.from({ length: 11 }, (_, index) => symptom(`late:${index}`, index));
    const root = symptom("availability:production", 3, { environment: "production", severity: "critical" });
    const text = toText({ rootKey: root.key, severity: "critical", symptoms: [...others, root] });
    expect(text[0]).toBe("Critical: production is down, and 11 more.");
    expect(text[1]).toContain("Since 5 Jan 2026, 23:00:00");
    expect(text.filter((line) => line.startsWith("late:"))).toHaveLength(8);
    expect(text).toContain("And 4 more.");
  });

  test("says who has it, who was called, and how it ended", () => {
    const acknowledgement = { by: analyst, at: 0 };
    expect(toText({ state: "acknowledged", acknowledgement })).toEqual(
      expect.arrayContaining(["Acknowledged: nightly-load/load has failed.", "analyst has it."]),
    );
    expect(toText({ assignee: "data team" }).at(-1)).toBe("data team has it.");
    const escalations = [{ step: 0, role: "on call", person: "first" }];
    expect(toText({ escalations }).at(-1)).toBe("Nobody has it yet. Called: on call (first).");
    expect(toText({ isFlapping: true })[0]).toMatch(/^Comes and goes: /);
    const closing = { by: monitor, atMs: minute(5) };
    const over = toText({ state: "closed", closing });
    expect(over[0]).toBe("Over: nightly-load/load has failed.");
    expect(over.at(-1)).toBe("It ended by itself.");
    expect(over.join()).not.toContain("To do");
    const byHand = toText({
      state: "closed",
      closing: { ...closing, by: analyst, reason: "Loaded by hand." },
    });
    expect(byHand).toEqual(expect.arrayContaining(["Closed: Loaded by hand.", "analyst closed it."]));
    const part = toText({ state: "closed", closing: { ...closing, partOf: "outage" } });
    expect(part[0]).toMatch(/^Part of outage: /);
  });
});

test("toHeadline counts several", () => {
  expect(toHeadline([notice()])).toBe(notice().headline);
  expect(toHeadline([notice(), notice({ state: "over" })])).toBe("2 incidents, 1 of them open.");
  expect(toHeadline([notice({ state: "over" }), notice({ state: "over" })])).toBe("2 incidents are over.");
});

test("shorten cuts no character in two", () => {
  expect(shorten("abc", 3)).toBe("abc");
  expect(shorten("abcd", 3)).toBe("ab…");
  expect(shorten("a😀bc", 3)).toBe("a…");
});
