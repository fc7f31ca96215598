/** What each token of a file name's template stands for. */
const TOKENS: Readonly<Record<string, string>> = {
  period: String.raw`\d{4}(?:-?(?:\d{2}(?:-?\d{2})?|Q[1-4]))?`,
  date: String.raw`\d{4}-?\d{2}-?\d{2}`,
  time: String.raw`\d{2}[-:]?\d{2}(?:[-:]?\d{2})?`,
  sequence: String.raw`\d+`,
  any: String.raw`[^/\\]+`,
};

/** The tokens that a template may hold, for messages. */
const FILE_NAME_TOKENS = Object.keys(TOKENS).map((token) => `{${token}}`);

/** Reads the values of a template's tokens off a file name; `undefined` when the name does not fit. */
export type FileNameReader = (fileName: string) => Readonly<Record<string, string>> | undefined;

/** What is wrong with a template, or `undefined` when nothing is. */
export function findTemplateProblem(template: string): string | undefined {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? "");
  const unknown = names.filter((name) => !Object.hasOwn(TOKENS, name));
  if (unknown.length > 0)
    return `knows no token {${unknown.join("}, {")}}; there are ${FILE_NAME_TOKENS.join(", ")}`;
  if (new Set(names).size < names.length) return "holds a token twice";
  if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ""))) return "holds a brace without its partner";
  return /[/\\]/.test(template) ? "must be a name without folders" : undefined;
}

/**
 * Compiles a literal file name, or a template such as `orders_{period}.csv`, to a reader of names.
 *
 * What the tokens stand for is told where a feed declares its `fileName`. Case counts. Names are compared in
 * Unicode's composed form, so that a name from a Mac fits too.
 */
export function compileFileName(template: string): FileNameReader {
  const source = template
    .normalize("NFC")
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      const token = /^\{(.*)\}$/.exec(part)?.[1];
      return token === undefined
        ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
        : `(?<${token}>${TOKENS[token]})`;
    });
  const pattern = new RegExp(`^${source.join("")}$`, "u");
  return (fileName) => {
    const match = pattern.exec(fileName.normalize("NFC"));
    return match === null ? undefined : { ...match.groups };
  };
}
