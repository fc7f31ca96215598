import type { GuideSchedule } from "../../guide/guide.js";
import { publishGuide } from "../../guide/guide-stream.js";
import { openStream } from "../../log/stream.js";
import type { SlotServices } from "./slot-watch-options.js";
import { digestSchedule, presentRule, watchedScheduleKind } from "./watched-schedule.js";

/**
 * Keeps that schedules are watched from now on, and which of them this version of the guide has changed: the rule before
 * holds for the slots before.
 */
export async function beginWatching(
  { log, guide, clock, writing }: SlotServices,
  schedules: readonly GuideSchedule[],
): Promise<void> {
  if (schedules.length === 0) return;
  await publishGuide(log, guide, writing);
  for (const { schedule } of schedules) {
    const digest = digestSchedule(schedule);
    const stream = await openStream(log, watchedScheduleKind, schedule.id, writing);
    await stream.append((watched) => {
      const rule = { fromMs: clock.now(), guideHash: guide.hash, digest };
      if (watched === undefined) return [{ type: "schedule.watched", data: rule }];
      const present = presentRule(watched);
      if (present.digest === digest) return [];
      // A clock that went back does not take back what held already.
      const fromMs = Math.max(rule.fromMs, present.fromMs);
      return [{ type: "schedule.changed", data: { ...rule, fromMs } }];
    });
  }
}
