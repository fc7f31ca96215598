import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readManifest, root } from "./toolchain.mjs";

/**
 * A folder of the workspace.
 *
 * @typedef {object} WorkspacePackage
 * @property {string} name as it is imported
 * @property {string} folder relative to the checkout, for example `packages/core`
 * @property {string} path absolute
 * @property {readonly string[]} needs names of the packages of this workspace that it is built on
 * @property {readonly string[]} specifiers what a user can import from it, for example `@spm-ops/core/testing`
 * @property {boolean} builds whether it has a build script
 */

/**
 * The packages below `packages` or `examples`, by name.
 *
 * @param {"packages" | "examples"} group
 * @returns {WorkspacePackage[]}
 */
export function workspacePackages(group) {
  return readdirSync(join(root, group))
    .filter((name) => existsSync(join(root, group, name, "package.json")))
    .map((name) => {
      const folder = `${group}/${name}`;
      const manifest = readManifest(`${folder}/package.json`);
      return {
        name: manifest.name,
        folder,
        path: join(root, folder),
        needs: Object.entries(manifest.dependencies ?? {})
          .filter(([, range]) => String(range).startsWith("workspace:"))
          .map(([needed]) => needed),
        specifiers: Object.keys(manifest.exports ?? {})
          .filter((subpath) => subpath !== "./package.json")
          .map((subpath) => manifest.name + subpath.slice(1)),
        builds: manifest.scripts?.build !== undefined,
      };
    });
}
