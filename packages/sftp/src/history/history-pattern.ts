import { fillHistoryTemplate, type HistoryPlaceholder } from "./history-template.js";

/** What a name in the history tells. */
export interface ParsedHistoryName {
  readonly period: string | undefined;
  /** Milliseconds since 1970, to the second. */
  readonly receivedAt: number;
  /** The digest of the content, or the first eight digits of it. */
  readonly sha256Prefix: string;
  /** 1, or more where other content had the name first. */
  readonly candidate: number;
}

/** What each placeholder looks like once it is filled in. */
const SHAPES: Readonly<Record<Exclude<HistoryPlaceholder, "feed">, string>> = {
  period: "(?<period>[A-Za-z0-9._-]+?)",
  stem: "[A-Za-z0-9._-]+?",
  received: String.raw`(?<received>\d{8}T\d{6}Z)`,
  sha8: "(?<sha>[0-9a-f]{8})",
  sha256: "(?<sha>[0-9a-f]{64})",
  ext: String.raw`(?:__(?<candidate>\d{4}))?(?:\.[A-Za-z0-9]{1,8}){0,2}`,
};

/** What names look like at each level of a template, so that folders that cannot match need not be listed. */
export function toLevelPatterns(template: string, feed: string): readonly RegExp[] {
  return template.split("/").map((level) => toPattern(level, feed));
}

/** Reads a path that a template made for a feed. */
export function parseHistoryPath(
  template: string,
  path: string,
  feed: string,
): ParsedHistoryName | undefined {
  const { period, received, sha, candidate = "1" } = toPattern(template, feed).exec(path)?.groups ?? {};
  if (received === undefined || sha === undefined) return undefined;
  const receivedAt = Date.parse(
    received.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  if (Number.isNaN(receivedAt)) return undefined;
  return { period, receivedAt, sha256Prefix: sha, candidate: Number(candidate) };
}

function toPattern(template: string, feed: string): RegExp {
  const literal = (text: string) => text.replaceAll(".", String.raw`\.`);
  return new RegExp(`^${fillHistoryTemplate(literal(template), { ...SHAPES, feed: literal(feed) })}$`);
}
