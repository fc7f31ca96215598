import { claimSubject } from "./testing/claim-subject.js";
import { CLAIM_SCENARIOS } from "./testing/crash-scenario.js";
import { IN_PROCESS, REAL_SERVERS } from "./testing/crash-server.js";
import { describeCrashMatrix } from "./testing/describe-crash-matrix.js";

describeCrashMatrix("claimFile, then promoteFile", {
  kinds: [IN_PROCESS, ...REAL_SERVERS],
  scenarios: CLAIM_SCENARIOS,
  subject: claimSubject,
});
