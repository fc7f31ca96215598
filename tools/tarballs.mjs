import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { capture } from "./run-command.mjs";
import { pnpm } from "./toolchain.mjs";
import { workspacePackages } from "./workspace-packages.mjs";

/**
 * Packs every package as it would be published, and tells where each tarball lies.
 *
 * @param {string} folder absolute; made when it is not there
 * @returns {Promise<ReadonlyMap<string, string>>} tarballs by the name of their package
 */
export async function packPackages(folder) {
  mkdirSync(folder, { recursive: true });
  const { passed, output } = await capture(
    pnpm(["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", folder]),
  );
  if (!passed) throw new Error(output);
  const files = readdirSync(folder);
  return new Map(
    workspacePackages("packages").map(({ name }) => {
      const start = `${name.replace("@", "").replace("/", "-")}-`;
      const file = files.find((each) => each.startsWith(start) && each.endsWith(".tgz"));
      if (file === undefined) throw new Error(`${name} was not packed:\n${output}`);
      return [name, join(folder, file)];
    }),
  );
}
