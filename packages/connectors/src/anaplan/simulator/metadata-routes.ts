import type { Reply } from "../../simulator/reply.js";
import { readRows } from "./jobs.js";
import type { ModelRequest, ModelRoute, ModelScope } from "./model-routes.js";
import { refusal, success } from "./reply.js";

/** What the vendor tells of the form of one import or export. */
export const METADATA_ROUTES: readonly ModelRoute[] = [
  { method: "GET", path: /^imports\/(?<object>[^/]+)$/, handle: tellImport },
  { method: "GET", path: /^exports\/(?<object>[^/]+)$/, handle: tellExport },
];

function tellImport({ workshop: { model } }: ModelScope, { parts, url }: ModelRequest): Reply {
  const found = model.imports.find(({ id }) => id === parts["object"]);
  if (found === undefined) return refusal(404, url.pathname);
  const { name, columns, headerNames = columns } = found;
  const form = { textEncoding: "UTF-8", columnSeparator: ",", textDelimiter: '"', decimalSeparator: "." };
  const rows = { headerRow: 1, firstDataRow: 2 };
  const source = { ...form, ...rows, headerNames, columnCount: headerNames.length };
  return success({ importMetadata: { name, type: "FILE", source } });
}

async function tellExport({ workshop }: ModelScope, { parts, url }: ModelRequest): Promise<Reply> {
  const found = workshop.model.exports.find(({ id }) => id === parts["object"]);
  if (found === undefined) return refusal(404, url.pathname);
  const [header = [], ...rows] = await readRows(workshop, found.rows);
  return success({
    exportMetadata: {
      columnCount: header.length,
      rowCount: rows.length,
      headerNames: header,
      dataTypes: header.map(() => "TEXT"),
      delimiter: '"',
      encoding: "UTF-8",
      exportFormat: "text/csv",
      separator: ",",
    },
  });
}
