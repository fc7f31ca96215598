import type { Feed } from "../../feed/feed.js";
import { foldHeaderName } from "../../feed/header-relations.js";

/** Compiles the way from a name of a header to the column that it means; other names stay as they are. */
export function compileHeaderNames(feed: Feed): (name: string) => string {
  const columns = new Map<string, string>();
  for (const [column, { aliases = [] }] of Object.entries(feed.columns)) {
    for (const name of [column, ...aliases]) columns.set(foldHeaderName(name, feed.headerCase), column);
  }
  return (name) => columns.get(foldHeaderName(name, feed.headerCase)) ?? name;
}
