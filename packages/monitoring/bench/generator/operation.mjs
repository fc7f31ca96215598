import { SHAPES } from "./random.mjs";

/** How much of a month end each working day around it has. */
const GRADES = new Map([
  [-3, 0.25],
  [-2, 0.5],
  [-1, 0.75],
  [0, 1],
  [1, 0.5],
]);

/** How an operation behaves, drawn from what is usual for batch runs; docs/monitoring.md has the table. */
export function drawOperation(random, id, runs) {
  const hasWeekdays = random.chance(0.5);
  const isWeekly = random.chance(0.15);
  return {
    id,
    typicalMs: random.logBetween(30_000, 4 * 3_600_000),
    typicalRows: random.logBetween(200, 5_000_000),
    hasRows: random.chance(0.7),
    elasticity: random.between(0.3, 1),
    duration: drawCourse(random, hasWeekdays ? durationWeek(random) : [0, 0, 0, 0, 0], runs),
    rows: drawCourse(
      random,
      isWeekly ? [-0.8, 0.1, 0, 0, 0] : [0, 0, 0, 0, 0].map(() => random.normal() * 0.1),
      runs,
    ),
  };
}

function durationWeek(random) {
  return [0.2 + random.normal() * 0.15, ...[1, 2, 3, 4].map(() => random.normal() * 0.08)];
}

function drawCourse(random, week, runs) {
  const sigma = random.logBetween(0.06, 0.5);
  const shape = random.uniform();
  const hasMonthEnd = random.chance(0.6);
  const hasShift = random.chance(0.4);
  return {
    week,
    sigma,
    shape: shape < 0.5 ? "normal" : shape < 0.75 ? "t with 5" : "skewed",
    correlation: random.between(0, 0.4),
    monthEnd: hasMonthEnd ? Math.log(random.between(1.35, 3.3)) : 0,
    quarterEnd: hasMonthEnd && random.chance(0.3) ? Math.log(random.between(1.2, 2)) : 0,
    trendAYear: Math.log(random.between(0.9, 1.6)),
    shiftAt: hasShift ? Math.floor(random.between(0.2, 0.9) * runs) : undefined,
    shift: Math.log(random.logBetween(0.4, 2.5)),
    isAnnounced: random.chance(0.5),
    noise: 0,
  };
}

/** The logarithm of what one run of a course adds to the typical figure. */
export function nextOf(course, random, { day, at, daysSinceBegin }) {
  const innovation = SHAPES[course.shape](random) * Math.sqrt(1 - course.correlation ** 2);
  course.noise = course.correlation * course.noise + innovation;
  const grade = day.fromMonthEnd === undefined ? 0 : (GRADES.get(day.fromMonthEnd) ?? 0);
  return (
    course.week[day.weekday] +
    grade * (course.monthEnd + (day.isQuarterEnd ? course.quarterEnd : 0)) +
    (course.trendAYear * daysSinceBegin) / 365 +
    (course.shiftAt !== undefined && at >= course.shiftAt ? course.shift : 0) +
    course.sigma * course.noise
  );
}
