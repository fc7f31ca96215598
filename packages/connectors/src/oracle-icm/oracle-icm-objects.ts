import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { JobKind, StartableObject } from "../contract/spm-connector.js";
import type { JobSettings } from "./oracle-icm-job-options.js";
import type { LoadSettings } from "./oracle-icm-load-options.js";
import type { OracleIcmSettings } from "./oracle-icm-options.js";
import type { ReportSettings } from "./oracle-icm-report-options.js";

/** Something that is declared. The vendor has no id for it, so what it does stands for one. */
interface Declared<Settings> extends StartableObject {
  readonly settings: Settings;
}

export type LoadObject = Declared<LoadSettings>;
export type ReportObject = Declared<ReportSettings>;

/** What the options declare. Nothing of it is asked of the vendor. */
export interface OracleIcmObjects {
  readonly loads: ObjectList<LoadObject>;
  readonly processes: ObjectList<Declared<JobSettings>>;
  readonly reports: ObjectList<ReportObject>;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "load", process: "process", report: "report" };

/** Creates the lists of what is declared. */
export function createOracleIcmObjects({ loads, processes, reports }: OracleIcmSettings): OracleIcmObjects {
  return {
    loads: toList(loads, toLoadId),
    processes: toList(processes, toJobId),
    reports: toList(reports, toReportId),
  };
}

function toList<Settings>(
  declared: Readonly<Record<string, Settings>>,
  toId: (settings: Settings) => string,
): ObjectList<Declared<Settings>> {
  return createObjectList({
    words: WORDS,
    async *list() {
      for (const [name, settings] of Object.entries(declared)) yield { id: toId(settings), name, settings };
    },
  });
}

function toJobId({ package: path, definition, parameters }: JobSettings): string {
  return `${path},${definition}(${parameters.join(",")})`;
}

function toLoadId(settings: LoadSettings): string {
  if (settings.kind === "job") return toJobId(settings);
  const attributes = Object.entries(settings.attributes).map(([name, value]) => `${name}=${value}`);
  return `importActivities(${attributes.sort().join(",")})`;
}

function toReportId(settings: ReportSettings): string {
  if (settings.kind === "export") return [...settings.extract, settings.form, toJobId(settings)].join(" ");
  const { api, resource, fields, q = "", orderBy } = settings;
  return `${api} ${resource}?fields=${fields.join(",")}&q=${q}&orderBy=${orderBy}`;
}
