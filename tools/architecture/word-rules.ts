import ts from "typescript";
import { codeFiles, placementOf, type Rule, type SourceTree, visitNodes } from "./source-tree.js";

/** The one file that may ask this machine for the time. */
const CLOCK = "packages/core/src/clock.ts";

/** The world, as the rules of the field must not see it: how it is written, and what to use instead. */
const WORLD: Readonly<Record<string, string>> = {
  console: "let a logger or an event come in",
  "process.env": "let the environment come in",
  "Date.now": "use the Clock",
  "performance.now": "use the Clock",
  "Math.random": "let randomness come in",
  setTimeout: "use the Clock",
  setInterval: "use the Clock",
  setImmediate: "use the Clock",
};

/** No way around the compiler. A test may expect an error where the refusal is what it proves. */
export const compilerEscapes: Rule = (tree) =>
  codeFiles(tree).flatMap((path) => {
    const violations = escapingComments(tree, path);
    visitNodes(tree, path, (node, where) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) violations.push(`${where} says any`);
      if (ts.isNonNullExpression(node))
        violations.push(`${where} says that something cannot be absent, with !`);
      if (ts.isAsExpression(node) && ts.isAsExpression(node.expression))
        violations.push(`${where} casts twice`);
    });
    return violations;
  });

/** Failures are SpmError, or TypeError and RangeError for a programmer's misuse. */
export const bareErrors: Rule = (tree) =>
  librarySources(tree).flatMap((path) => {
    const violations: string[] = [];
    visitNodes(tree, path, (node, where) => {
      const isBare =
        (ts.isNewExpression(node) || ts.isCallExpression(node)) && isIdentifier(node.expression, "Error");
      if (isBare) violations.push(`${where} makes a bare Error`);
    });
    return violations;
  });

/** Clock, environment, randomness and output come in from the entry point. Kits are entry points of their own. */
export const worldInside: Rule = (tree) =>
  librarySources(tree)
    .filter((path) => path !== CLOCK && !placementOf(path).isKit)
    .flatMap((path) => {
      const violations: string[] = [];
      visitNodes(tree, path, (node, where) => {
        const seen = worldSeenBy(node);
        if (seen !== undefined) violations.push(`${where} uses ${seen}: ${WORLD[seen] ?? "use the Clock"}`);
      });
      return violations;
    });

function worldSeenBy(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) && /^["'](node:)?timers/.test(node.moduleSpecifier.getText()))
    return "timers";
  if (ts.isNewExpression(node) && isIdentifier(node.expression, "Date") && !node.arguments?.length)
    return "new Date()";
  if (ts.isPropertyAccessExpression(node)) {
    const text = `${node.expression.getText()}.${node.name.text}`;
    if (text in WORLD) return text;
    return isIdentifier(node.expression, "console") ? "console" : undefined;
  }
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text in WORLD
    ? node.expression.text
    : undefined;
}

function escapingComments(tree: SourceTree, path: string): string[] {
  const silencer = placementOf(path).isTest ? /@ts-(?!expect-error)|biome-ignore/ : /@ts-|biome-ignore/;
  return (tree.get(path) ?? "")
    .split("\n")
    .flatMap((line, index) =>
      /^\s*(\/\/|\/\*|\*)/.test(line) && silencer.test(line) ? [`${path}:${index + 1} silences a check`] : [],
    );
}

function librarySources(tree: SourceTree): readonly string[] {
  return codeFiles(tree).filter((path) => {
    const { inSource, isTest } = placementOf(path);
    return path.startsWith("packages/") && inSource !== undefined && !isTest;
  });
}

function isIdentifier(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}
