import type { ResolvedArrivalRule } from "../feed/arrival-rule.js";

/** The name of the file that a sender puts beside another, by its declared template. */
export function toCompanionName(template: string, fileName: string): string {
  const dot = fileName.lastIndexOf(".");
  const stem = dot > 0 ? fileName.slice(0, dot) : fileName;
  return template.replace(/\{(name|stem)\}/g, (token) => (token === "{name}" ? fileName : stem));
}

/** The names of everything that has to lie beside a file of a feed. */
export function companionsOf({ trigger, control }: ResolvedArrivalRule, fileName: string): readonly string[] {
  return [trigger, control].flatMap((rule) =>
    rule === undefined ? [] : [toCompanionName(rule.fileName, fileName)],
  );
}
