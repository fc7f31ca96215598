import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeBlock } from "./code-blocks.js";

/** What examples take for granted: the value that a reader has at that point anyway, and its type. */
const ASSUMED: Readonly<Record<string, string>> = {
  accounts: 'import("@spm-ops/sftp").Feed',
  arrival: 'import("@spm-ops/sftp").Arrival',
  createReadStream: 'typeof import("node:fs").createReadStream',
  fetched: 'import("@spm-ops/sftp").FetchedFile',
  lastMonth: 'import("@spm-ops/sftp").ValidationReport',
  generateKeyPairSync: 'typeof import("node:crypto").generateKeyPairSync',
  name: "string",
  now: "number",
  orders: 'import("@spm-ops/sftp").Feed',
  path: "string",
  participants: 'import("@spm-ops/sftp").Feed',
  report: 'import("@spm-ops/sftp").ValidationReport',
  root: "string",
  source: 'import("@spm-ops/sftp").ValidationSource',
  rows: "readonly string[]",
  site: 'import("@spm-ops/core").FileSite',
  startAcmeUnderTest: '() => Promise<import("@spm-ops/connectors/testing").ConnectorUnderTest>',
  startBucketSite: '() => Promise<import("@spm-ops/core/testing").FileSiteUnderTest>',
  tellSender: "(reasons: readonly string[]) => Promise<void>",
  z: 'typeof import("zod").z',
};

/** The `@example` of every doc comment below `packages/<package>/src`, each as a module that imports what it names. */
export function sourceExamples(root: string): readonly CodeBlock[] {
  return readdirSync(join(root, "packages")).flatMap((packageName) => {
    const exported = exportsOf(root, packageName);
    return sourcesOf(join(root, "packages", packageName, "src")).flatMap((path) => {
      const text = readFileSync(path, "utf8");
      return examplesIn(text).map(({ line, code }) => ({
        document: path.slice(root.length + 1),
        // The line that is put before the code stands where the tag stands.
        line: line - 1,
        text: `${preludeOf(code, exported)}\n${code}\n`,
      }));
    });
  });
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => join(folder, name));
}

interface Example {
  /** On which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

function examplesIn(text: string): readonly Example[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (!/^\s*\* @example\s*$/.test(line)) return [];
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((each) => /^\s*\*\/|^\s*\* @\w/.test(each));
    const code = rest.slice(0, end).map((each) => each.replace(/^\s*\* ?/, ""));
    return [{ line: index + 2, code: code.join("\n") }];
  });
}

/** The names that a package and core export, with the module that a user imports them from. */
function exportsOf(root: string, packageName: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const owner of new Set(["core", packageName])) {
    const folder = join(root, "packages", owner);
    const manifest: { exports: Record<string, unknown> } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    for (const subpath of Object.keys(manifest.exports).filter((each) => each !== "./package.json")) {
      const index = readFileSync(join(folder, "src", subpath, "index.ts"), "utf8");
      for (const [, list = ""] of index.matchAll(/export (?:type )?\{([^}]*)\}/g)) {
        for (const name of list.split(",").map((each) => each.trim().replace(/^type /, ""))) {
          if (name !== "") names.set(name, `@spm-ops/${owner}${subpath.slice(1)}`);
        }
      }
    }
  }
  return names;
}

function preludeOf(code: string, exported: ReadonlyMap<string, string>): string {
  const words = new Set(code.replace(/"[^"$]*"/g, '""').match(/[A-Za-z_]\w*/g) ?? []);
  const declared = new Set([...code.matchAll(/\b(?:const|let)\s+(?:\{\s*)?(\w+)/g)].map(([, name]) => name));
  const parts = [...words].flatMap((word) => {
    if (declared.has(word)) return [];
    const module = exported.get(word);
    if (module !== undefined) return [`import { ${word} } from "${module}";`];
    const type = ASSUMED[word];
    return type === undefined ? [] : [`declare const ${word}: ${type};`];
  });
  return parts.join(" ");
}
