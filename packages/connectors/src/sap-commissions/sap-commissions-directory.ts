import { SpmError } from "@spm-ops/core";
import type { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { SapCommissionsCalls } from "./sap-commissions-calls.js";
import type { ProcessSettings } from "./sap-commissions-jobs.js";
import { calendar, type Period, period, processingUnit } from "./sap-commissions-replies.js";

/** The ids behind names. Those of calendars and processing units are asked for once. */
export interface SapCommissionsDirectory {
  calendarSeq(name: string, call: ConnectorCall): Promise<string>;
  processingUnitSeq(name: string, call: ConnectorCall): Promise<string>;
  /** The period that is meant at a moment, in milliseconds since 1970. */
  periodSeq(
    wanted: Pick<ProcessSettings, "calendar" | "period">,
    at: number,
    call: ConnectorCall,
  ): Promise<string>;
}

/** Creates the directory of a tenant. */
export function createSapCommissionsDirectory(calls: SapCommissionsCalls): SapCommissionsDirectory {
  const known = new Map<string, string>();

  const find = async <Item extends z.ZodType<{ readonly name: string }>>(
    { resource, what, name }: { readonly resource: string; readonly what: string; readonly name: string },
    item: Item,
    { signal }: ConnectorCall,
  ): Promise<z.output<Item>> => {
    const operation = `find the ${what} "${name}"`;
    const filter = `name eq '${name}'`;
    for await (const each of calls.list({ resource, filter, operation, signal }, item)) {
      if (each.name === name) return each;
    }
    throw new SpmError("remote.not-found", `There is no ${what} "${name}", or the user may not see it.`, {
      operation,
    });
  };

  const remember = async (key: string, ask: () => Promise<string>): Promise<string> => {
    const seq = known.get(key) ?? (await ask());
    known.set(key, seq);
    return seq;
  };

  const calendarSeq: SapCommissionsDirectory["calendarSeq"] = (name, call) =>
    remember(`calendar ${name}`, async () => {
      const wanted = { resource: "calendars", what: "calendar", name };
      return (await find(wanted, calendar, call)).calendarSeq;
    });

  return {
    calendarSeq,
    processingUnitSeq: (name, call) =>
      remember(`processing unit ${name}`, async () => {
        const wanted = { resource: "processingUnits", what: "processing unit", name };
        return (await find(wanted, processingUnit, call)).processingUnitSeq;
      }),
    async periodSeq({ calendar: name, period: wanted }, at, call) {
      const seq = await calendarSeq(name, call);
      const operation = `find the period of the calendar "${name}"`;
      const filter = `calendar/name eq '${name}'`;
      const periods: Period[] = [];
      for await (const each of calls.list({ resource: "periods", filter, operation, ...call }, period)) {
        // The filter is a help to the vendor and no more: periods of other calendars have the same names.
        if (each.calendar === seq) periods.push(each);
      }
      const found = pickPeriod(periods, wanted, at);
      if (found !== undefined) return found.periodSeq;
      const meant =
        typeof wanted === "string" ? `${wanted} one at ${new Date(at).toISOString()}` : `"${wanted.name}"`;
      throw new SpmError("remote.not-found", `The calendar "${name}" has no period: ${meant}.`, {
        operation,
      });
    },
  };
}

/**
 * The period that is meant. Months lie within quarters and these within years, so of those that hold the moment the
 * shortest one is current; the previous one is the shortest that ends where it begins.
 */
export function pickPeriod(
  periods: readonly Period[],
  wanted: ProcessSettings["period"],
  at: number,
): Period | undefined {
  if (typeof wanted !== "string") return periods.find(({ name }) => name === wanted.name);
  const spans = periods
    .flatMap((each) => {
      const { startDate, endDate } = each;
      return startDate === undefined || endDate === undefined ? [] : [{ each, startDate, endDate }];
    })
    .sort((one, other) => one.endDate - one.startDate - (other.endDate - other.startDate));
  const current = spans.find(({ startDate, endDate }) => startDate <= at && at < endDate);
  if (wanted === "current" || current === undefined) return current?.each;
  return spans.find(({ endDate }) => endDate === current.startDate)?.each;
}
