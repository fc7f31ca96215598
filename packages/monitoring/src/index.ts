// Expectations: the interval, and the verdict on both sides

export { type JudgedFigure, type JudgePolicy, judge } from "./expectation/judge.js";
export { judgeRun } from "./expectation/judge-run.js";
export { type Expectation, expectInterval, type IntervalOptions } from "./expectation/log-t-interval.js";

// Student's t, for expectations of one's own
export { studentTCumulative, studentTQuantile, studentTUpperTail } from "./statistics/student-t.js";
