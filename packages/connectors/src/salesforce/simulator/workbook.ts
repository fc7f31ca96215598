import { crc32 } from "node:zlib";
import { escapeHtml } from "@spm-ops/core";

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A workbook with one sheet of texts, as small as the format allows. */
export function toWorkbook(rows: readonly (readonly string[])[]): Uint8Array {
  const lines = rows.map((cells) => `<row>${cells.map(toCell).join("")}</row>`).join("");
  const parts: readonly (readonly [name: string, content: string])[] = [
    [
      "[Content_Types].xml",
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
    ],
    ["_rels/.rels", toRelation("officeDocument", "xl/workbook.xml")],
    ["xl/_rels/workbook.xml.rels", toRelation("worksheet", "worksheets/sheet1.xml")],
    [
      "xl/workbook.xml",
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Report" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    ["xl/worksheets/sheet1.xml", `<worksheet xmlns="${MAIN}"><sheetData>${lines}</sheetData></worksheet>`],
  ];
  return toArchive(
    parts.map(([name, xml]) => ({ name, content: Buffer.from(`<?xml version="1.0"?>${xml}`) })),
  );
}

function toCell(text: string): string {
  return `<c t="inlineStr"><is><t xml:space="preserve">${escapeHtml(text)}</t></is></c>`;
}

function toRelation(type: string, target: string): string {
  return `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`;
}

interface Part {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A zip archive whose parts are stored as they are. */
function toArchive(parts: readonly Part[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const part of parts) {
    const facts = toFacts(part);
    const local = Buffer.concat([toBytes([0x04034b50, 4]), facts, Buffer.from(part.name), part.content]);
    pieces.push(local);
    const place = toBytes([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.push(toBytes([0x02014b50, 4], [20, 2]), facts, place, Buffer.from(part.name));
    offset += local.byteLength;
  }
  const list = Buffer.concat(directory);
  const count = [parts.length, 2] as const;
  const end = toBytes(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    count,
    count,
    [list.byteLength, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...pieces, list, end]);
}

/** What stands both before a part and in the directory: version, flags, method, time, day, check, sizes, names. */
function toFacts({ name, content }: Part): Uint8Array {
  const size = [content.byteLength, 4] as const;
  const head = toBytes([20, 2], [0, 2], [0, 2], [0, 2], [0x21, 2], [crc32(content), 4], size, size);
  return Buffer.concat([head, toBytes([Buffer.byteLength(name), 2], [0, 2])]);
}

function toBytes(...fields: readonly (readonly [value: number, size: number])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, size]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
