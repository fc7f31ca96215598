import { CRASH_SCENARIOS, LOST_SOURCES } from "./testing/crash-scenario.js";
import { IN_PROCESS } from "./testing/crash-server.js";
import { describeCrashMatrix } from "./testing/describe-crash-matrix.js";
import { promotionSubject } from "./testing/promotion-subject.js";

describeCrashMatrix("promoteFile", {
  kinds: [IN_PROCESS],
  scenarios: [...CRASH_SCENARIOS, ...LOST_SOURCES],
  subject: promotionSubject,
  deaths: [false, true],
});
