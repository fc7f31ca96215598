import { readPromised } from "../contract/promised-bytes.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { HttpRequest } from "../http/http-request.js";
import { toJsonRows } from "./json-rows.js";
import { fillJson } from "./json-template.js";
import { fillText, type TermValues } from "./placeholder.js";
import { carriesFile, type RequestRules, type UploadRules } from "./request-template.js";

/** A body, and the headers that belong to it. */
export interface RequestBody {
  readonly body: HttpRequest["body"];
  readonly headers: Readonly<Record<string, string>>;
}

/** What is put into a body. */
export interface BodyContent {
  readonly values: TermValues;
  readonly file?: StageableFile | undefined;
}

/** Makes the body of a request. That of a file is made as it is sent, and can be made again. */
export function makeBody(template: RequestRules["body"], { values, file }: BodyContent): RequestBody {
  if (template === undefined) return { body: undefined, headers: {} };
  if (carriesFile(template)) {
    if (file === undefined) throw new TypeError("The request carries a file, but there is none.");
    return makeFileBody(template, { values, file });
  }
  if (template.kind === "json") {
    const [body] = fillJson(template.value, values);
    return { body, headers: { "content-type": "application/json" } };
  }
  const fields = new URLSearchParams();
  for (const [name, text] of Object.entries(template.fields)) fields.append(name, fillText(text, values));
  return {
    body: fields.toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
}

function makeFileBody(
  template: UploadRules["body"],
  { values, file }: BodyContent & { readonly file: StageableFile },
): RequestBody {
  if (template.kind === "file") {
    const headers = { "content-type": template.contentType, "content-length": String(file.sizeBytes) };
    return { body: () => readPromised(file), headers };
  }
  if (template.kind === "multipart") return makeMultipart(template, { values, file });
  const [before = "", after = ""] = fillJson(template.value, values);
  return {
    async *body() {
      yield Buffer.from(before);
      for await (const text of toJsonRows(file, template.delimiter)) yield Buffer.from(text);
      yield Buffer.from(after);
    },
    headers: { "content-type": "application/json" },
  };
}

/** A form by RFC 7578. What stands between the parts is made of the digest, so that the same file makes the same bytes. */
function makeMultipart(
  { field, fields, contentType }: Extract<UploadRules["body"], { readonly kind: "multipart" }>,
  { values, file }: BodyContent & { readonly file: StageableFile },
): RequestBody {
  const boundary = `part-${file.sha256.slice(0, 40)}`;
  const others = Object.entries(fields).map(
    ([name, text]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${quote(name)}"\r\n\r\n${fillText(text, values)}\r\n`,
  );
  const disposition = `form-data; name="${quote(field)}"; filename="${quote(file.name)}"`;
  const opening = `--${boundary}\r\ncontent-disposition: ${disposition}\r\ncontent-type: ${contentType}\r\n\r\n`;
  const before = Buffer.from(`${others.join("")}${opening}`);
  const after = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    async *body() {
      yield before;
      yield* readPromised(file);
      yield after;
    },
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(before.byteLength + file.sizeBytes + after.byteLength),
    },
  };
}

/** As browsers write names into forms. */
function quote(name: string): string {
  return name.replace(/["\r\n]/g, encodeURIComponent);
}
