import { describe, expect, test } from "vitest";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("can be used by what its facts say, and takes every fault that it names", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const { faults } = running;
    const headers = { "x-api-key": facts["X-Api-Key"] ?? "" };
    const call = async (path: string, body?: object) => {
      const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const answer = await fetch(`${facts["API"]}/${path}`, { headers, ...sent });
      return { status: answer.status, told: await answer.json() };
    };
    const calculate = () => call("runs", { calculation: facts["calculation"] });
    for (const argument of ["", "1"]) {
      faults["busy"]?.switchOn(argument);
      expect((await calculate()).status).toBe(409);
    }
    expect(await calculate()).toMatchObject({ status: 202, told: { run: { state: "queued" } } });
    expect((await call("runs")).told).toMatchObject({ entries: [{ id: "r-2" }, { id: "r-1" }], next: null });
    faults["rights-gone"]?.switchOn("");
    expect((await call("runs")).told).toEqual({ entries: [], next: null });
    faults["closed"]?.switchOn("");
    expect((await call("status")).told).toEqual({ state: "closed" });
    faults["clear"]?.switchOn("");
    expect((await call("status")).told).toEqual({ state: "open" });
    faults["end"]?.switchOn("");
    faults["end"]?.switchOn("odd");
    expect((await calculate()).status).toBe(202);
  });

  test("refuses what it cannot read, and what is not there", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const ask = async (method: string, path: string, body?: string) => {
      const headers = { "x-api-key": facts["X-Api-Key"] ?? "", "content-type": "application/json" };
      return (await fetch(`${facts["API"]}/${path}`, { method, headers, ...(body && { body }) })).status;
    };
    expect(await ask("GET", "nothing")).toBe(404);
    expect(await ask("DELETE", "feeds")).toBe(405);
    expect(await ask("POST", "runs", "{}")).toBe(400);
    expect(await ask("POST", "runs", '{"feed":"orders","file":"f-9"}')).toBe(404);
    expect(await ask("POST", "runs", '{"extract":"none"}')).toBe(404);
    expect(await ask("POST", "feeds/orders/rows", '{"lines":[]}')).toBe(400);
    expect(await ask("POST", "feeds/none/runs", "{}")).toBe(404);
    expect(await ask("GET", "runs/r-9")).toBe(404);
    expect(await ask("GET", "runs/r-1/refused")).toBe(404);
    expect((await fetch(`${facts["API"]}/feeds`)).status).toBe(401);
    expect((await fetch(facts["tokens"] ?? "", { method: "POST", body: "" })).status).toBe(400);
  });
});
