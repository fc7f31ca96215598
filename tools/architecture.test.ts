import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  importCycles,
  packageArrows,
  productionImports,
  vendorFolders,
} from "./architecture/import-rules.js";
import {
  drawers,
  fileCeiling,
  functionCeiling,
  kebabCase,
  parameterCeiling,
  subpathFolders,
} from "./architecture/shape-rules.js";
import { type Rule, readSourceTree } from "./architecture/source-tree.js";
import { bareErrors, compilerEscapes, worldInside } from "./architecture/word-rules.js";

const checkout = readSourceTree(fileURLToPath(new URL("..", import.meta.url)));

/** A small tree that breaks a rule, and where it does; or one that comes close to it and is fine. */
interface Planted {
  readonly files: Readonly<Record<string, string>>;
  readonly caughtAt: readonly string[];
}

function describeRule(promise: string, rule: Rule, planted: readonly Planted[]): void {
  describe(promise, () => {
    test("holds in this checkout", () => {
      expect(checkout.size).toBeGreaterThan(0);
      expect(rule(checkout)).toEqual([]);
    });

    const cases = planted.map(
      (each) => [each.caughtAt.join(", ") || "nothing where nothing is wrong", each] as const,
    );
    test.each(cases)("finds %s", (_title, { files, caughtAt }) => {
      const places = rule(new Map(Object.entries(files))).map((violation) => violation.split(" ")[0]);
      expect(places).toEqual(caughtAt);
    });
  });
}

const lines = (count: number, line = "export {};") => `${line}\n`.repeat(count);

