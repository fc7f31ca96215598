import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createFolderSite } from "../../simulator/folder-site.js";
import { failureOf } from "../../testing/expectations.js";
import { createTextFile } from "../../testing/index.js";
import { connectTo, SECRET } from "../testing/simulated-plain.js";
import { spiffImports } from "./spiff-imports.js";

const COMPANY = "0c8e7a52-3f6e-4a35-9a5e-1f0b6f9b2d11";
const PATH = `/api/external_data/${COMPANY}/imports`;
const FORM = /^t=([0-9]+),v1=([A-Fa-f0-9]{64})$/;
const members = createTextFile("members.csv", 'external_id,name\n12345,"Doe, Jane"\n12346,Ümit\n');

/** The imports of one company: what was sent, and the import that is told of it. */
async function startSpiff(told: object = {}) {
  const bodies: unknown[] = [];
  const imports: object[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await buffer(incoming);
    const [, time = "", signature] = FORM.exec(String(incoming.headers["signature"])) ?? [];
    const expected = createHmac("sha256", SECRET).update(`${time}.`).update(body).digest("hex");
    const isRecent = Math.abs(Date.now() / 1_000 - Number(time)) < 60;
    const answer = (status: number, value: object) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (signature !== expected || !isRecent) return answer(401, { message: "Unauthorized" });
    const [last] = imports.slice(-1);
    if (incoming.method === "GET" && incoming.url === PATH) return answer(200, { imports });
    if (incoming.method === "GET" && incoming.url === `${PATH}/7`) return answer(200, { import: last });
    if (incoming.method !== "POST" || incoming.url !== PATH) return answer(404, { message: "Not found" });
    const sent = JSON.parse(body.toString("utf8"));
    const { import_target, import_action } = sent;
    const created_at = new Date().toISOString();
    bodies.push(sent);
    imports.push({ id: 7, status: "success", created_at, import_target, import_action, ...told });
    return answer(200, { import: imports.at(-1) });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port }: AddressInfo = Object(server.address());
  const folder = await mkdtemp(join(tmpdir(), "spiff-"));
  const connect = (secret: string) =>
    connectTo(
      { address: `http://127.0.0.1:${port}` },
      { profile: spiffImports({ company: COMPANY, secret }), loads: { Members: { code: "team_members" } } },
      { waitingSite: createFolderSite(folder) },
    );
  const connector = connect("env:PLAIN_SECRET");
  return {
    connector,
    connect,
    bodies,
    async load() {
      const staged = await connector.stage("Members", members);
      return connector.start({ kind: "load", object: "Members", staged });
    },
    async [Symbol.asyncDispose]() {
      await connector.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

describe("spiffImports", () => {
  test("signs the exact bytes of the rows, and of questions without a body", async () => {
    await using spiff = await startSpiff();
    const handle = await spiff.load();
    expect(spiff.bodies).toEqual([
      {
        import_target: "team_members",
        import_action: "upsert",
        payload: [
          { external_id: "12345", name: "Doe, Jane" },
          { external_id: "12346", name: "Ümit" },
        ],
      },
    ]);
    expect(await spiff.connector.poll(handle)).toMatchObject({
      outcome: { state: "succeeded", volume: {}, rawStatus: "success" },
    });
    expect(await spiff.connector.checkAvailability()).toMatchObject({ state: "up" });
  });

  test("is refused with another secret", async () => {
    await using spiff = await startSpiff();
    await using stranger = spiff.connect("env:PLAIN_KEY");
    const staged = await stranger.stage("Members", members);
    await failureOf(stranger.start({ kind: "load", object: "Members", staged }), "auth.rejected");
    expect(spiff.bodies).toEqual([]);
  });

  test.for([
    [{ status: "pending" }, { state: "unknown", rawStatus: "pending" }],
    [
      { import_errors: ["Row 2: no such team"], warnings: ["Name was cut"] },
      { state: "unknown", message: "Name was cut; Row 2: no such team" },
    ],
  ] as const)("takes %j for no success", async ([told, outcome]) => {
    await using spiff = await startSpiff(told);
    expect(await spiff.connector.poll(await spiff.load())).toMatchObject({ outcome });
  });

  test("finds an import that is listed, and never says that there was none", async () => {
    await using spiff = await startSpiff();
    const request = { kind: "load", object: "Members" } as const;
    const since = Date.now();
    expect(await spiff.connector.find({ request, since })).toMatchObject({ state: "unknown" });
    const handle = await spiff.load();
    expect(await spiff.connector.find({ request, since })).toEqual({ state: "happened", output: handle });
    const later = { request, since: since + 60_000 };
    expect(await spiff.connector.find(later)).toMatchObject({ state: "unknown" });
  });

  test("takes no company that is no UUID", () => {
    expect(() => spiffImports({ company: "acme", secret: "secret" })).toThrow(/company: [\s\S]*secret: /);
  });
});
