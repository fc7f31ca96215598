import type { StepDefinition } from "@spm-ops/core";
import { keepLocally } from "./local-file.js";
import { type NightInput, type NightParts, nightFolder } from "./night-parts.js";

/** Leaves a note for whoever takes over a night that has failed. */
export function handoverStep<Outputs>(
  parts: NightParts,
): StepDefinition<NightInput, Outputs, { path: string }> {
  return {
    title: "Leave a hand-over note",
    instructions: ["Write down what has ended the night, and what was done already, for the day shift."],
    effect: "repeatable",
    run: async ({ input, outputs }) => {
      const done = Object.keys(Object(outputs));
      const note = [
        `# The night of ${input.businessDate} has failed`,
        "",
        "The run log says where and why. Steps that were done, and need not be done again:",
        "",
        ...done.map((stepId) => `- ${stepId}`),
        "",
      ].join("\n");
      const { path } = await keepLocally(`${nightFolder(parts, input)}/hand-over.md`, bytesOf(note));
      return { path };
    },
  };
}

async function* bytesOf(text: string) {
  yield Buffer.from(text, "utf8");
}