describeRule("packages import core and never each other", packageArrows, [
  { files: { "packages/sftp/src/a.ts": 'import { x } from "@spm-ops/core/testing";' }, caughtAt: [] },
  {
    files: { "packages/sftp/src/a.ts": '\nimport { x } from "@spm-ops/reporting";' },
    caughtAt: ["packages/sftp/src/a.ts:2"],
  },
  {
    files: { "packages/core/src/a.ts": 'export * from "@spm-ops/sftp/sandbox";' },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
  {
    files: { "packages/core/src/a.ts": 'await import("@spm-ops/core");' },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
  {
    files: {
      "packages/sftp/src/a.ts": 'import { x } from "../../core/src/b.js";',
      "packages/core/src/b.ts": "",
    },
    caughtAt: ["packages/sftp/src/a.ts:1"],
  },
  { files: { "examples/night/src/a.ts": 'import { x } from "@spm-ops/monitoring";' }, caughtAt: [] },
]);

describeRule("imports run one way", importCycles, [
  {
    files: {
      "packages/core/src/a.ts": 'import { b } from "./b.js";',
      "packages/core/src/b.ts": 'import { c } from "./c/c.js";',
      "packages/core/src/c/c.ts": 'import type { a } from "../a.js";',
    },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
  {
    files: {
      "packages/core/src/a.ts": 'import "./b.js"; import "./c.js";',
      "packages/core/src/b.ts": 'import "./c.js";',
      "packages/core/src/c.ts": "",
    },
    caughtAt: [],
  },
]);

describeRule("a vendor's folder knows no other vendor", vendorFolders, [
  {
    files: {
      "packages/connectors/src/acme/acme-mapping.ts": 'import { x } from "../anaplan/anaplan-mapping.js";',
    },
    caughtAt: ["packages/connectors/src/acme/acme-mapping.ts:1"],
  },
  {
    files: { "packages/connectors/src/http/request.ts": 'import { x } from "../acme/acme-options.js";' },
    caughtAt: ["packages/connectors/src/http/request.ts:1"],
  },
  {
    files: { "packages/connectors/src/acme/a.ts": 'import "../http/request.js"; import "./b.js";' },
    caughtAt: [],
  },
]);

describeRule("production imports nothing that is for tests", productionImports, [
  {
    files: { "packages/core/src/a.ts": 'import { test } from "vitest";' },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
  {
    files: { "packages/core/src/a.ts": 'import "./testing/fake-clock.js";' },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
  {
    files: { "packages/sftp/src/a.ts": 'import "./sandbox/server.js";' },
    caughtAt: ["packages/sftp/src/a.ts:1"],
  },
  {
    files: { "packages/connectors/src/acme/a.ts": 'import "./acme-simulator.js";' },
    caughtAt: ["packages/connectors/src/acme/a.ts:1"],
  },
  {
    files: {
      "packages/core/src/a.ts": 'import "./log-contract.js"; import "./effect-contract.js";',
      "packages/core/src/log-contract.ts": 'import { test } from "vitest";',
      "packages/core/src/effect-contract.ts": "",
    },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
  {
    files: { "examples/night/src/a.ts": 'import "@spm-ops/sftp/sandbox";\nimport "@spm-ops/core/testing";' },
    caughtAt: ["examples/night/src/a.ts:2"],
  },
  {
    files: { "packages/sftp/src/a.test.ts": 'import { test } from "vitest"; import "./sandbox/server.js";' },
    caughtAt: [],
  },
]);

describeRule("a file has at most 300 lines", fileCeiling, [
  {
    files: { "packages/core/src/a.ts": lines(301), "tools/b.mjs": lines(300) },
    caughtAt: ["packages/core/src/a.ts:301"],
  },
]);

describeRule("a function has at most 60 lines", functionCeiling, [
  { files: { "tools/a.ts": `\nfunction f() {\n${lines(59, "g();")}}` }, caughtAt: ["tools/a.ts:2"] },
  { files: { "tools/a.ts": `const f = () => {\n${lines(58, "g();")}};` }, caughtAt: [] },
  { files: { "tools/a.test.ts": `describe("f", () => {\n${lines(90, "g();")}});` }, caughtAt: [] },
  { files: { "tools/a-contract.ts": `const clauses = () => {\n${lines(90, "test(g);")}};` }, caughtAt: [] },
  {
    files: { "tools/a.test.ts": `describe("f", () => {\ntest("g", () => {\n${lines(60, "g();")}});\n});` },
    caughtAt: ["tools/a.test.ts:2"],
  },
]);

describeRule("a function takes at most 4 parameters", parameterCeiling, [
  {
    files: { "tools/a.ts": "const f = (a, b, c, d) => 0;\nclass C { m(a, b, c, d, e) {} }" },
    caughtAt: ["tools/a.ts:2"],
  },
]);

describeRule("there are no drawers", drawers, [
  {
    files: {
      "packages/core/src/utils/a.ts": "",
      "packages/core/src/log/types.ts": "",
      "packages/sftp/src/site-manager.ts": "",
    },
    caughtAt: [
      "packages/core/src/log/types.ts:1",
      "packages/core/src/utils/a.ts:1",
      "packages/sftp/src/site-manager.ts:1",
    ],
  },
]);

describeRule("names are in kebab-case", kebabCase, [
  {
    files: {
      "packages/core/src/runLog/a.ts": "",
      "packages/core/src/run-log/Fold.ts": "",
      "packages/core/src/a-b.test.ts": "",
    },
    caughtAt: ["packages/core/src/run-log/Fold.ts:1", "packages/core/src/runLog/a.ts:1"],
  },
]);

describeRule("a subpath is a folder with an index", subpathFolders, [
  {
    files: {
      "packages/core/package.json":
        '{ "exports": { ".": {}, "./testing": {}, "./package.json": "./package.json" } }',
      "packages/core/src/index.ts": "",
      "packages/core/src/log/index.ts": "",
    },
    caughtAt: ["packages/core/package.json:1", "packages/core/src/log/index.ts:1"],
  },
]);

describeRule("nothing gets around the compiler", compilerEscapes, [
  {
    files: { "tools/a.ts": "let a: any;\nlet b = c as unknown as D;\nlet e = f!;\nlet g = h as const;" },
    caughtAt: ["tools/a.ts:1", "tools/a.ts:2", "tools/a.ts:3"],
  },
  {
    files: { "tools/a.ts": "  // @ts-expect-error", "tools/b.ts": "/* biome-ignore x */" },
    caughtAt: ["tools/a.ts:1", "tools/b.ts:1"],
  },
  { files: { "tools/a.test.ts": "// @ts-expect-error\n// @ts-ignore" }, caughtAt: ["tools/a.test.ts:2"] },
]);

describeRule("failures have a code", bareErrors, [
  {
    files: { "packages/core/src/a.ts": 'throw new Error("x");\nthrow new TypeError("y");' },
    caughtAt: ["packages/core/src/a.ts:1"],
  },
]);

describeRule("the world comes in from outside", worldInside, [
  {
    files: {
      "packages/core/src/a.ts":
        'import { setTimeout } from "node:timers/promises";\nconsole.log(1);\nprocess.env["A"];\nDate.now();\nMath.random();\nsetTimeout(f, 1);\nnew Date();\nnew Date(0);\nclock.now();',
    },
    caughtAt: [1, 2, 3, 4, 5, 6, 7].map((line) => `packages/core/src/a.ts:${line}`),
  },
  {
    files: { "packages/core/src/clock.ts": "Date.now();", "packages/core/src/a.test.ts": "Date.now();" },
    caughtAt: [],
  },
]);
