import { describe, expect, test } from "vitest";
import { sampleFacts } from "../testing/sample-facts.js";
import { summariseRun } from "./operations-summary.js";
import { renderSummaryCsv } from "./summary-csv.js";

describe("renderSummaryCsv", () => {
  test("has a row a step with its times, its interval and its volumes", async () => {
    let text = "";
    for await (const chunk of renderSummaryCsv(summariseRun(sampleFacts())))
      text += Buffer.from(chunk).toString();
    const [header = "", ...rows] = text.trimEnd().split("\r\n");
    expect(rows).toHaveLength(6);
    const validate = Object.fromEntries(
      header.split(",").map((column, index) => [column, rows[1]?.split(",")[index]]),
    );
    expect(validate).toMatchObject({
      ...{
        client: "Client 1",
        environment: "Production",
        step: "validate",
        status: "succeeded",
        attempts: "1",
      },
      ...{
        started_at: "2026-01-05T22:00:41.570Z",
        finished_at: "2026-01-05T22:00:44.710Z",
        duration_ms: "3140",
      },
      ...{ expected_low_ms: "1675", expected_high_ms: "5426", duration_verdict: "as-expected" },
      ...{ rows_read: "48210", rows_written: "", rows_rejected: "37", amounts: "EUR 1834220.15" },
    });
    expect(rows[3]).toMatch(
      /,too-high,.*"Duration 21 min 2 s.* Rows rejected 12 is more than the typical 0\."$/,
    );
  });
});
