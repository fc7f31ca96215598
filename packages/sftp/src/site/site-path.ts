import { SpmError } from "@spm-ops/core";
import { findNameDefects, LONGEST_NAME_BYTES } from "./site-name.js";

/**
 * The names along an absolute path of a site; none for `/`.
 *
 * @throws SpmError `file.refused` for a relative path, for `.` and `..`, and for names that are not addressable.
 */
export function splitSitePath(path: string): readonly string[] {
  if (!path.startsWith("/")) throw refusedPath(path, "a path on a site begins with /");
  const names = path.split("/").filter((name) => name !== "");
  for (const name of names) {
    const defects = findNameDefects(name);
    if (defects.length === 0) continue;
    throw refusedPath(path, `${JSON.stringify(name)} cannot be part of a path (${defects.join(", ")})`);
  }
  return names;
}

/** The one spelling of a path: no doubled and no trailing slash. Throws as `splitSitePath` does. */
export function toSitePath(path: string): string {
  return `/${splitSitePath(path).join("/")}`;
}

/** The path of a name in a folder, as it came, whether or not it can be asked for. */
export function joinSitePath(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

/** The folder that a path lies in; `/` for `/` itself. */
export function folderOf(path: string): string {
  return `/${splitSitePath(path).slice(0, -1).join("/")}`;
}

/**
 * The name under which a file is written until it is whole: hidden, beside its target, told by its end.
 *
 * A long name is cut, so that the temporary name fits wherever the final one does.
 */
export function toTemporaryPath(path: string, id: string): string {
  const names = splitSitePath(path);
  const name = names.at(-1) ?? "";
  const room = LONGEST_NAME_BYTES - Buffer.byteLength(`..${id}.part`);
  let kept = name;
  while (Buffer.byteLength(kept) > room) kept = [...kept].slice(0, -1).join("");
  return joinSitePath(folderOf(path), `.${kept}.${id}.part`);
}

function refusedPath(path: string, reason: string): SpmError {
  return new SpmError("file.refused", `The path ${JSON.stringify(path)} is refused: ${reason}.`, {
    path,
    reason,
  });
}
