import { CRASH_SCENARIOS } from "./testing/crash-scenario.js";
import { REAL_SERVERS } from "./testing/crash-server.js";
import { describeCrashMatrix } from "./testing/describe-crash-matrix.js";
import { promotionSubject } from "./testing/promotion-subject.js";

describeCrashMatrix("promoteFile", {
  kinds: REAL_SERVERS,
  scenarios: CRASH_SCENARIOS,
  subject: promotionSubject,
});
