import { SpmError } from "@spm-ops/core";
import { readPointer } from "../contract/json-pointer.js";

/** Where a link may stand, and where it may lead. */
export interface LinkPolicy {
  /** A JSON pointer into the details. @defaultValue the first link that may be followed */
  readonly pointer?: string | undefined;
  /** @defaultValue any with https: but the API's own */
  readonly origins?: readonly string[] | undefined;
  /** Of the API; its links ask for a token, which a presigned one never does. */
  readonly apiAddress: string;
}

/**
 * The presigned link in the details of an upload or a job, whose form is free.
 *
 * @throws SpmError `remote.malformed` when there is none, or none that may be followed
 */
export function requireLink(details: unknown, policy: LinkPolicy, operation: string): URL {
  const links = findLinks(details, policy.pointer);
  const link = links.find((each) => isAllowed(each, policy));
  if (link !== undefined) return link;
  const where = policy.pointer === undefined ? "in its details" : `at ${policy.pointer} of its details`;
  const origins = [...new Set(links.map(({ origin }) => origin))].join(", ");
  const why =
    links.length === 0
      ? `there is no link ${where}`
      : `the link ${where} leads to ${origins}, which is not followed`;
  throw new SpmError("remote.malformed", `Could not ${operation}: ${why}.`, {
    operation,
    contentType: undefined,
  });
}

/** Whether the details hold a link that may be followed: an upload shows one for as long as it waits to be processed. */
export function holdsLink(details: unknown, policy: LinkPolicy): boolean {
  return findLinks(details, policy.pointer).some((each) => isAllowed(each, policy));
}

function isAllowed({ origin, protocol }: URL, { origins, apiAddress }: LinkPolicy): boolean {
  if (origins !== undefined) return origins.includes(origin);
  return protocol === "https:" && origin !== new URL(apiAddress).origin;
}

function findLinks(details: unknown, pointer: string | undefined): readonly URL[] {
  const at = pointer === undefined ? details : readPointer(details, pointer);
  return textsOf(at).flatMap((text) => (/^https?:/.test(text) && URL.canParse(text) ? [new URL(text)] : []));
}

/** All texts of a value, in the order in which they stand there. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
