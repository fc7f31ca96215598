import type { LogEvent } from "../../log/event.js";
import { createMomentText } from "../../moment-text.js";
import type { RunState } from "../../run/run-state.js";
import type { GuideDocument } from "../document/guide-document.js";
import { hashGuide } from "../guide-hash.js";
import { type PageFormat, writePage } from "./page-format.js";
import { toHistory } from "./run-history.js";
import { toRunPage } from "./run-page.js";

export interface RunRendering {
  /** @defaultValue "markdown" */
  readonly format?: PageFormat | undefined;
  /**
   * The run's own events, as `RunLog.events` gives them: they tell who did what, and each attempt.
   *
   * @defaultValue none: only what the state of the run tells is shown
   */
  readonly events?: readonly LogEvent[] | undefined;
  /** The IANA zone of all times. @defaultValue "UTC" */
  readonly timeZone?: string | undefined;
}

/**
 * Writes what happened in a run into the procedure that it followed: at each step when, by whom, how long, how much,
 * and how it ended. Values are shortened: the log has all of them.
 *
 * Takes the document that `RunLog.guideOf` gives, so that a past run prints with the guide it had.
 *
 * @throws RangeError for another version of the guide, or a time zone that is none; SpmError `log.damaged` for events
 * that are not those of a run, `log.expired` for events whose data was let go.
 * @example
 * const runLog = createRunLog(await openSqliteLog({ path: "operations.sqlite" }));
 * const run = await runLog.get("night-2026-01-05");
 * const events = await runLog.events(run.runId);
 * const page = renderRun(await runLog.guideOf(run), run, { format: "html", events, timeZone: "Europe/Berlin" });
 */
export function renderRun(
  guide: GuideDocument,
  run: RunState,
  { format = "markdown", events = [], timeZone = "UTC" }: RunRendering = {},
): string {
  const hash = hashGuide(guide);
  if (hash !== run.guideHash) {
    throw new RangeError(`run ${run.runId} follows the guide of version ${run.guideHash}, not ${hash}`);
  }
  const moments = createMomentText(timeZone);
  const page = toRunPage(guide, run, { history: toHistory(events, moments), timeZone, moments });
  if (page === undefined) throw new RangeError(`the guide has no procedure ${run.procedureId}`);
  return writePage(page, format);
}
