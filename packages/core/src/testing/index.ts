export { createFakeClock, type FakeClock } from "./fake-clock.js";
export { describeFileSiteContract, type FileSiteUnderTest } from "./file-site-contract.js";
export { describeLogContract, type LogUnderTest } from "./log-contract.js";
export { describeWakeEngineContract, type WakeEngineUnderTest } from "./wake-engine-contract.js";
