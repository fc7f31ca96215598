import { SpmError } from "@spm-ops/core";

/** Control characters, marks that turn the direction of text, and the sign of a name that is not UTF-8. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd/]/u;

/** A name of more bytes than this fits in no common file system. */
const LONGEST_NAME_BYTES = 255;

/**
 * Whether a name that a server sent may be used in a path.
 *
 * One with `/`, control or direction characters, or U+FFFD (its bytes are not UTF-8, so it cannot be asked for) may
 * not: such an entry is listed as `other`, so that a person sees it, and every call on it is refused.
 */
export function isAddressableName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !UNSAFE.test(name);
}

/**
 * The names along an absolute path of a site; none for `/`.
 *
 * @throws SpmError `file.refused` for a relative path, for `.` and `..`, and for names that are not addressable.
 */
export function splitSitePath(path: string): readonly string[] {
  if (!path.startsWith("/")) throw refusedPath(path, "a path on a site begins with /");
  const names = path.split("/").filter((name) => name !== "");
  const unsafe = names.find((name) => !isAddressableName(name));
  if (unsafe !== undefined) throw refusedPath(path, `${JSON.stringify(unsafe)} cannot be part of a path`);
  const long = names.find((name) => Buffer.byteLength(name) > LONGEST_NAME_BYTES);
  if (long !== undefined) throw refusedPath(path, `a name is longer than ${LONGEST_NAME_BYTES} bytes`);
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
