/**
 * A filter of a collection: `name==load*`, `status==pass;objectName=="Load orders"`. Both quotes, `*` for anything.
 * Nothing for what is not understood.
 */
export function parseFilter(
  text: string,
): ((item: Readonly<Record<string, unknown>>) => boolean) | undefined {
  const terms: ((item: Readonly<Record<string, unknown>>) => boolean)[] = [];
  for (const term of text.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^;])+/g) ?? []) {
    const parts = /^(?<field>\w+)(?<operator>[!=]=)(?<value>.+)$/s.exec(term)?.groups;
    if (parts === undefined) return undefined;
    const { field = "", operator, value = "" } = parts;
    const pattern = toPattern(unquote(value));
    terms.push((item) => pattern.test(String(item[field] ?? "")) === (operator === "=="));
  }
  return (item) => terms.every((holds) => holds(item));
}

function unquote(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/s.exec(value) ?? [];
  return inner === undefined ? value : inner.replace(/\\(.)/g, "$1");
}

function toPattern(value: string): RegExp {
  const parts = value.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
