import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sha256 } from "../digest.js";
import { canonicalJson } from "../json.js";
import { isSpmError } from "../spm-error.js";
import { guideDocument } from "./document/guide-document.js";
import { defineGuide, type GuideDeclaration } from "./guide.js";
import { hashGuide } from "./guide-hash.js";
import { type AnyProcedure, defineProcedure } from "./procedure.js";

const text = {
  title: "A step",
  instructions: ["Do it by hand."],
  effect: "repeatable",
  run: () => 1,
} as const;

function night(id = "nightly-load") {
  return defineProcedure({ id, title: "The night", input: z.strictObject({ businessDate: z.iso.date() }) });
}

const declared: GuideDeclaration = {
  title: "Operations Guide",
  client: "Example",
  environments: [{ id: "production", title: "Production", vendor: "Anaplan" }],
  contacts: [{ role: "data team", reach: "data@example.test" }],
  procedures: [night().step("receive", text).whenFailed("tell", text)],
};

function issuesOf(declaration: GuideDeclaration): readonly string[] {
  try {
    defineGuide(declaration);
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return [];
}

const withProcedures = (...procedures: readonly AnyProcedure[]) => ({ ...declared, procedures });

describe("defineGuide", () => {
  test("makes a document of what was declared, without its code", () => {
    const guide = defineGuide(declared);
    expect(guide.document).toMatchObject({
      title: "Operations Guide",
      client: "Example",
      environments: [{ id: "production" }],
      contacts: [{ role: "data team" }],
      procedures: [
        {
          id: "nightly-load",
          input: { type: "object", required: ["businessDate"], additionalProperties: false },
          steps: [{ kind: "automated", id: "receive", effect: "repeatable", canBeFound: false }],
          failureSteps: [{ id: "tell" }],
        },
      ],
    });
    expect(JSON.parse(JSON.stringify(guide.document))).toEqual(guide.document);
    expect(JSON.stringify(guide.document)).not.toContain("run");
  });

  test("gives the procedure itself by its id, and tells which there are", () => {
    const guide = defineGuide(declared);
    expect(guide.procedure("nightly-load")).toBe(declared.procedures[0]);
    expect(() => guide.procedure("month-end")).toThrow(
      expect.objectContaining({
        code: "run.unknown",
        message: "The guide of Example has no procedure month-end; it has nightly-load.",
      }),
    );
  });

  test.each<[string, GuideDeclaration]>([
    ["title:", { ...declared, title: "" }],
    ["client:", { ...declared, client: "" }],
    ["environments.0.vendor:", { ...declared, environments: [{ id: "p", title: "P", vendor: "" }] }],
    ["contacts.0.reach:", { ...declared, contacts: [{ role: "data team", reach: "" }] }],
    ["procedures: a guide needs a procedure", withProcedures()],
    ["procedures.0.id: lower-case words", withProcedures(night("Nightly Load").step("receive", text))],
    ["procedures.0.steps: a procedure needs a step", withProcedures(night())],
    ["procedures.0.steps.0.id: lower-case words", withProcedures(night().step("2nd", text))],
    ["procedures.0.steps.0.title:", withProcedures(night().step("receive", { ...text, title: "" }))],
    [
      "procedures.0.steps.0.instructions:",
      withProcedures(night().step("receive", { ...text, instructions: [] })),
    ],
    ["procedures.0.steps.0.timeoutMs:", withProcedures(night().step("receive", { ...text, timeoutMs: 0 }))],
    [
      "procedures.0.steps.0.retry.attempts:",
      withProcedures(night().step("receive", { ...text, retry: { attempts: 0 } })),
    ],
    [
      "procedures.0.steps.0.onDoubt: an effect that may be done only `once` needs",
      withProcedures(night().step("load", { ...text, effect: "once" })),
    ],
    [
      "procedures.0.failureSteps.0.onFailure.call: night desk is no role",
      withProcedures(
        night()
          .step("receive", text)
          .whenFailed("tell", { ...text, onFailure: { instructions: ["Call."], call: "night desk" } }),
      ),
    ],
    [
      "procedures.1.id: nightly-load is the id of an earlier one",
      withProcedures(night().step("receive", text), night().step("receive", text)),
    ],
  ])("refuses %s", (issue, declaration) => {
    expect(issuesOf(declaration)).toEqual([expect.stringContaining(issue)]);
  });

  test("refuses a taken id of a step, which the compiler refuses too, wherever it stands", () => {
    // @ts-expect-error the id is taken
    expect(issuesOf(withProcedures(night().step("receive", text).step("receive", text)))).toEqual([
      "procedures.0.steps.1.id: receive is the id of an earlier step",
    ]);
    // @ts-expect-error the id is taken
    expect(issuesOf(withProcedures(night().step("receive", text).whenFailed("receive", text)))).toEqual([
      "procedures.0.failureSteps.0.id: receive is the id of an earlier step",
    ]);
  });

  test("tells everything that cannot work at once", () => {
    const bad = night("Bad Name").step("load", {
      ...text,
      effect: "once",
      instructions: [""],
      onFailure: { instructions: ["Call."], call: "nobody" },
    });
    expect(issuesOf({ ...withProcedures(bad), title: "" })).toEqual([
      expect.stringContaining("title:"),
      expect.stringContaining("procedures.0.id:"),
      expect.stringContaining("procedures.0.steps.0.instructions.0:"),
      expect.stringContaining("procedures.0.steps.0.onDoubt:"),
      expect.stringContaining("procedures.0.steps.0.onFailure.call: nobody"),
    ]);
  });

  test("accepts a `once` step that can be found, or that a person can find out about", () => {
    const find = async () => ({ state: "absent" }) as const;
    const procedure = night()
      .step("load", { ...text, effect: "once", find })
      .step("send", { ...text, effect: "once", onDoubt: { instructions: ["Look into the outbox."] } });
    const { document } = defineGuide(withProcedures(procedure));
    expect(document.procedures[0]?.steps).toMatchObject([{ canBeFound: true }, { canBeFound: false }]);
  });

  test("refuses an input that cannot be written down", () => {
    const odd = defineProcedure({ id: "odd", title: "Odd", input: z.object({ at: z.date() }) }).step(
      "a",
      text,
    );
    expect(issuesOf(withProcedures(odd))).toEqual([expect.stringMatching(/^procedures\.0\.input: Date/)]);
  });
});

describe("the hash of a guide", () => {
  const { hash, document } = defineGuide(declared);

  test("is the one that the guide had before there were several kinds of steps", () => {
    const kept = JSON.parse(JSON.stringify(document).replaceAll('"kind":"automated",', ""));
    expect(kept.procedures[0].steps[0]).not.toHaveProperty("kind");
    expect(sha256(canonicalJson(kept))).toBe(hash);
    expect(hashGuide(guideDocument.parse(kept))).toBe(hash);
    expect(guideDocument.parse(kept)).toEqual(document);
  });

  test("is the same for the same guide, in whatever order it was written down", () => {
    const { title, client, ...rest } = declared;
    expect(defineGuide({ ...rest, client, title }).hash).toBe(hash);
    const { title: stepTitle, ...stepRest } = text;
    const again = night()
      .step("receive", { ...stepRest, title: stepTitle })
      .whenFailed("tell", text);
    expect(defineGuide(withProcedures(again)).hash).toBe(hash);
  });

  test("does not change with the code of a step", () => {
    const again = night()
      .step("receive", { ...text, run: () => 2 })
      .whenFailed("tell", text);
    expect(defineGuide(withProcedures(again)).hash).toBe(hash);
  });

  test.each<[string, GuideDeclaration]>([
    ["title", { ...declared, title: "Another Guide" }],
    ["client", { ...declared, client: "Another" }],
    ["contact", { ...declared, contacts: [{ role: "data team", reach: "phone 12" }] }],
    ["environment", { ...declared, environments: [] }],
    [
      "instruction",
      withProcedures(
        night()
          .step("receive", { ...text, instructions: ["Do it."] })
          .whenFailed("tell", text),
      ),
    ],
    [
      "policy",
      withProcedures(
        night()
          .step("receive", { ...text, timeoutMs: 5 })
          .whenFailed("tell", text),
      ),
    ],
    [
      "effect",
      withProcedures(
        night()
          .step("receive", { ...text, effect: "keyed" })
          .whenFailed("tell", text),
      ),
    ],
    ["failure step", withProcedures(night().step("receive", text))],
    [
      "input",
      withProcedures(
        defineProcedure({ id: "nightly-load", title: "The night", input: z.strictObject({}) })
          .step("receive", text)
          .whenFailed("tell", text),
      ),
    ],
  ])("changes with the %s", (_what, declaration) => {
    expect(defineGuide(declaration).hash).not.toBe(hash);
  });
});
