import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "tsup";

/**
 * The build of a package: ES modules, CommonJS and types for each subpath of its `exports`.
 *
 * A subpath `./a/b` is the folder `src/a/b` with its `index.ts`, so the manifest is the only list.
 */
export function libraryBuild(packageFolder: string): Options {
  const manifest: { exports: Record<string, unknown> } = JSON.parse(
    readFileSync(join(packageFolder, "package.json"), "utf8"),
  );
  const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== "./package.json");
  return {
    entry: Object.fromEntries(
      subpaths.map((subpath) => {
        const name = subpath === "." ? "index" : `${subpath.slice(2)}/index`;
        return [name, `src/${name}.ts`];
      }),
    ),
    format: ["esm", "cjs"],
    target: "node20",
    dts: true,
    sourcemap: true,
    clean: true,
    splitting: true,
    removeNodeProtocol: false,
  };
}
