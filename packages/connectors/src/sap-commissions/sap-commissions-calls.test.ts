import { describe, expect, test } from "vitest";
import { toMeantStatus } from "./sap-commissions-calls.js";

describe("toMeantStatus", () => {
  test.for([
    [402, "", 403],
    [400, '{"1":"TCMP_60255:E: … unknown command: delJob"}', 200],
    [500, '{"pipelines":{"0":"TCMP_09012:E: …"}}', 409],
    [400, '{"periods":{"1":"TCMP_09007:E: …"}}', 404],
    [500, '{"pipelines":{"0":{"periodSeq":"Value for periodSeq is required"}}}', 400],
    [500, '{"pipelines":{"_ERROR_":"Server did not respond"}}', 500],
    [500, '{"timeStamp":"2026-05-01","message":"Could not run"}', 500],
    [503, "<title>Unavailable</title>", 503],
    [400, '{"message":"Invalid Resource."}', 400],
  ] as const)("takes %i with %s for %i", ([status, body, meant]) => {
    expect(toMeantStatus(status, body)).toBe(meant);
  });
});
