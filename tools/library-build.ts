import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "tsup";

/**
 * The build of a package: ES modules, CommonJS and types for each subpath of its `exports`.
 *
 * A subpath `./a/b` is the folder `src/a/b` with its `index.ts`, and a program `./dist/bin/a.js` the file `src/bin/a.ts`,
 * so the manifest is the only list.
 */
export function libraryBuild(packageFolder: string): Options {
  const manifest: { exports: Record<string, unknown>; bin?: Record<string, string> } = JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8"),
  );
  const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== "./package.json");
  const names = [
    ...subpaths.map((subpath) => (subpath === "." ? "index" : `${subpath.slice(2)}/index`)),
    ...Object.values(manifest.bin ?? {}).map((program) => program.replace(/^\.\/dist\/|\.js$/g, "")),
  ];
  return {
    entry: Object.fromEntries(names.map((name) => [name, `src/${name}.ts`])),
    format: ["esm", "cjs"],
    target: "node20",
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    removeNodeProtocol: false,
  };
}
