import { describe, expect, test } from "vitest";
import { createTextFile } from "../testing/index.js";
import { createCaptivateiqConnector } from "./captivateiq-connector.js";
import { connectTo, HEADER } from "./testing/simulated-deals.js";

const NOWHERE = { address: "http://127.0.0.1:9", storageAddress: "http://127.0.0.1:9" };

describe("createCaptivateiqConnector", () => {
  test("names every problem of its options at once", () => {
    const options = {
      environment: "",
      address: "https://api.captivateiq.com/ciq/v1",
      token: "secret",
      tier: "gold",
      loads: {
        one: { worksheet: "Deals", mode: "overwrite", delimiter: "\t" },
        other: {
          worksheet: "",
          mode: "upsert",
          encoding: "utf-16",
          checkHeader: true,
          dataMappings: { A: "" },
        },
      },
      reports: {
        paid: { kind: "payout-summaries", payoutDates: [] },
        many: { kind: "payout-worksheet", payoutDates: { newest: 6 } },
        model: { kind: "report-model", reportModel: "Attainment", worksheet: "x", periodDate: "May" },
      },
      links: {
        origins: ["http://files.example"],
        uploadPointer: "url",
        uploadHeaders: { authorization: "x" },
      },
      extra: 1,
    };
    const create = () => Reflect.apply(createCaptivateiqConnector, undefined, [options, {}]);
    const paths = [
      ...["environment:", "address: must be an origin", "token: a secret", "tier:", "loads.one.mode:"],
      ...["loads.one.delimiter:", "loads.other.worksheet:", "loads.other.dataMappings.A:"],
      ...["reports.paid.payoutDates", "reports.many.worksheetName:", "reports.many.payoutDates"],
      ...["reports.model.reportModel:", "reports.model.periodDate:", "links.origins.0: must be https:"],
      ...["links.uploadPointer: a JSON pointer", "links.uploadHeaders: must not name", '"extra"'],
    ];
    for (const path of paths) expect(create, path).toThrow(path);
    const other = { worksheet: "Deals", mode: "upsert", encoding: "utf-16", checkHeader: true } as const;
    expect(() => connectTo(NOWHERE, { loads: { other } })).toThrow(
      "loads.other.checkHeader: a header can be read in",
    );
  });

  test("knows no processes, rejects and cancelling, by name", async () => {
    await using connector = connectTo(NOWHERE);
    const handle = { kind: "load", object: "load/Deals", task: "1" } as const;
    const unsupported = { code: "operation.unsupported" };
    await expect(connector.start({ kind: "process", object: "Pay" })).rejects.toMatchObject(unsupported);
    await expect(connector.cancel(handle)).rejects.toMatchObject(unsupported);
    await expect(connector.report(handle)[Symbol.asyncIterator]().next()).rejects.toMatchObject(unsupported);
    expect(() => connector.rejects(handle)).toThrow("no rows that an import did not take");
    expect(() => connector.listProcesses()).toThrow("watchPayouts");
  });

  test("starts a load only with what was staged for it", async () => {
    await using connector = connectTo(NOWHERE);
    await expect(connector.start({ kind: "load", object: "Deals" })).rejects.toMatchObject({
      code: "config.invalid",
    });
  });
});

describe("stage", () => {
  test.for([
    ["another kind of file", createTextFile("deals.xlsx", "x"), "has a name that does not end with .csv"],
    ["nothing", createTextFile("deals.csv", ""), "is empty"],
    [
      "a byte-order mark",
      createTextFile("deals.csv", `\uFEFF${HEADER}\n`),
      "declares the encoding utf-8-sig",
    ],
  ] as const)("refuses %s before it sends anything", async ([, file, words]) => {
    await using connector = connectTo(NOWHERE);
    await expect(connector.stage("Deals", file)).rejects.toMatchObject({
      code: "file.refused",
      message: expect.stringContaining(words),
    });
  });
});
