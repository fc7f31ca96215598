import type { Availability, SlotReport } from "@spm-ops/core";
import type { Incident, IncidentState } from "../../incident/incident.js";
import type { MetricFamily } from "./metric-family.js";

/** Where something stands that is looked at. `Standing` of the availability watch has these times. */
export interface AvailabilityFigures {
  /** As the guide names it. */
  readonly subject: string;
  readonly state: Availability["state"];
  /** When it became so, and when it was last looked at, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly lastLookMs: number;
}

const STATES = ["up", "down", "unknown"] as const;
const OPEN: readonly IncidentState[] = ["open", "acknowledged", "muted"];
const SEVERITIES = ["warning", "critical"] as const;

/** Incidents that are not closed, with a zero where there are none. */
export function incidentMetrics(
  incidents: readonly Pick<Incident, "state" | "severity">[],
): readonly MetricFamily[] {
  const points = SEVERITIES.flatMap((severity) =>
    OPEN.map((state) => ({
      labels: { severity, state },
      value: incidents.filter((each) => each.severity === severity && each.state === state).length,
    })),
  );
  return [
    {
      name: "spm_ops_incidents_open",
      type: "gauge",
      help: "Incidents that are not closed, by severity and by whether somebody has them.",
      points,
    },
  ];
}

/** Of several figures about one subject the last look counts. */
export function availabilityMetrics(figures: readonly AvailabilityFigures[]): readonly MetricFamily[] {
  const latest = new Map<string, AvailabilityFigures>();
  for (const each of figures) {
    const known = latest.get(each.subject);
    if (known === undefined || each.lastLookMs >= known.lastLookMs) latest.set(each.subject, each);
  }
  const subjects = [...latest.values()];
  const timestamps = (figure: (each: AvailabilityFigures) => number) =>
    subjects.map((each) => ({ labels: { subject: each.subject }, value: figure(each) / 1_000 }));
  return [
    {
      name: "spm_ops_availability",
      type: "stateset",
      help: "Whether it is up, as of spm_ops_availability_last_look_timestamp_seconds.",
      points: subjects.map(({ subject, state }) => ({
        labels: { subject },
        states: Object.fromEntries(STATES.map((each) => [each, each === state])),
      })),
    },
    {
      name: "spm_ops_availability_since_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "When it became so.",
      points: timestamps(({ sinceMs }) => sinceMs),
    },
    {
      name: "spm_ops_availability_last_look_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "When it was last looked at.",
      points: timestamps(({ lastLookMs }) => lastLookMs),
    },
  ];
}

/** How the slots of a period ended. The last report on a schedule counts. */
export type SlotFigures = Pick<SlotReport, "scheduleId" | "period" | "counts">;

/** The families about slots: of a period that is told with them, hence no counters. */
export function slotMetrics(reports: readonly SlotFigures[]): readonly MetricFamily[] {
  const latest = [...new Map(reports.map((report) => [report.scheduleId, report])).values()];
  return [
    {
      name: "spm_ops_slots",
      type: "gauge",
      help: "Slots of the period, by how they ended.",
      points: latest.flatMap(({ scheduleId, counts }) =>
        Object.entries(counts).map(([outcome, value]) => ({
          labels: { schedule: scheduleId, outcome },
          value,
        })),
      ),
    },
    {
      name: "spm_ops_slots_period_timestamp_seconds",
      type: "gauge",
      unit: "seconds",
      help: "The period whose slots are counted: from its first moment on, and before its end.",
      points: latest.flatMap(({ scheduleId, period }) =>
        Object.entries({ from: period.fromMs, to: period.toMs }).map(([bound, value]) => ({
          labels: { schedule: scheduleId, bound },
          value: value / 1_000,
        })),
      ),
    },
  ];
}
