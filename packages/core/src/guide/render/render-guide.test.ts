import { describe, expect, test } from "vitest";
import { bareGuide, guideOfText, nightGuide } from "./guide-fixture.js";
import { renderGuide } from "./render-guide.js";

const printed = `# Operations Guide

Example · version \`f00d\`

<a id="_contents"></a>

## Contents

1. [Load the night's orders](#nightly-load) – every night at 22:00

<a id="_environments"></a>

## Environments

| Environment | What it is | Vendor |
| --- | --- | --- |
| \`production\` | Production | Anaplan |

<a id="_contacts"></a>

## Whom to call

| Role | How |
| --- | --- |
| **data team** | data@example.test |
| **night desk** | by telephone |

<a id="nightly-load"></a>

## 1. Load the night's orders

Commissions are computed on yesterday's orders.

- **Due**: every night at 22:00
- **Needs**: \`businessDate\` (date); \`note\` (string, optional)
- **Who is called**: **data team**: data@example.test

**The way through**

1. 1.1 [Wait for the order file](#nightly-load.receive) – on failure: stops, call data team
2. 1.2 [Load it](#nightly-load.load) (only once) – on failure: goes on
3. After a stop: 1.F1 [Tell the vendor](#nightly-load.tell)

<a id="nightly-load.receive"></a>

### 1.1 Wait for the order file

\`receive\` · May be done again. Tried up to 3 times where another try can help, waiting 1 s at first and 2 s at last. One try may take 1 min 30 s at most.

1. Open the customer's site.
2. Look for orders\\_\\*.csv in /inbox.

**On success**

1. Note its size.

**On failure** The procedure stops; go to 1.F1 [Tell the vendor](#nightly-load.tell). Call: **data team**.

1. Ask for the file.

<a id="nightly-load.load"></a>

### 1.2 Load it

\`load\` · Never do it twice: when the answer is lost, a person has to find out whether it has happened. Tried once. No limit of time.

1. Start the import.

**On failure** The procedure goes on to its end.

1. Go on with what is there.

**In doubt**

1. Look into the list of imports.

<a id="nightly-load.failed"></a>

### When the procedure has failed

<a id="nightly-load.tell"></a>

#### 1.F1 Tell the vendor

\`tell\` · May be done again under the same key. Tried once. No limit of time.

1. Write a ticket.

**On failure** The steps after it are taken all the same.
`;

describe("renderGuide in Markdown", () => {
  test("prints a guide as it is declared", () => {
    expect(renderGuide(nightGuide.document, { hash: "f00d" })).toBe(printed);
  });

  test("prints the same from a document that was kept as JSON", () => {
    const kept = JSON.parse(JSON.stringify(nightGuide.document));
    expect(renderGuide(kept, { hash: "f00d", format: "markdown" })).toBe(printed);
  });

  test.each(["markdown", "html"] as const)("leaves out of %s what a guide does not have", (format) => {
    expect(renderGuide(bareGuide.document, { hash: "f00d", format })).not.toMatch(
      />Environments|# Environments|Whom to call|Due|Needs|Who is called|has failed|On success|In doubt|undefined/,
    );
  });

  test.each([
    ["<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"],
    ["*bold* _it_ ~~no~~ `code`", "\\*bold\\* \\_it\\_ \\~\\~no\\~\\~ \\`code\\`"],
    ["[here](http://example.test)", "\\[here\\](http://example.test)"],
    ["a | b &lt; c", "a \\| b \\&lt; c"],
    ["# 1\n\n## 2", "\\# 1 \\#\\# 2"],
    ["C:\\inbox", "C:\\\\inbox"],
  ])("takes %j for text wherever it stands", (text, escaped) => {
    const rendered = renderGuide(guideOfText(text), { hash: "f00d" });
    expect(rendered.split(escaped).length).toBeGreaterThan(28);
    expect(rendered.replaceAll(escaped, "")).not.toContain(text);
  });

  test.each([
    ["- no list", "\\- no list"],
    ["12. no list", "12\\. no list"],
    ["+ no list", "\\+ no list"],
    ["=== no heading", "\\=== no heading"],
  ])("takes %j for text at the beginning of a line", (text, escaped) => {
    const lines = renderGuide(guideOfText(text), { hash: "f00d" }).split("\n");
    expect(lines).toContain(escaped);
    expect(lines).toContain(`1. ${escaped}`);
  });

  test("lets no text out of a code span", () => {
    const rendered = renderGuide(bareGuide.document, { hash: "a`` b `c" });
    expect(rendered).toContain("version ``` a`` b `c ```\n");
  });
});
