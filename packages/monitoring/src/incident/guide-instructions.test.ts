import { defineGuide, defineProcedure } from "@spm-ops/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { guideInstructions } from "./guide-instructions.js";
import type { Incident } from "./incident.js";
import { symptom } from "./incident-fixture.js";

const text = (title: string, instructions: readonly string[]) => ({
  title,
  instructions: ["Watch it."],
  onFailure: { instructions, then: "stop" as const },
  effect: "repeatable" as const,
  run: async () => undefined,
});

const { document } = defineGuide({
  title: "Operations",
  client: "Client",
  contacts: [{ role: "on call", reach: "Telephone 123" }],
  procedures: [
    defineProcedure({ id: "nightly-load", title: "Load", input: z.object({}) })
      .step("receive", text("Receive", ["Ask the data team."]))
      .step("load", text("Load", ["Open the load's page.", "Start it again."])),
  ],
});

const incident: Incident = {
  ...{ id: "i", state: "open", severity: "warning", rootKey: "a", revision: 1, unattendedSince: 0 },
  symptoms: [
    symptom("a", 0, { subject: "nightly-load/load" }),
    symptom("b", 1, { subject: "production" }),
    symptom("c", 2, { subject: "nightly-load/load" }),
  ],
  ...{ ends: [], escalations: [], feedback: [], told: [], timeline: [], isFlapping: false, isSettled: false },
};

test("guideInstructions are those of the steps in trouble, once, and how to reach who was called", () => {
  expect(guideInstructions(document, incident)).toEqual(["Open the load's page.", "Start it again."]);
  const escalations = [{ step: 0, role: "on call" }];
  expect(guideInstructions(document, { ...incident, escalations })).toEqual([
    "Open the load's page.",
    "Start it again.",
    "Reach on call: Telephone 123",
  ]);
});
