import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A TypeScript block of a document, and the line on which its code begins. */
export interface CodeBlock {
  readonly document: string;
  readonly line: number;
  readonly text: string;
}

/** A fragment that cannot stand alone has this line before it. */
const NOT_COMPILED = "<!-- not compiled -->";

/** The documents a user reads, by their path in the checkout. */
export function documentsOf(root: string): ReadonlyMap<string, string> {
  const namesIn = (folder: string) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []);
  const paths = [
    "README.md",
    ...["packages", "examples"].flatMap((group) =>
      namesIn(group).map((name) => `${group}/${name}/README.md`),
    ),
    ...namesIn("docs").map((name) => `docs/${name}`),
  ];
  const documents = paths.filter((path) => path.endsWith(".md") && existsSync(join(root, path)));
  return new Map(documents.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** The blocks fenced as `ts` that are meant to compile. */
export function codeBlocks(document: string, text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = text.split("\n");
  let before = "";
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index]?.trim() ?? "";
    if (line.startsWith("```")) {
      const end = lines.findIndex((each, at) => at > index && each.trim() === "```");
      const inside = lines.slice(index + 1, end < 0 ? lines.length : end);
      if (/^```(ts|typescript)$/.test(line) && before !== NOT_COMPILED) {
        blocks.push({ document, line: index + 2, text: `${inside.join("\n")}\n` });
      }
      index += inside.length + 1;
    }
    if (line !== "") before = line;
  }
  return blocks;
}

/**
 * Type-checks each block as a module of its own, and tells each problem as `document:line message`.
 *
 * A block of a package's README sees what that package may import; every other block sees what examples may.
 */
export function typeCheck(root: string, blocks: readonly CodeBlock[]): readonly string[] {
  const files = new Map(
    blocks.map((block, index) => [join(root, homeOf(block), `documentation-${index}.ts`), block]),
  );
  const options = optionsOf(root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path)?.text ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.getSourceFile = (path, languageVersion) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, block]) => {
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`${path} was not compiled.`);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      (problem) => {
        const { line } = file.getLineAndCharacterOfPosition(problem.start ?? 0);
        return `${block.document}:${block.line + line} ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`;
      },
    );
  });
}

function homeOf({ document }: CodeBlock): string {
  const [home] = /^(packages|examples)\/[^/]+/.exec(document) ?? ["examples/operations-service"];
  return `${home}/src`;
}

/** The options of the checkout, without the complaint that an example declares what it does not use. */
function optionsOf(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  return {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
}
