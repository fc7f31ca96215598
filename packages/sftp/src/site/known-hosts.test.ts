import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { generateKeyPair } from "../sandbox/index.js";
import { parseKnownHosts, toKnownHostName } from "./known-hosts.js";

const { publicKey } = generateKeyPair();
const key = publicKey.split(" ").slice(0, 2).join(" ");

/** The numbers of the lines that are about a host. */
function linesAbout(text: string, host: string, port = 22): readonly number[] {
  const { hosts, issues } = parseKnownHosts(text);
  expect(issues).toEqual([]);
  return hosts.filter((line) => line.isAbout(toKnownHostName(host, port))).map(({ line }) => line);
}

describe("parseKnownHosts", () => {
  test("finds a host by its name, whatever its case, and passes over comments", () => {
    expect(
      linesAbout(`# ours\n\nSFTP.Client.Example,10.0.0.7 ${key} a comment\n`, "sftp.client.example"),
    ).toEqual([3]);
    expect(linesAbout(`sftp.client.example,10.0.0.7 ${key}\r\n`, "10.0.0.7")).toEqual([1]);
    expect(linesAbout(`sftp.client.example ${key}`, "client.example")).toEqual([]);
  });

  test("takes a line without a port for port 22 alone", () => {
    const text = `a.example ${key}\n[a.example]:2222 ${key}`;
    expect(linesAbout(text, "a.example")).toEqual([1]);
    expect(linesAbout(text, "a.example", 2222)).toEqual([2]);
  });

  test("reads stars and question marks as names' wildcards and nothing else as more than itself", () => {
    expect(linesAbout(`*.example ${key}`, "a.b.example")).toEqual([1]);
    expect(linesAbout(`a?.example ${key}`, "a1.example")).toEqual([1]);
    expect(linesAbout(`a?.example ${key}`, "a.example")).toEqual([]);
    expect(linesAbout(`a.example ${key}`, "axexample")).toEqual([]);
    expect(linesAbout(`[*]:2222 ${key}`, "a.example", 2222)).toEqual([1]);
    expect(linesAbout(`${"*".repeat(2_000)}x ${key}`, "a".repeat(200))).toEqual([]);
  });

  test("leaves out what is negated, wherever it stands in the line", () => {
    expect(linesAbout(`*.example,!old.example ${key}`, "new.example")).toEqual([1]);
    expect(linesAbout(`!old.example,*.example ${key}`, "old.example")).toEqual([]);
    expect(linesAbout(`!old.example ${key}`, "new.example")).toEqual([]);
  });

  test("reads what ssh-keygen hashed, and knows no other name by it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "known-hosts-"));
    try {
      const path = join(folder, "known_hosts");
      await writeFile(path, `a.example ${key}\n[a.example]:2222 ${key}\n`);
      await promisify(execFile)("ssh-keygen", ["-H", "-f", path]);
      const text = await readFile(path, "utf8");
      expect(text).not.toContain("a.example");
      expect(linesAbout(text, "a.example")).toEqual([1]);
      expect(linesAbout(text, "a.example", 2222)).toEqual([2]);
      expect(linesAbout(text, "b.example")).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("tells markers, and every line that it cannot read", () => {
    const { hosts, issues } = parseKnownHosts(
      [
        `@revoked * ${key}`,
        `@cert-authority *.example ${key}`,
        `@trusted * ${key}`,
        "a.example ssh-ed25519 AAAA",
        "a.example 1024 35 123456789",
        `|2|c2FsdA==|aGFzaA== ${key}`,
        "a.example",
      ].join("\n"),
    );
    expect(hosts.map(({ marker }) => marker)).toEqual(["revoked", "cert-authority"]);
    expect(issues.map((issue) => /^line (\d+) /.exec(issue)?.[1])).toEqual(["3", "4", "5", "6", "7"]);
  });
});
