import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { codeBlocks, documentsOf, typeCheck } from "./documentation/code-blocks.js";
import { sourceExamples } from "./documentation/source-examples.js";

const root = fileURLToPath(new URL("..", import.meta.url));

test("every TypeScript block in the documentation compiles", { timeout: 120_000 }, () => {
  const blocks = [...documentsOf(root)].flatMap(([path, text]) => codeBlocks(path, text));
  expect(typeCheck(root, blocks)).toEqual([]);
});

test("every example in a doc comment of the packages compiles", { timeout: 120_000 }, () => {
  const examples = sourceExamples(root.replace(/\/$/, ""));
  expect(examples.length).toBeGreaterThan(10);
  expect(typeCheck(root, examples)).toEqual([]);
});

test("a block is found with its line, and left out when it says so", () => {
  const text = [
    "# Title",
    "```ts",
    "const a = 1;",
    "```",
    "<!-- not compiled -->",
    "",
    "```ts",
    "…",
    "```",
    "```sh",
    "ls",
    "```",
  ];
  expect(codeBlocks("docs/a.md", text.join("\n"))).toEqual([
    { document: "docs/a.md", line: 3, text: "const a = 1;\n" },
  ]);
});

test("a block that does not compile is told with the line of its document", { timeout: 120_000 }, () => {
  const text =
    'Text\n\n```ts\nimport { sha256 } from "@spm-ops/core";\nconst digest: number = sha256("");\n```\n';
  const problems = typeCheck(root, codeBlocks("README.md", text));
  expect(problems).toEqual([
    expect.stringMatching(/^README\.md:5 Type 'string' is not assignable to type 'number'/),
  ]);
});
