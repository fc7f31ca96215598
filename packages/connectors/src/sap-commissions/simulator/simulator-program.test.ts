import { describe, expect, test } from "vitest";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("can be used by what its facts say, and takes every fault that it names", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const secret = facts["password and secret"];
    const toBasic = (name = "") => `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`;
    const url = `${facts["identity service"]}/oauth2/token?grant_type=client_credentials`;
    const login = await fetch(url, {
      method: "POST",
      headers: { authorization: toBasic(facts["client id"]) },
    });
    const { access_token: token }: { access_token?: string } = JSON.parse(await login.text());
    const call = (path: string, init: RequestInit = {}) =>
      fetch(`${facts["address"]}/mtsvc/tcmp/rest/v2/${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}` },
      });
    const read = async (path: string) => JSON.parse(await (await call(path)).text());
    expect((await read("periods?top=100")).periods).toHaveLength(12);
    const { faults } = running;
    for (const name of ["lock-objects", "fail-start"]) {
      for (const argument of ["", "1"]) {
        faults[name]?.switchOn(argument);
        expect((await call("pipelines", { method: "POST" })).status, name).toBe(500);
      }
    }
    faults["hide-pipelines"]?.switchOn("");
    expect(await read("pipelines")).toEqual({ pipelines: [] });
    faults["bare-ids"]?.switchOn("");
    expect(await (await call("calendars")).text()).toMatch(/"calendarSeq":\d{17}/);
    for (const name of ["cancel-quirk", "wait-for-jobs", "clear"]) faults[name]?.switchOn("");
    faults["end"]?.switchOn("Failed");
    expect((await read("pipelines")).pipelines).toHaveLength(2);
  });
});
