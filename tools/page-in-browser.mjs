// Opens the page of a night in Chromium and looks at it: node tools/page-in-browser.mjs PAGE [PICTURE]
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { capture } from "./run-command.mjs";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--hide-scrollbars",
  "--no-first-run",
];

/**
 * What must be on the page, as a browser understands it.
 *
 * @type {readonly (readonly [what: string, pattern: RegExp])[]}
 */
const EXPECTED = [
  ["a headline", /<h1[^>]*>[^<]+<\/h1>/],
  ["a verdict in words", /Succeeded|Failed|In doubt/i],
  [
    "a chart with a name for those who cannot see it",
    /<svg[^>]*role="img"[\s\S]*?<title[^>]*>[^<]+<\/title>/,
  ],
  ["a table of the steps", /<th scope="col"[^>]*>Step<\/th>/],
  ["the hash of the run log", /\b[0-9a-f]{64}\b/],
];

const [page, picture] = process.argv.slice(2);
if (page === undefined || !existsSync(page)) {
  console.error("Name the page of a night, for example spm-ops-data/nights/night-2026-01-05.html.");
  process.exit(2);
}
const profile = mkdtempSync(join(tmpdir(), "spm-browser-"));
const address = pathToFileURL(resolve(page)).href;
const target = resolve(picture ?? join(profile, "page.png"));
const problems = [];
try {
  /** @param {readonly string[]} more */
  const browser = (...more) =>
    capture(["chromium", [...FLAGS, `--user-data-dir=${profile}`, ...more, address]]);
  const dom = await browser("--dump-dom");
  if (!dom.passed) problems.push(`Chromium did not open it: ${dom.output.slice(-500)}`);
  for (const [what, pattern] of EXPECTED) if (!pattern.test(dom.output)) problems.push(`it has no ${what}`);
  const outside = dom.output.match(/(?:src|href)="(?:https?:)?\/\/[^"]+"/g) ?? [];
  problems.push(...outside.map((link) => `it leaves this machine: ${link}`));
  await browser(`--screenshot=${target}`, "--window-size=1240,1500");
  if (!existsSync(target) || statSync(target).size < 20_000) problems.push("its picture is empty");
} finally {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
for (const problem of problems) console.error(`${page}: ${problem}`);
if (problems.length === 0)
  console.log(`${page} is as it should be${picture === undefined ? "" : `; its picture is ${picture}`}.`);
process.exitCode = problems.length === 0 ? 0 : 1;
