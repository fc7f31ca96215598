import { SpmError } from "@spm-ops/core";
import type { Feed } from "../feed/feed.js";
import { columnsOf } from "../feed/reference-rule.js";
import type { FeedValidity } from "../feed/validity-rule.js";

/** Feeds of one delivery, which may refer to each other. */
export interface FeedSetDeclaration {
  /** For people. */
  readonly title: string;
  /** Each has one file in a delivery. */
  readonly feeds: readonly Feed[];
  /** Feeds whose file may be missing. @defaultValue none */
  readonly optional?: readonly Feed[] | undefined;
}

/** Feeds of one delivery in the order in which their files have to be validated. */
export interface FeedSet {
  readonly title: string;
  /** Those that are referred to first. */
  readonly feeds: readonly Feed[];
  /** The names of those whose file may be missing. */
  readonly optional: readonly string[];
  /** Which columns of which feed of the set each feed looks something up in. By the name of the feed that looks. */
  readonly lookUps: ReadonlyMap<string, readonly LookUp[]>;
}

/** What a feed wants to know of another one of its set. */
export interface LookUp {
  readonly to: Feed;
  readonly columns: readonly string[];
  /** The days on which it is valid; `undefined` when nobody asks for a day. */
  readonly valid: FeedValidity | undefined;
}

/**
 * Declares which feeds are delivered together and refer to each other.
 *
 * A reference to the name of a feed of the set is looked up in that feed's own file: in the columns of the same names,
 * else in the columns of its intervals or of a key, if they are as many. As of a day it needs a feed with intervals.
 * References to other names are given when the set is validated.
 *
 * @throws SpmError `config.invalid` with every problem at once: a feed named twice, a reference that its feed cannot
 * answer, a circle of feeds.
 */
export function defineFeedSet({ title, feeds, optional = [] }: FeedSetDeclaration): FeedSet {
  const all = [...feeds, ...optional];
  const names = all.map(({ name }) => name);
  const issues = [...new Set(names.filter((name, at) => names.indexOf(name) < at))].map(
    (name) => `feeds: "${name}" is named twice`,
  );
  const lookUps = new Map<string, readonly LookUp[]>();
  for (const feed of all) {
    const plan = planLookUps(feed, all);
    issues.push(...plan.issues);
    lookUps.set(feed.name, plan.lookUps);
  }
  const ordered = sortByReferences(all, lookUps);
  const entangled = all.filter((feed) => !ordered.includes(feed)).map(({ name }) => name);
  if (entangled.length > 0) issues.push(`feeds: ${entangled.join(", ")} refer to each other in a circle`);
  if (issues.length > 0)
    throw new SpmError("config.invalid", `The set "${title}" cannot be:\n  ${issues.join("\n  ")}`, {
      issues,
    });
  return { title, feeds: ordered, optional: optional.map(({ name }) => name), lookUps };
}

function planLookUps(
  feed: Feed,
  all: readonly Feed[],
): { readonly lookUps: readonly LookUp[]; readonly issues: readonly string[] } {
  const lookUps = new Map<string, LookUp>();
  const issues: string[] = [];
  for (const reference of feed.references) {
    const to = all.find(({ name }) => name === reference.to);
    if (to === undefined) continue;
    const asked = columnsOf(reference);
    const about = `${feed.name}: ${asked.join(" + ")} refers to ${to.name}`;
    const columns = findColumns(to, asked);
    const before = lookUps.get(to.name);
    if (columns === undefined) issues.push(`${about}, which have neither such columns nor such a key`);
    else if (before !== undefined && before.columns.join("\n") !== columns.join("\n"))
      issues.push(`${about} by other columns than before: ${before.columns.join(" + ")}`);
    else {
      const valid = reference.asOf === undefined ? before?.valid : to.intervals;
      lookUps.set(to.name, { to, columns, valid });
    }
    if (reference.asOf !== undefined && to.intervals === undefined)
      issues.push(`${about} as of a day, and they have no intervals; see undatedReferencesTo`);
  }
  return { lookUps: [...lookUps.values()], issues };
}

/** The columns of a feed in which something is looked up. */
function findColumns(to: Feed, asked: readonly string[]): readonly string[] | undefined {
  if (asked.every((name) => Object.hasOwn(to.columns, name))) return asked;
  const keys = [to.intervals?.key ?? [], ...to.keys];
  return keys.find(({ length }) => length === asked.length);
}

/** Those first to which the others refer; what is left out refers to itself in the end. */
function sortByReferences(
  all: readonly Feed[],
  lookUps: ReadonlyMap<string, readonly LookUp[]>,
): readonly Feed[] {
  const ordered: Feed[] = [];
  const isReady = (feed: Feed) =>
    !ordered.includes(feed) && (lookUps.get(feed.name) ?? []).every(({ to }) => ordered.includes(to));
  for (let next = all.find(isReady); next !== undefined; next = all.find(isReady)) ordered.push(next);
  return ordered;
}
