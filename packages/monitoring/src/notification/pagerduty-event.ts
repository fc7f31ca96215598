import { sha256 } from "@spm-ops/core";
import { type Notice, shorten, toSentences } from "./notice.js";

/** Limits of PagerDuty's Events API v2. */
const MOST_SUMMARY = 1_024;
const MOST_DEDUP_KEY = 255;

/**
 * A notice as an event of PagerDuty's Events API v2, but for the routing key. The key of its alert is the incident's id,
 * so whatever is told of one incident is about one alert.
 */
export function toPagerDutyEvent(notice: Notice) {
  const { incidentId, state } = notice;
  const dedup_key = incidentId.length <= MOST_DEDUP_KEY ? incidentId : `sha256:${sha256(incidentId)}`;
  if (state === "over") return { event_action: "resolve", dedup_key } as const;
  if (state === "acknowledged") return { event_action: "acknowledge", dedup_key } as const;
  return {
    event_action: "trigger",
    dedup_key,
    payload: {
      summary: shorten(notice.headline, MOST_SUMMARY),
      source: notice.environment ?? notice.subject,
      severity: notice.severity,
      timestamp: new Date(notice.sinceMs).toISOString(),
      component: notice.subject,
      class: notice.kind,
      custom_details: { revision: notice.revision, sentences: toSentences(notice) },
    },
  } as const;
}
