import type { MetricFamily } from "./metric-family.js";
import { writeOpenMetrics, writePrometheusText } from "./write-metrics.js";

const OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const PLAIN_TEXT = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Answers the requests of a scraper: in OpenMetrics where it asks for that, else in the text format of Prometheus.
 *
 * The address and who may ask are the server's matter. It rejects when the families cannot be read or written.
 */
export function createMetricsHandler(
  read: () => readonly MetricFamily[] | Promise<readonly MetricFamily[]>,
): (request: Request) => Promise<Response> {
  return async ({ method, headers }) => {
    if (method !== "GET" && method !== "HEAD")
      return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
    const isOpen = prefersOpenMetrics(headers.get("accept") ?? "");
    const families = await read();
    const text = isOpen ? writeOpenMetrics(families) : writePrometheusText(families);
    return new Response(method === "HEAD" ? null : text, {
      headers: {
        "content-type": isOpen ? OPEN_METRICS : PLAIN_TEXT,
        "cache-control": "no-store",
        vary: "accept",
      },
    });
  };
}

/** Whether OpenMetrics 1.0.0 is asked for by name, and plain text not more. A wildcard is content with plain text. */
function prefersOpenMetrics(accept: string): boolean {
  const wishes = accept.toLowerCase().split(",").map(readWish);
  const best = (type: string) =>
    Math.max(0, ...wishes.filter((wish) => wish.type === type).map(({ quality }) => quality));
  const open = best("application/openmetrics-text");
  return open > 0 && open >= best("text/plain");
}

function readWish(range: string): { readonly type: string; readonly quality: number } {
  const [type = "", ...rest] = range.split(";").map((part) => part.trim());
  const parameters = new Map(rest.map((part) => [part.split("=")[0], part.split("=")[1]]));
  const version = parameters.get("version")?.replaceAll('"', "");
  // A version that is not ours is no wish for ours.
  const isOurs = type !== "application/openmetrics-text" || version === undefined || version === "1.0.0";
  const quality = Number(parameters.get("q") ?? 1);
  return { type, quality: isOurs && quality >= 0 ? quality : 0 };
}
