import type { BusinessCalendarDocument } from "../../schedule/business-calendar.js";
import { WEEKDAYS } from "../../schedule/calendar-day.js";
import { capitalise, joinWords as joinTexts } from "../../schedule/schedule-words.js";
import type { Fact, Section, Words } from "./page.js";

/** The working days, the holidays year by year and the fiscal year of a calendar. */
export function toCalendarSection(calendar: BusinessCalendarDocument): Section {
  const facts: readonly Fact[] = [
    { name: "Known as", lines: [[{ code: calendar.id }]] },
    { name: "Working days", lines: [[describeWeekdays(calendar.workingWeekdays)]] },
    ...describeHolidays(calendar.holidays),
    { name: "Fiscal year", lines: calendar.fiscal === undefined ? [] : describeFiscal(calendar.fiscal) },
  ];
  return {
    block: "section",
    role: "chapter",
    anchor: `_calendar.${calendar.id}`,
    title: calendar.title,
    blocks: [{ block: "facts", facts: facts.filter(({ lines }) => lines.length > 0) }],
  };
}

/** `Monday to Friday`, or the days one by one. The week is read from Monday. */
function describeWeekdays(weekdays: BusinessCalendarDocument["workingWeekdays"]): string {
  const week = [...WEEKDAYS.slice(1), WEEKDAYS[0]];
  const worked = week.filter((weekday) => weekdays.includes(weekday)).map(capitalise);
  const [first = "", last = ""] = [worked[0], worked.at(-1)];
  const isRow = worked.length > 2 && week.map(capitalise).join().includes(worked.join());
  return isRow ? `${first} to ${last}` : joinTexts(worked);
}

function describeHolidays(holidays: BusinessCalendarDocument["holidays"]): readonly Fact[] {
  const years = new Map<string, Words[]>();
  for (const { date, title } of holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const year = date.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), [`${formatDay(date)} – ${title}`]]);
  }
  return [...years].map(([year, lines]) => ({ name: `Holidays ${year}`, lines }));
}

const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
});

/** `Fri, 25 Dec`. */
function formatDay(date: string): string {
  return DAY.format(Date.parse(`${date}T00:00Z`));
}

function describeFiscal({
  pattern,
  firstYear,
  firstDay,
  longYears,
}: NonNullable<BusinessCalendarDocument["fiscal"]>): readonly Words[] {
  const long = longYears.length === 0 ? [] : [[`A 53rd week in ${joinTexts(longYears.map(String))}.`]];
  return [[`Periods of ${pattern} weeks; the year ${firstYear} begins on ${firstDay}.`], ...long];
}
