import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRedactor } from "./redact.js";
import { createSecretReader } from "./secret.js";
import { isSpmError } from "./spm-error.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-secret-"));
});
afterEach(() => rm(folder, { recursive: true }));

const reading = (environment: Readonly<Record<string, string | undefined>> = {}) => {
  const redactor = createRedactor();
  return { redactor, read: createSecretReader({ environment, redactor }) };
};

async function secretFile(content: string): Promise<string> {
  const path = join(folder, "secret: of the site");
  await writeFile(path, content);
  return `file:${path}`;
}

describe("createSecretReader", () => {
  test("reads a variable at the time of use", async () => {
    const environment: Record<string, string> = {};
    const { read } = reading(environment);
    environment["SITE_PASSWORD"] = "canary 4711";
    expect(await read("env:SITE_PASSWORD")).toBe("canary 4711");
  });

  test.each([
    ["canary\n", "canary"],
    ["canary\r\n", "canary"],
    ["canary\n\n", "canary\n"],
    [" canary ", " canary "],
    ["-----BEGIN\nkey\n-----END\n", "-----BEGIN\nkey\n-----END"],
  ])("reads the file %j without its last line break", async (content, secret) => {
    expect(await reading().read(await secretFile(content))).toBe(secret);
  });

  test("makes what it has read known, so that it is blanked wherever it turns up", async () => {
    const { redactor, read } = reading({ SITE_PASSWORD: "canary 4711" });
    await read("env:SITE_PASSWORD");
    expect(redactor.text("login with canary%204711 failed")).toBe("login with [redacted] failed");
  });

  test.each([
    ["a variable that is not set", "env:NO_SUCH"],
    ["an empty variable", "env:EMPTY"],
    ["a file that is not there", "file:/no such folder/secret"],
  ])("names the reference when there is nothing behind it: %s", async (_what, reference) => {
    await expect(reading({ EMPTY: "" }).read(reference)).rejects.toMatchObject({
      code: "secret.missing",
      message: expect.stringContaining(reference),
      details: { reference },
    });
  });

  test("names the reference of an empty file, and keeps why a file cannot be read", async () => {
    const { read } = reading();
    await expect(read(await secretFile("\n"))).rejects.toMatchObject({ code: "secret.missing" });
    await expect(read(`file:${folder}`)).rejects.toMatchObject({ cause: { code: "EISDIR" } });
  });

  test.each(["hunter2", "env:", "env:1ST", "file:relative/path", "https://vault/secret"])(
    "refuses %s, which is no reference, without calling it missing",
    async (reference) => {
      const failure = await reading()
        .read(reference)
        .catch((error: unknown) => error);
      expect(isSpmError(failure, "secret.missing")).toBe(false);
      expect(String(failure)).toContain("env:NAME or file:/absolute/path");
      expect(String(failure)).not.toContain("hunter2");
    },
  );
});
