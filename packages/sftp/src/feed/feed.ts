import { parseOptions } from "@spm-ops/core";
import type { z } from "zod";
import type { FeedDeclaration } from "./feed-declaration.js";
import { feedSchema } from "./feed-schema.js";
import { compileFileName, type FileNameReader } from "./file-name.js";

/** A declared feed with every default filled in. Frozen through and through. */
export interface Feed extends ResolvedDeclaration {
  /** Whether a file of this name is a delivery of this feed. */
  matches(fileName: string): boolean;
  /** The values of the template's tokens in a file's name, for example `{ period: "2026-10" }`. */
  readonly readFileName: FileNameReader;
}

type ResolvedDeclaration = DeepReadonly<z.output<typeof feedSchema>>;

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value;

/**
 * Declares a kind of file that is expected.
 *
 * @throws SpmError `config.invalid` with every problem of the declaration at once.
 * @example
 * const accounts = defineFeed({
 *   name: "accounts",
 *   title: "Accounts of the CRM",
 *   fileName: "accounts_{period}.csv",
 *   columns: {
 *     account: { type: "text", required: true },
 *     revenue: { type: "decimal", scale: 2, min: "0" },
 *   },
 *   keys: [["account"]],
 * });
 */
export function defineFeed<const Name extends string>(declaration: FeedDeclaration<Name>): Feed {
  const feed = parseOptions(feedSchema, declaration, `the declaration of feed "${declaration.name}"`);
  const readFileName = compileFileName(feed.fileName);
  return freeze({
    ...feed,
    readFileName,
    matches: (fileName: string) => readFileName(fileName) !== undefined,
  });
}

function freeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) if (typeof inner === "object" && inner !== null) freeze(inner);
  return Object.freeze(value);
}
