import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseOptions } from "./parse-options.js";

const siteOptions = z.strictObject({
  host: z.string().min(1, "a host is needed"),
  port: z.int().default(22),
  login: z.strictObject({ user: z.string() }),
  folders: z.array(z.string().startsWith("/", "begins with /")),
});

describe("parseOptions", () => {
  test("gives what was declared, with its defaults", () => {
    const declared = { host: "files.example", login: { user: "ops" }, folders: [] };
    expect(parseOptions(siteOptions, declared, "the site")).toEqual({ ...declared, port: 22 });
  });

  test("tells every problem at once, each with its path, and what was being checked", () => {
    const declared = { host: "", login: { user: 5 }, folders: ["/inbox", "outbox"], retires: 3 };
    const check = () => parseOptions(siteOptions, declared, "the site's options");
    expect(check).toThrow(
      expect.objectContaining({
        code: "config.invalid",
        message: expect.stringContaining("There is something wrong with the site's options:\n  host: a host"),
        details: {
          issues: [
            "host: a host is needed",
            expect.stringMatching(/^login\.user: .*string/),
            "folders.1: begins with /",
            expect.stringMatching(/"retires"/),
          ],
        },
      }),
    );
  });

  test("does not invent a path for a problem of the whole", () => {
    expect(() => parseOptions(z.literal(3, "must be three"), 4, "the number")).toThrow(
      expect.objectContaining({ details: { issues: ["must be three"] } }),
    );
  });
});
