import { describe, expect, test } from "vitest";
import { isRunOf, toRunId } from "./slot-run.js";

describe("toRunId", () => {
  test("keeps schedule, nominal time, zone and which of two times it is", () => {
    const slotId = "nightly@2026-11-01T01:30[America/New_York]";
    expect(toRunId(slotId)).toBe("nightly.2026-11-01T01-30.America.New_York");
    expect(toRunId(`${slotId}+second`)).toBe("nightly.2026-11-01T01-30.America.New_York.second");
  });

  test("is another one for every zone, and can be the name of a folder", () => {
    const zones = [...Intl.supportedValuesOf("timeZone"), "Etc/GMT+5", "Etc/GMT-5", "UTC"];
    const slotIds = zones.flatMap((zone) =>
      ["", "+second"].map((end) => `n@2026-11-01T01:30[${zone}]${end}`),
    );
    const runIds = slotIds.map(toRunId);
    expect(new Set(runIds).size).toBe(new Set(slotIds).size);
    expect(runIds.filter((runId) => !/^[A-Za-z0-9][\w.-]{0,199}$/.test(runId))).toEqual([]);
  });

  test("tells its schedule from one whose name begins alike", () => {
    const runId = toRunId("nightly-load@2026-11-01T01:30[UTC]");
    expect([isRunOf("nightly-load", runId), isRunOf("nightly", runId)]).toEqual([true, false]);
  });
});
