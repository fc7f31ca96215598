import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";
import type { OrganizationDefinition, WorksheetDefinition } from "./definition.js";
import { toVendorTime } from "./reply.js";
import type { OrganizationStorage, WorksheetRecord } from "./state.js";

/** The records of one data worksheet, by unique id. */
export interface Worksheet {
  readonly definition: WorksheetDefinition;
  /** The name of the column that tells records apart. */
  readonly uniqueId: string;
  all(): readonly WorksheetRecord[];
  get(key: string): WorksheetRecord | undefined;
  /** Changes the named cells of a record, or creates it. */
  put(key: string, data: Readonly<Record<string, unknown>>): WorksheetRecord;
  remove(key: string): boolean;
  clear(): void;
}

/** The data worksheets of an organization, by id. */
export type Worksheets = ReadonlyMap<string, Worksheet>;

/** Opens the worksheets, with the records that were there last. Saving is for who changed them. */
export function openWorksheets(
  { dataWorksheets }: OrganizationDefinition,
  storage: OrganizationStorage,
  clock: Clock,
): Worksheets {
  return new Map(
    dataWorksheets.map((definition) => [definition.id, openWorksheet(definition, storage, clock)]),
  );
}

function openWorksheet(
  definition: WorksheetDefinition,
  { state }: OrganizationStorage,
  clock: Clock,
): Worksheet {
  const kept = state.records[definition.id] ?? {};
  state.records[definition.id] = kept;
  return {
    definition,
    uniqueId: definition.columns.find(({ isUniqueId }) => isUniqueId)?.name ?? "",
    all: () => Object.values(kept),
    get: (key) => (Object.hasOwn(kept, key) ? kept[key] : undefined),
    put(key, data) {
      const old = Object.hasOwn(kept, key) ? kept[key] : undefined;
      const now = clock.now();
      const record = {
        id: old?.id ?? randomUUID(),
        createdAt: old?.createdAt ?? now,
        updatedAt: now,
        data: { ...old?.data, ...data },
      };
      kept[key] = record;
      return record;
    },
    remove(key) {
      if (!Object.hasOwn(kept, key)) return false;
      delete kept[key];
      return true;
    },
    clear() {
      for (const key of Object.keys(kept)) delete kept[key];
    },
  };
}

/** A record as the API tells it. */
export function toRecordReply({ id, createdAt, updatedAt, data }: WorksheetRecord): object {
  const [created_at, updated_at] = [toVendorTime(createdAt), toVendorTime(updatedAt)];
  return { object: "record", id, created_at, updated_at, data };
}

/** A worksheet as the API tells it. */
export function toWorksheetReply({ id, name, workbook, columns }: WorksheetDefinition): object {
  return {
    ...{ object: "data_worksheet", id, type: "raw", name, description: "" },
    ...{ workbook: workbook.id, workbook_name: workbook.name },
    columns: columns.map((column) => ({
      ...{ object: "column", name: column.name, description: "", variant: "raw" },
      ...{ data_type: column.type, format: null, formula: "", read_only: false },
    })),
  };
}

/** What is wrong with a cell, by the type of its column. */
export function toCellProblem(
  { columns }: WorksheetDefinition,
  name: string,
  cell: unknown,
  dateFormat: string,
): string | undefined {
  const column = columns.find((each) => each.name === name);
  const text = String(cell ?? "");
  if (column?.isUniqueId && text === "") return "The unique ID must not be blank";
  if (text === "" || column === undefined || column.type === "text") return undefined;
  if (column.type === "number") return Number.isNaN(Number(text)) ? `"${text}" is no number` : undefined;
  return DATES[dateFormat]?.test(text) === false ? `"${text}" is no date in ${dateFormat}` : undefined;
}

const DATES: Readonly<Record<string, RegExp>> = {
  MM_DD_YYYY: /^(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.]\d{4}$/,
  DD_MM_YYYY: /^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.]\d{4}$/,
  YYYY_MM_DD: /^\d{4}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])$/,
};
