import type { Column } from "./column.js";

/** A place in which a feed speaks of another part of itself, and what is wrong with that. */
export interface RelationProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The types that a column may have to do what is asked of it, and what is said when it has another. */
interface WantedKind {
  readonly types: readonly Column["type"][];
  readonly verb: string;
}

/** Says when a column is not there, or has a type that cannot do what is asked of it. */
export function checkKind(
  columns: Readonly<Record<string, Column>>,
  name: string,
  path: RelationProblem["path"],
  kind?: WantedKind | undefined,
): readonly RelationProblem[] {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) return [{ path, message: `there is no column "${name}"` }];
  if (kind === undefined || kind.types.includes(column.type)) return [];
  return [{ path, message: `column "${name}" is ${column.type} and ${kind.verb}` }];
}
