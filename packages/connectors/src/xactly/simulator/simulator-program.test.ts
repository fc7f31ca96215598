import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulatorProgram } from "./index.js";

describe("simulatorProgram", () => {
  test("can be used by what its facts say, and takes every fault that it names", async () => {
    await using running = await simulatorProgram.start({ port: 0 });
    const facts = Object.fromEntries(running.facts);
    const { faults } = running;
    const login = `${facts["API"]}/oauth2/token?client_id=${facts["client_id"]}&consumer=${facts["consumer"]}&api=connect`;
    const body = JSON.stringify({ username: facts["user"], password: facts["password"] });
    const token = JSON.parse(await (await fetch(login, { method: "POST", body })).text()).access_token;
    const headers = { authorization: `Bearer ${token}` };
    const execute = async (command: string) => {
      const url = `${facts["API"]}/connect/v1/xdbc/execute`;
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ command }) });
      const location = answer.headers.get("location");
      if (location === null) return { status: answer.status, row: [] };
      const { data } = JSON.parse(await (await fetch(`${facts["API"]}${location}`, { headers })).text());
      return { status: answer.status, row: data.rows[0] };
    };
    const lastEnd = async () => {
      const answer = await fetch(`${facts["API"]}/connect/v1/invocations`, { headers });
      return JSON.parse(await answer.text())[0];
    };

    const path = join(facts["home folder"] ?? "", "inbox", "orders.csv");
    await mkdir(dirname(path));
    await writeFile(path, "order_code,item_code,batch_name,period_name,amount\nO-1,1,May,2026-05,1\n");
    for (const argument of ["", "1"]) {
      faults["busy"]?.switchOn(argument);
      await execute("invoke pipeline load_orders");
      expect(await lastEnd()).toMatchObject({ status: "already running" });
    }
    for (const [word, code] of [
      ["expired", "1"],
      ["missing", "1"],
      ["valid", "0"],
    ] as const) {
      faults["credential"]?.switchOn(word);
      expect((await execute("incent validate orders")).row[0]).toBe(code);
    }
    faults["silent-upload"]?.switchOn("");
    faults["bad-command"]?.switchOn("");
    expect((await execute("nothing")).status).toBe(400);
    faults["bad-command"]?.switchOn("500");
    expect((await execute("nothing")).status).toBe(500);
    faults["clear"]?.switchOn("");
    faults["end"]?.switchOn("fail");
    await execute("invoke pipeline load_orders");
    expect(await lastEnd()).toMatchObject({ currentState: "created" });
  });
});
