import { defineBusinessCalendar } from "../../../core/dist/index.js";
import { HOLIDAYS } from "./business-days.mjs";

const YEARS = [2023, 2024, 2025, 2026, 2027];

/**
 * The calendar of the generated business, or one that lacks its holidays.
 *
 * @param {readonly string[]} [holidays] by month and day
 */
export function generatedCalendar(holidays = HOLIDAYS) {
  const days = YEARS.flatMap((year) => holidays.map((day) => ({ date: `${year}-${day}`, title: "Holiday" })));
  return defineBusinessCalendar({ id: "generated", title: "Generated", holidays: days });
}
