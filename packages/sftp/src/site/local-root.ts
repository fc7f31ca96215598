import { realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import { SpmError } from "@spm-ops/core";
import { splitSitePath } from "./site-path.js";

/** Turns paths of a site into paths of this machine that lie inside one folder, links included. */
export interface LocalRoot {
  /** The local path of a name; every folder above it is resolved, the name itself is not followed. */
  locate(path: string): Promise<string>;
  /** The local path of a folder, resolved to the end. */
  locateFolder(path: string): Promise<string>;
}

/** Confines paths to a folder. A link that leads out of it is SpmError `file.refused`. */
export function createLocalRoot(root: string): LocalRoot {
  const locateNames = async (names: readonly string[], path: string) => {
    const inside = await realpath(root);
    const found = await realpath(join(inside, ...names));
    if (found === inside || found.startsWith(inside.endsWith(sep) ? inside : inside + sep)) return found;
    const reason = "it leads out of the site's root";
    throw new SpmError("file.refused", `The path ${JSON.stringify(path)} is refused: ${reason}.`, {
      path,
      reason,
    });
  };
  return {
    async locate(path) {
      const names = splitSitePath(path);
      const folder = await locateNames(names.slice(0, -1), path);
      return join(folder, ...names.slice(-1));
    },
    locateFolder: async (path) => locateNames(splitSitePath(path), path),
  };
}
