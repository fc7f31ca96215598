const DAY_MS = 86_400_000;

/** Holidays of the generated business, by month and day. */
export const HOLIDAYS = ["01-01", "05-01", "07-04", "11-26", "12-25", "12-26"];

/**
 * Working days from the first of 2023 on, and what kind of days they are.
 *
 * @param {number} count
 */
export function businessDays(count) {
  const days = [];
  for (let day = Date.UTC(2023, 0, 2) / DAY_MS; days.length < count + 40; day += 1) {
    const date = new Date(day * DAY_MS);
    const text = date.toISOString().slice(0, 10);
    const weekday = (date.getUTCDay() + 6) % 7;
    if (weekday < 5 && !HOLIDAYS.includes(text.slice(5))) days.push({ day, date: text, weekday });
  }
  days.forEach((each, at) => {
    const next = days[at + 1];
    const month = (other) => other?.date.slice(0, 7);
    const left = days.slice(at + 1, at + 6).findIndex((other) => month(other) !== month(each));
    each.fromMonthEnd =
      at > 0 && month(days[at - 1]) !== month(each) ? 1 : left >= 0 && left <= 3 ? -left : undefined;
    const closing = each.fromMonthEnd === 1 ? days[at - 1] : each;
    each.isQuarterEnd = each.fromMonthEnd !== undefined && Number(closing.date.slice(5, 7)) % 3 === 0;
    each.isAfterHoliday = at > 0 && each.day - days[at - 1].day > (each.weekday === 0 ? 3 : 1);
    each.isLastOfWeek = next !== undefined && next.weekday < each.weekday;
    each.isLastOfMonth = each.fromMonthEnd === 0;
  });
  return days.slice(0, count);
}
