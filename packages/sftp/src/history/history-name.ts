import { SpmError } from "@spm-ops/core";
import { CANDIDATE_MARK_BYTES, splitExtension } from "./candidate-name.js";
import { type ParsedHistoryName, parseHistoryPath, toLevelPatterns } from "./history-pattern.js";
import { fillHistoryTemplate, lintHistoryTemplate, MOST_BYTES, PATH_BYTES } from "./history-template.js";

/** What a name in the history is made of. */
export interface HistoryDelivery {
  /** The feed's name; at most 40 characters. */
  readonly feed: string;
  /** What the delivery is for, in the words of the feed: `2026-10`; at most 24 characters. */
  readonly period: string;
  /** The name under which it arrived. */
  readonly fileName: string;
  /** Milliseconds since 1970; the name holds UTC to the second. */
  readonly receivedAt: number;
  /** Of the delivery's bytes, lower-case hexadecimal. */
  readonly sha256: string;
}

/** How deliveries are named in the history, relative to its folder. */
export interface HistoryName {
  readonly template: string;
  /** The same for the same delivery, anywhere and at any time. Throws RangeError for values that do not fit. */
  toPath(delivery: HistoryDelivery): string;
  /** What a path tells; `undefined` for one that this template did not make for this feed. */
  parse(path: string, feed: string): ParsedHistoryName | undefined;
  /** What the name has to look like at each level below the history's folder, for one feed. */
  levels(feed: string): readonly RegExp[];
}

const DEFAULT_HISTORY_TEMPLATE = "{feed}/{period}/{stem}__{received}__{sha8}{ext}";

/**
 * Declares how deliveries are named in the history.
 *
 * `{feed}` `{period}` `{stem}` `{received}` (UTC, `20260105T220000Z`) `{sha8}` or `{sha256}` and `{ext}` are filled
 * in; `/` makes folders. A name must hold the feed, the time and the digest and end with `{ext}`, so that it is unique
 * and can be found again by itself. Characters other than `A-Z a-z 0-9 . _ -` become `_`; a path has at most 200
 * bytes, for which the stem is shortened.
 *
 * @defaultValue `{feed}/{period}/{stem}__{received}__{sha8}{ext}`
 * @throws SpmError `config.invalid` for a template that cannot work.
 */
export function defineHistoryName(template: string = DEFAULT_HISTORY_TEMPLATE): HistoryName {
  const issues = lintHistoryTemplate(template);
  if (issues.length > 0) {
    throw new SpmError(
      "config.invalid",
      `The name template ${template} cannot work:\n  ${issues.join("\n  ")}`,
      { issues },
    );
  }
  return Object.freeze({
    template,
    toPath: (delivery: HistoryDelivery) => toHistoryPath(template, delivery),
    parse: (path: string, feed: string) => parseHistoryPath(template, path, fit("feed", feed)),
    levels: (feed: string) => toLevelPatterns(template, fit("feed", feed)),
  });
}

function toHistoryPath(template: string, delivery: HistoryDelivery): string {
  if (!/^[0-9a-f]{64}$/.test(delivery.sha256)) {
    throw new RangeError("A SHA-256 has 64 lower-case hexadecimal digits.");
  }
  const { stem, extension } = splitExtension(delivery.fileName);
  const values = {
    feed: fit("feed", delivery.feed),
    period: fit("period", delivery.period),
    stem: "",
    received: toReceived(delivery.receivedAt),
    sha8: delivery.sha256.slice(0, 8),
    sha256: delivery.sha256,
    ext: extension,
  };
  const room = PATH_BYTES - CANDIDATE_MARK_BYTES - fillHistoryTemplate(template, values).length;
  return fillHistoryTemplate(template, { ...values, stem: toPlain(stem).slice(0, room) });
}

/** `20260105T220000Z` */
function toReceived(receivedAt: number): string {
  return new Date(receivedAt).toISOString().replace(/[-:]|\.\d+/g, "");
}

function fit(what: "feed" | "period", value: string): string {
  const plain = toPlain(value);
  if (plain.length <= MOST_BYTES[what]) return plain;
  throw new RangeError(`A ${what} in a history name has at most ${MOST_BYTES[what]} characters: ${value}`);
}

/** A value of letters that every server takes, never empty, never hidden, never a way out of the folder. */
function toPlain(value: string): string {
  const plain = value
    .normalize("NFC")
    .replace(/[^A-Za-z0-9._-]/gu, "_")
    .replace(/^\.+/, "_");
  return plain === "" ? "_" : plain;
}
