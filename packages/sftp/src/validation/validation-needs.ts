import { SpmError } from "@spm-ops/core";
import { z } from "zod";
import type { Feed } from "../feed/feed.js";
import { columnsOf } from "../feed/reference-rule.js";
import type { PreviousDelivery } from "./comparison/delivery-comparison.js";
import { comparedKey } from "./comparison/delivery-keys.js";
import type { FileFacts } from "./record-checks.js";

/**
 * Refuses a validation that lacks what its feed needs, or is given what the feed knows nothing of.
 *
 * @throws SpmError `config.invalid` with every problem at once.
 */
export function requireNeeds(feed: Feed, facts: Omit<FileFacts, "fileName">): void {
  const issues = [
    ...checkReferences(feed, facts),
    ...checkClosed(feed, facts.closedBefore),
    ...checkPrevious(feed, facts.previous),
  ];
  if (issues.length === 0) return;
  throw new SpmError("config.invalid", `Feed ${feed.name} cannot be validated:\n  ${issues.join("\n  ")}`, {
    issues,
  });
}

function checkReferences(feed: Feed, { references }: Pick<FileFacts, "references">): readonly string[] {
  return feed.references.flatMap((reference) => {
    const { to, asOf } = reference;
    const columns = columnsOf(reference);
    const about = `references: column ${columns.join(" + ")} refers to the set "${to}"`;
    const set = references.find(({ name }) => name === to);
    if (set === undefined) return [`${about}, which was not given`];
    if (set.size > 0 && set.columnCount !== columns.length) {
      return [`${about}, whose entries have ${set.columnCount} values`];
    }
    return asOf === undefined || set.isDated || set.size === 0
      ? []
      : [`${about}, whose entries have no days`];
  });
}

function checkClosed({ period }: Feed, closedBefore: string | undefined): readonly string[] {
  if (closedBefore === undefined) return [];
  return [
    ...(period === undefined ? ["closedBefore: the feed declares no period"] : []),
    ...(z.iso.date().safeParse(closedBefore).success ? [] : [`closedBefore: ${closedBefore} is no day`]),
  ];
}

function checkPrevious(feed: Feed, previous: PreviousDelivery | undefined): readonly string[] {
  if (previous === undefined) return [];
  const { profile, keys } = previous;
  const key = comparedKey(feed);
  const issues: string[] = [];
  if (feed.comparison === undefined) issues.push("previous: the feed declares no comparison");
  if (profile.feed !== feed.name) issues.push(`previous.profile: is of feed ${profile.feed}`);
  if (keys === undefined) return issues;
  if (keys.feed !== feed.name) issues.push(`previous.keys: are of feed ${keys.feed}`);
  else if (keys.key.join("\n") !== key?.join("\n")) {
    issues.push(`previous.keys: are of ${keys.key.join(" + ")}, which the feed does not compare`);
  }
  return issues;
}
