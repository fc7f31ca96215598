import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const EMPLOYEES = 12;
const ORDERS = 40;

/** Writes the files of October into a folder, as the client would send them: two orders and one split are wrong. */
export async function writeClientFiles(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = {
    "EMPLOYEES_202610.csv": [
      "EMPLOYEE_ID;FULL_NAME;MANAGER_ID;VALID_FROM;VALID_TO",
      ...list(EMPLOYEES, (at) => {
        const manager = at === 1 ? "" : `E-${Math.ceil(at / 3)}`;
        return `E-${at};Employee ${at};${manager};01.01.2026;${at === 7 ? "30.09.2026" : ""}`;
      }),
    ],
    "QUOTAS_202610.csv": [
      "EMPLOYEE_ID;period;amount",
      ...list(EMPLOYEES, (at) => `E-${at};202610;${at * 5}.000,00`),
    ],
    "ORDERS_202610.csv": [
      "ORDER_NO;order_date;EMPLOYEE_ID;product;amount;region",
      ...list(ORDERS, (at) => {
        const day = String((at % 28) + 1).padStart(2, "0");
        const region = at % 2 === 0 ? "North" : "South";
        // Number 17 was sold by somebody who had left, number 23 by nobody who is known.
        const employee = at === 17 ? 7 : at === 23 ? 99 : (at % 6) + 1;
        return `O-${at};${day}.10.2026;E-${employee};Licence;1.${200 + at},50;${region}`;
      }),
    ],
    "CREDITS_202610.csv": [
      "ORDER_NO;EMPLOYEE_ID;credit_date;split_percent",
      ...list(ORDERS, (at) => `O-${at};E-${(at % 6) + 1};31.10.2026;60`),
      ...list(ORDERS, (at) => `O-${at};E-${((at + 1) % 6) + 1};31.10.2026;${at === 5 ? "60" : "40"}`),
    ],
  };
  for (const [name, lines] of Object.entries(files))
    await writeFile(join(folder, name), `${lines.join("\n")}\n`);
}

function list(count: number, toLine: (at: number) => string): readonly string[] {
  return Array.from({ length: count }, (_, index) => toLine(index + 1));
}
