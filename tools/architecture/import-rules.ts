import { codeFiles, importsOf, placementOf, type Rule, type SourceTree } from "./source-tree.js";

/** Who may import which package of this workspace. What is not in the row of a folder is refused. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "packages/core": [],
  "packages/sftp": ["core"],
  "packages/connectors": ["core"],
  "packages/monitoring": ["core"],
  "packages/reporting": ["core"],
};
const EXAMPLES_MAY_IMPORT = ["core", "sftp", "connectors", "monitoring", "reporting"];

/** The subjects of `connectors` that every vendor may use; each other folder belongs to one vendor. */
const NO_VENDORS = new Set(["contract", "http", "simulator", "testing"]);

const TEST_LIBRARIES = /^(vitest|fast-check)(\/|$)/;
const TEST_KITS = /^@spm-ops\/.*\/testing$/;
const STAND_INS = /^@spm-ops\/.*\/(sandbox|simulator)$/;

/** Packages import `core` and never each other; nobody reaches around a package's exports. */
export const packageArrows: Rule = (tree) =>
  sourceImports(tree).flatMap(({ path, specifier, target, where }) => {
    const { home = "" } = placementOf(path);
    const [, imported] = /^@spm-ops\/([^/]+)/.exec(specifier) ?? [];
    const allowed = MAY_IMPORT[home] ?? (home.startsWith("examples/") ? EXAMPLES_MAY_IMPORT : []);
    if (imported !== undefined && !allowed.includes(imported)) {
      return [`${where} imports @spm-ops/${imported}, which ${home} may not`];
    }
    return target === undefined || target.startsWith(`${home}/src/`)
      ? []
      : [`${where} imports ${specifier}, which leads out of ${home}/src`];
  });

/** Relative imports run one way. Type-only imports count: they tie subjects together all the same. */
export const importCycles: Rule = (tree) => {
  const next = new Map<string, readonly string[]>();
  for (const path of codeFiles(tree)) {
    const targets = importsOf(tree, path).flatMap(({ target }) =>
      target !== undefined && tree.has(target) ? [target] : [],
    );
    next.set(path, targets);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const follow = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push(`${path}:1 is in a cycle: ${[...trail.slice(start), path].join(" → ")}`);
    if (start >= 0 || done.has(path)) return;
    for (const target of next.get(path) ?? []) follow(target, [...trail, path]);
    done.add(path);
  };
  for (const path of next.keys()) follow(path, []);
  return cycles;
};

/** A vendor's folder knows no other vendor, and what vendors share knows none of them. */
export const vendorFolders: Rule = (tree) =>
  sourceImports(tree).flatMap(({ path, target, where }) => {
    const to = vendorOf(target ?? "");
    return to === undefined || to === vendorOf(path) ? [] : [`${where} imports the folder of ${to}`];
  });

/** What runs in production imports no test library, test kit, sandbox or simulator. Examples may use the last two. */
export const productionImports: Rule = (tree) =>
  sourceImports(tree).flatMap(({ path, specifier, target, where }) => {
    const { isTest, isKit, home = "" } = placementOf(path);
    if (isTest || isKit) return [];
    const isRefused =
      TEST_LIBRARIES.test(specifier) ||
      TEST_KITS.test(specifier) ||
      (STAND_INS.test(specifier) && !home.startsWith("examples/")) ||
      (target !== undefined && (placementOf(target).isTest || isKitWithoutProduction(tree, target)));
    return isRefused ? [`${where} imports ${specifier}, which is for tests`] : [];
  });

/** A `-contract` file is a kit only when it registers tests: a contract may also be a noun of the domain. */
function isKitWithoutProduction(tree: SourceTree, target: string): boolean {
  if (!placementOf(target).isKit) return false;
  if (!target.endsWith("-contract.ts")) return true;
  return importsOf(tree, target).some(({ specifier }) => TEST_LIBRARIES.test(specifier));
}

function vendorOf(path: string): string | undefined {
  const [, folder] = /^packages\/connectors\/src\/([^/]+)\//.exec(path) ?? [];
  return folder === undefined || NO_VENDORS.has(folder) ? undefined : folder;
}

function sourceImports(tree: SourceTree) {
  return codeFiles(tree)
    .filter((path) => placementOf(path).inSource !== undefined)
    .flatMap((path) => importsOf(tree, path).map((each) => ({ path, ...each })));
}
