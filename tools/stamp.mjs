import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "./toolchain.mjs";

/** What stands in a package's folder and is no part of its build. */
const NOT_BUILT_FROM = new Set(["node_modules", "dist", "coverage", "bench", "data"]);

/**
 * The files of a package that its build may read, sorted.
 *
 * @param {string} folder absolute
 * @returns {string[]}
 */
export function sourcesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_BUILT_FROM.has(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .filter((path) => !/\.(test\.ts|md)$/.test(path))
    .sort();
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/**
 * One digest of files (their names and bytes) and of texts, such as digests of what else counts.
 *
 * @param {readonly string[]} files absolute
 * @param {readonly string[]} [texts]
 */
export function digestOf(files, texts = []) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text}\0`);
  for (const file of files) {
    hash.update(`${relative(root, file).split(sep).join("/")}\0`);
    hash.update(createHash("sha256").update(readFileSync(file)).digest());
  }
  return hash.digest("hex");
}

/**
 * Whether the last finished work of that name was done on what the digest stands for.
 *
 * @param {string} name
 * @param {string} digest
 */
export function isFresh(name, digest) {
  const path = stampPath(name);
  return existsSync(path) && readFileSync(path, "utf8") === digest;
}

/** Forgets a stamp before work begins, so that work cut short is done again. @param {string} name */
export function clearStamp(name) {
  rmSync(stampPath(name), { force: true });
}

/**
 * @param {string} name
 * @param {string} digest
 */
export function writeStamp(name, digest) {
  mkdirSync(join(root, ".stamp"), { recursive: true });
  writeFileSync(stampPath(name), digest);
}

/** @param {string} name */
function stampPath(name) {
  return join(root, ".stamp", name);
}
