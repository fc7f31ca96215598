import { text } from "node:stream/consumers";
import type { SimulatedRequest } from "../../simulator/host.js";

/** The JSON object that a request brings; nothing when it brings none. */
export async function readFields(
  body: SimulatedRequest["body"],
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const value: unknown = JSON.parse(await text(body));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
