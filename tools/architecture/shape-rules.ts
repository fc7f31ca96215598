import ts from "typescript";
import { codeFiles, lineCount, placementOf, type Rule, visitNodes } from "./source-tree.js";

const LINES_A_FILE = 300;
const LINES_A_FUNCTION = 60;
const PARAMETERS = 4;

const DRAWER = /^((.*-)?(utils?|helpers?|common|shared|misc|types|managers?))$/;
const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** A file above the ceiling holds two subjects. */
export const fileCeiling: Rule = (tree) =>
  codeFiles(tree).flatMap((path) => {
    const lines = (tree.get(path) ?? "").trimEnd().split("\n").length;
    return lines > LINES_A_FILE ? [`${path}:${lines} has ${lines} lines, more than ${LINES_A_FILE}`] : [];
  });

/**
 * A function above the ceiling does two things.
 *
 * A `describe` block is a section of a file, not a function. Each test counts for itself, and not for the section or
 * the contract that it stands in.
 */
export const functionCeiling: Rule = (tree) =>
  codeFiles(tree).flatMap((path) => {
    const violations: string[] = [];
    visitNodes(tree, path, (node, where, file) => {
      if (!ts.isFunctionLike(node) || isCallOf(node.parent, ["describe"])) return;
      const lines = lineCount(file, node) - linesOfSections(file, node);
      if (lines > LINES_A_FUNCTION) {
        violations.push(`${where} is a function of ${lines} lines, more than ${LINES_A_FUNCTION}`);
      }
    });
    return violations;
  });

/** More parameters than this want names. */
export const parameterCeiling: Rule = (tree) =>
  codeFiles(tree).flatMap((path) => {
    const violations: string[] = [];
    visitNodes(tree, path, (node, where) => {
      if (ts.isFunctionLike(node) && node.parameters.length > PARAMETERS) {
        violations.push(`${where} takes ${node.parameters.length} parameters, more than ${PARAMETERS}`);
      }
    });
    return violations;
  });

/** A drawer is a name that says nothing about what lies in it. */
export const drawers: Rule = (tree) =>
  codeFiles(tree).flatMap((path) =>
    namesOf(path)
      .filter((name) => DRAWER.test(name))
      .map((name) => `${path}:1 lies in a drawer called ${name}`),
  );

/** Files and folders are named in kebab-case. */
export const kebabCase: Rule = (tree) =>
  codeFiles(tree).flatMap((path) =>
    namesOf(path)
      .filter((name) => !KEBAB_CASE.test(name))
      .map((name) => `${path}:1 is not in kebab-case: ${name}`),
  );

/** A subpath of a package's exports is a folder with an index, and a folder with an index is a subpath. */
export const subpathFolders: Rule = (tree) =>
  [...tree].flatMap(([path, text]) => {
    const [, home] = /^(packages\/[^/]+)\/package\.json$/.exec(path) ?? [];
    if (home === undefined) return [];
    const manifest: { readonly exports?: Readonly<Record<string, unknown>> } = JSON.parse(text);
    const declared = Object.keys(manifest.exports ?? {})
      .filter((subpath) => subpath !== "./package.json")
      .map((subpath) => `${home}/src/${subpath === "." ? "" : `${subpath.slice(2)}/`}index.ts`);
    const present = codeFiles(tree).filter(
      (file) => file.startsWith(`${home}/src/`) && file.endsWith("/index.ts"),
    );
    return [
      ...declared
        .filter((file) => !tree.has(file))
        .map((file) => `${path}:1 exports what is not there: ${file}`),
      ...present
        .filter((file) => !declared.includes(file))
        .map((file) => `${file}:1 is an index of no subpath`),
    ];
  });

function linesOfSections(file: ts.SourceFile, node: ts.Node): number {
  let lines = 0;
  const walk = (child: ts.Node) => {
    if (isCallOf(child, ["describe", "test", "clause"])) lines += lineCount(file, child);
    else child.forEachChild(walk);
  };
  node.forEachChild(walk);
  return lines;
}

/** `describe(…)`, `clause(…)`, `test.each(…)(…)`, `describe.skipIf(…)(…)`. */
function isCallOf(node: ts.Node, names: readonly string[]): boolean {
  if (!ts.isCallExpression(node)) return false;
  let called: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(called) || ts.isCallExpression(called)) called = called.expression;
  return ts.isIdentifier(called) && names.includes(called.text);
}

/** The names on a path below the folder that holds the workspace's package, without extensions. */
function namesOf(path: string): readonly string[] {
  const { home } = placementOf(path);
  const names = path.slice(home === undefined ? "tools/".length : home.length + 1).split("/");
  return names.flatMap((name, index) => (index === names.length - 1 ? name.split(".").slice(0, -1) : [name]));
}
