/** Encodings in which a header can be read here: the vendor's (Python's) name, and what decodes it. */
export const HEADER_ENCODINGS: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  "utf-8-sig": "utf-8",
  ascii: "utf-8",
  "iso-8859-1": "latin1",
  cp1252: "latin1",
};
