import { describe, expect, test } from "vitest";
import { z } from "zod";
import { defineGuide } from "./guide.js";
import { defineProcedure } from "./procedure.js";
import { renderGuide } from "./render-guide.js";

const run = () => 1;

const nightlyLoad = defineProcedure({
  id: "nightly-load",
  title: "Load the night's orders",
  purpose: "Commissions are computed on yesterday's orders.",
  due: "every night at 22:00",
  input: z.object({}),
})
  .step("receive", {
    title: "Wait for the order file",
    instructions: ["Open the customer's site.", "Look for orders_*.csv in /inbox."],
    onSuccess: { instructions: ["Note its size."] },
    onFailure: { instructions: ["Ask for the file."], call: "data team", then: "stop" },
    effect: "repeatable",
    retry: { attempts: 3 },
    timeoutMs: 90_000,
    run,
  })
  .step("load", {
    title: "Load it",
    instructions: ["Start the import."],
    onFailure: { instructions: ["Go on with what is there."], then: "continue" },
    onDoubt: { instructions: ["Look into the list of imports."] },
    effect: "once",
    run,
  })
  .whenFailed("tell", { title: "Tell the vendor", instructions: ["Write a ticket."], effect: "keyed", run });

const guide = defineGuide({
  title: "Operations Guide",
  client: "Example",
  environments: [{ id: "production", title: "Production", vendor: "Anaplan" }],
  contacts: [{ role: "data team", reach: "data@example.test" }],
  procedures: [nightlyLoad],
});

const printed = `# Operations Guide

Client: Example  
Version: \`f00d\`

## Environments

| Environment | What it is | Vendor |
| --- | --- | --- |
| \`production\` | Production | Anaplan |

## Whom to call

| Role | How |
| --- | --- |
| data team | data@example.test |

## Contents

1. [Load the night's orders](#nightly-load)

<a id="nightly-load"></a>

## 1. Load the night's orders

Commissions are computed on yesterday's orders.

Due: every night at 22:00

### 1.1 Wait for the order file

\`receive\` · May be done again. Tried up to 3 times. One try may take 90 s.

1. Open the customer's site.
2. Look for orders\\_\\*.csv in /inbox.

**On success**

1. Note its size.

**On failure** The procedure stops. Call: data team.

1. Ask for the file.

### 1.2 Load it

\`load\` · Never do it twice.

1. Start the import.

**On failure** The procedure goes on.

1. Go on with what is there.

**In doubt**

1. Look into the list of imports.

### When the procedure has failed

### 1.F1 Tell the vendor

\`tell\` · May be done again under the same key.

1. Write a ticket.

**On failure** The procedure stops.
`;

describe("renderGuide", () => {
  test("prints a guide as it is declared", () => {
    expect(renderGuide(guide.document, { hash: "f00d" })).toBe(printed);
  });

  test("prints the same from a document that was kept as JSON", () => {
    const kept = JSON.parse(JSON.stringify(guide.document));
    expect(renderGuide(kept, { hash: "f00d" })).toBe(printed);
  });

  test("leaves out what a guide does not have", () => {
    const step = { title: "Count", instructions: ["Count."], effect: "repeatable", run } as const;
    const bare = defineProcedure({ id: "count", title: "Count", input: z.object({}) }).step("count", step);
    const { document } = defineGuide({ title: "Guide", client: "Example", procedures: [bare] });
    expect(renderGuide(document, { hash: "f00d" })).not.toMatch(
      /Environments|Whom to call|Due|failed|undefined/,
    );
  });

  test.each([
    ["<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
    ["*bold* _it_ `code`", "\\*bold\\* \\_it\\_ \\`code\\`"],
    ["[here](http://example.test)", "\\[here\\](http://example.test)"],
    ["a | b", "a \\| b"],
    ["# 1\n\n## 2", "\\# 1 \\#\\# 2"],
    ["C:\\inbox", "C:\\\\inbox"],
  ])("takes %j for text wherever it stands", (text, escaped) => {
    const step = { title: text, instructions: [text], effect: "repeatable", run } as const;
    const procedure = defineProcedure({
      id: "count",
      title: text,
      purpose: text,
      due: text,
      input: z.object({}),
    })
      .step("count", { ...step, onSuccess: { instructions: [text] }, onDoubt: { instructions: [text] } })
      .whenFailed("tell", { ...step, onFailure: { instructions: [text], call: text } });
    const { document } = defineGuide({
      title: text,
      client: text,
      environments: [{ id: "production", title: text, vendor: text }],
      contacts: [{ role: text, reach: text }],
      procedures: [procedure],
    });
    const rendered = renderGuide(document, { hash: "f00d" });
    expect(rendered.split(escaped)).toHaveLength(19);
    expect(rendered.replaceAll(escaped, "")).not.toContain(text);
  });
});
