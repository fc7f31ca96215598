import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** What the rules look at: texts by their path in the checkout, with `/`. A planted violation is a tree of two files. */
export type SourceTree = ReadonlyMap<string, string>;

/** A rule of the house: what breaks it, each as `path:line what`. */
export type Rule = (tree: SourceTree) => readonly string[];

const NOT_SOURCES = new Set(["node_modules", "dist", "coverage"]);

/** Reads the sources, tests, tools and manifests of a checkout. */
export function readSourceTree(root: string): SourceTree {
  const tree = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && !NOT_SOURCES.has(entry.name)) walk(path);
      if (entry.isFile() && /\.(ts|tsx|mts|cts|js|mjs|cjs)$|^package\.json$/.test(entry.name)) {
        tree.set(path, readFileSync(join(root, path), "utf8"));
      }
    }
  };
  for (const folder of ["packages", "examples", "tools"]) walk(folder);
  return tree;
}

/** The files that hold code, in order. */
export function codeFiles(tree: SourceTree): readonly string[] {
  return [...tree.keys()].filter((path) => !path.endsWith(".json")).sort();
}

/** What a path says about its file. */
export interface Placement {
  /** `packages/core`, or `undefined` for tools. */
  readonly home: string | undefined;
  /** The path below `src`, or `undefined` outside it. */
  readonly inSource: string | undefined;
  /** A test, which may use everything. */
  readonly isTest: boolean;
  /** A test kit, fixture, sandbox or simulator: part of a package, but never of what runs in production. */
  readonly isKit: boolean;
}

export function placementOf(path: string): Placement {
  const [, home, rest] = /^((?:packages|examples)\/[^/]+)\/(.*)$/.exec(path) ?? [];
  return {
    home,
    inSource: rest?.startsWith("src/") ? rest.slice("src/".length) : undefined,
    isTest: /\.test\.ts$/.test(path) || /^examples\/[^/]+\/test\//.test(path),
    isKit: /\/(testing|sandbox|simulator)\/|-(simulator|contract|fixture)\.ts$/.test(path),
  };
}

/** One import of a file: static, dynamic, `require`, type-only or re-export. */
export interface Import {
  readonly specifier: string;
  /** The file that a relative specifier leads to, whether or not it is in the tree. */
  readonly target: string | undefined;
  /** `path:line` of it. */
  readonly where: string;
}

/** The imports of a file, relative ones resolved. */
export function importsOf(tree: SourceTree, path: string): readonly Import[] {
  const text = tree.get(path) ?? "";
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    specifier: fileName,
    target: fileName.startsWith(".") ? resolveRelative(tree, path, fileName) : undefined,
    where: `${path}:${text.slice(0, pos).split("\n").length}`,
  }));
}

function resolveRelative(tree: SourceTree, path: string, specifier: string): string {
  const target = posix.join(posix.dirname(path), specifier);
  return tree.has(target) ? target : target.replace(/\.([mc]?)js$/, ".$1ts");
}

/** Each file is parsed once for all rules. */
const parsedFiles = new WeakMap<SourceTree, Map<string, ts.SourceFile>>();

function parsed(tree: SourceTree, path: string): ts.SourceFile {
  const files = parsedFiles.get(tree) ?? new Map<string, ts.SourceFile>();
  parsedFiles.set(tree, files);
  const file =
    files.get(path) ?? ts.createSourceFile(path, tree.get(path) ?? "", ts.ScriptTarget.Latest, true);
  files.set(path, file);
  return file;
}

/** Calls `visit` for every node of a file, with `path:line` of it. */
export function visitNodes(
  tree: SourceTree,
  path: string,
  visit: (node: ts.Node, where: string, file: ts.SourceFile) => void,
): void {
  const file = parsed(tree, path);
  const walk = (node: ts.Node) => {
    visit(node, `${path}:${lineOf(file, node.getStart(file))}`, file);
    node.forEachChild(walk);
  };
  file.forEachChild(walk);
}

/** Lines from the first to the last character of a node, comments before it not counted. */
export function lineCount(file: ts.SourceFile, node: ts.Node): number {
  return lineOf(file, node.getEnd()) - lineOf(file, node.getStart(file)) + 1;
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1;
}
