import { describe, expect, test } from "vitest";
import { sampleFacts } from "../../testing/sample-facts.js";
import { sampleRun } from "../../testing/sample-run.js";
import { type RunFacts, summariseRun } from "../operations-summary.js";
import { renderSummaryHtml } from "./summary-page.js";

function page(changes: Partial<RunFacts> = {}): string {
  return renderSummaryHtml(summariseRun(sampleFacts(changes)));
}

/** What is read, without the markup. */
function textOf(markup: string): string {
  return markup
    .replace(/<style>.*?<\/style>|<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}

describe("renderSummaryHtml", () => {
  test("begins with the verdict in words and what to look at", () => {
    const text = textOf(page());
    expect(text).toContain("Succeeded with remarks Load the night&#39;s orders succeeded, with 4 remarks.");
    expect(text).toContain("expected 3 min 46 s to 12 min 13 s from 10 earlier runs");
    expect(text.indexOf("Remarks")).toBeLessThan(text.indexOf("Deliveries"));
  });

  test("shows figures, findings, rejects, checksums and hashes", () => {
    const text = textOf(page());
    for (const shown of [
      ...[
        "48,210 rows read",
        "EUR 1,834,220.15",
        "1 file",
        "4.8 MB",
        "12 rows rejected",
        "expected 0 to 2.4",
      ],
      ...[
        "Findings in orders_20260105.csv : the first 3 of 38",
        "12,5O",
        "Send amounts with a point",
        "1,204",
      ],
      ...[
        "Item not found in list Products",
        "the first 2 of 12",
        "task 9A11C0",
        "sftp://reports@host:22/outbox",
      ],
      ...["payout-preview.csv", "Guide sha256 9f86d0", "Run log sha256 9f86d0", "orders-2026-01-05"],
    ]) {
      expect(text.replaceAll(" :", ":")).toContain(shown.replaceAll(" :", ":"));
    }
  });

  test("labels generated history as generated", () => {
    expect(textOf(page())).toContain("Generated: 10 of the earlier runs did not happen");
    const real = sampleFacts().earlierRuns?.map((run) => ({ ...run, labels: {} }));
    expect(page({ earlierRuns: real })).not.toContain("did not happen");
    expect(textOf(page({ run: sampleRun({ labels: { origin: "generated" } }) }))).toContain(
      "This run was generated",
    );
  });

  test("stands alone: no script, nothing from elsewhere", () => {
    const markup = page();
    expect(markup).not.toMatch(/<script|<link|<img|@import|url\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    expect(markup).toContain("default-src 'none'");
  });

  test("can be read out: tables have captions and headers, pictures a text, sections a name", () => {
    const markup = page();
    const count = (pattern: RegExp) => markup.match(pattern)?.length ?? 0;
    expect(count(/<table/g)).toBe(count(/<caption>/g));
    expect(markup).not.toMatch(/<th(?! scope=)[ >]/);
    expect(count(/<svg/g)).toBe(count(/<svg[^>]* role="img"[^>]*>\s*<title>[^<]+<\/title>\s*<desc>/g));
    expect(count(/<section/g)).toBe(count(/<section (?:class="[^"]*" )?aria-label/g));
    expect(markup).not.toMatch(/NaN|undefined|\[object|>false</);
  });

  test("escapes whatever came from outside", () => {
    const hostile = `<img src=x onerror="alert(1)">`;
    const markup = page({
      client: hostile,
      titles: { orders: hostile, load: hostile },
      deliveries: [
        {
          ...{ feed: hostile, fileName: hostile, verdict: "rejected" },
          findings: [{ severity: "error", code: hostile, message: hostile, value: hostile, hint: hostile }],
        },
      ],
      loads: [{ title: hostile, outcome: "failed", detail: hostile, rejects: [{ reason: hostile }] }],
    });
    expect(markup).not.toContain("<img");
    expect(markup).toContain("&lt;img");
  });

  test("shows times in the zone that is asked for, and says which", () => {
    expect(textOf(page())).toContain("5 Jan 2026, 22:00:00");
    const text = textOf(page({ timeZone: "Europe/Berlin" }));
    expect(text).toContain("5 Jan 2026, 23:00:00");
    expect(text).toContain("times in Europe/Berlin");
    expect(() => page({ timeZone: "Nowhere/None" })).toThrow(RangeError);
  });

  test("shows a run that has done nothing yet, and one that stopped half-way", () => {
    const none = sampleRun({ status: "requested", steps: [], finishedAt: undefined });
    const bare = {
      judgements: [],
      deliveries: [],
      loads: [],
      archived: [],
      earlierRuns: [],
      logHash: undefined,
    };
    expect(textOf(page({ ...bare, run: none }))).toContain("No step has begun.");
    const [first, ...rest] = sampleRun().steps;
    const running = first && {
      ...first,
      status: "running" as const,
      finishedAt: undefined,
      elapsedMs: undefined,
    };
    const half = sampleRun({
      status: "running",
      finishedAt: undefined,
      steps: [...(running ? [running] : []), ...rest],
    });
    const text = textOf(page({ ...bare, run: half }));
    expect(text).toContain("Not finished");
    expect(text).toContain("… running");
    expect(text).not.toMatch(/NaN|undefined/);
  });
});
