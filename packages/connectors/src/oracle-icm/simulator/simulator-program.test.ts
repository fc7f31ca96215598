import { describe, expect, test } from "vitest";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("can be used by what its facts say, and takes every fault that it names", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const authorization = `Basic ${Buffer.from(`${facts["user"]}:${facts["password"]}`).toString("base64")}`;
    const erp = `${facts["address"]}/fscmRestApi/resources/latest/erpintegrations`;
    const submit = async () => {
      const answer = await fetch(erp, {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify({
          OperationName: "submitESSJobRequest",
          JobPackageName: facts["job package"],
          JobDefName: "Calculate",
        }),
      });
      return JSON.parse(await answer.text()).ReqstId;
    };
    const { faults } = running;
    faults["refuse-jobs"]?.switchOn("");
    expect(await submit()).toBe("-1");
    faults["clear"]?.switchOn("");
    faults["end"]?.switchOn("WARNING");
    const id = await submit();
    const status = await fetch(`${erp}?finder=ESSJobStatusRF;requestId=${id}&onlyData=true`, {
      headers: { authorization },
    });
    expect(await status.json()).toMatchObject({ items: [{ RequestStatus: "WAIT" }] });
    faults["hide-imports"]?.switchOn("");
    faults["withhold-exports"]?.switchOn("");
    const imports = `${facts["address"]}/crmRestApi/resources/11.13.18.05/importActivities`;
    expect((await fetch(imports, { headers: { authorization } })).status).toBe(403);
  });
});
