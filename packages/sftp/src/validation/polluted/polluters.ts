import { joinLines, type Pick, type SoundFile } from "./sound-file.js";

/** Does to a file what happens to files on their way. */
export type Polluter = (file: SoundFile, pick: Pick) => Buffer;

/** Changes one line, not the header and not the trailer. */
function onLine(change: (line: string, pick: Pick) => string): Polluter {
  return ({ lines }, pick) => {
    const at = 1 + pick(lines.length - 2);
    return joinLines(lines.map((line, place) => (place === at ? change(line, pick) : line)));
  };
}

/** Changes the list of lines. */
function onLines(change: (lines: readonly string[], pick: Pick) => readonly string[]): Polluter {
  return ({ lines }, pick) => joinLines(change(lines, pick));
}

/** Changes the whole text. */
function onText(change: (text: string, pick: Pick) => string): Polluter {
  return ({ bytes }, pick) => Buffer.from(change(bytes.toString("utf8"), pick));
}

const insert = (what: string) =>
  onText((text, pick) => {
    const at = pick(text.length + 1);
    return text.slice(0, at) + what + text.slice(at);
  });

const remove = (what: string) =>
  onText((text, pick) => {
    const places = [...text].flatMap((character, at) => (character === what ? [at] : []));
    const at = places[pick(Math.max(1, places.length))] ?? 0;
    return text.slice(0, at) + text.slice(at + (places.length > 0 ? 1 : 0));
  });

const toDateSerial = (day: string) => String(Date.parse(day) / 86_400_000 + 25_569);

const firstData = (lines: readonly string[], pick: Pick) => 1 + pick(lines.length - 2);

/** Everything that is done to the files, by what it is called in the figures. */
export const POLLUTERS: Readonly<Record<string, Polluter>> = {
  "cut anywhere": ({ bytes }, pick) => bytes.subarray(0, pick(bytes.length)),
  "cut inside the last record": ({ lines }, pick) => {
    const whole = joinLines(lines.slice(0, -2));
    const last = Buffer.from(lines.at(-2) ?? "");
    return Buffer.concat([whole, last.subarray(0, 1 + pick(last.length - 1))]);
  },
  "cut behind a line": onLines((lines, pick) => lines.slice(0, 1 + pick(lines.length - 1))),
  "beginning lost": ({ bytes }, pick) => bytes.subarray(1 + pick(bytes.length - 1)),
  "middle lost": ({ bytes }, pick) => {
    const at = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + pick(40))]);
  },
  "delimiter added": insert(","),
  "delimiter lost": remove(","),
  "quote added": insert('"'),
  "quote lost": remove('"'),
  "two quotes added": insert('""'),
  "line break added": insert("\n"),
  "line break lost": remove("\n"),
  "carriage return added": insert("\r"),
  "NUL added": insert("\0"),
  "byte order mark inside": insert("\ufeff"),
  "byte order mark twice": onText((text) => `\ufeff\ufeff${text}`),
  "byte order mark": onText((text) => `\ufeff${text}`),
  "semicolons for commas": onText((text) => text.replaceAll(",", ";")),
  "tabs for commas": onText((text) => text.replaceAll(",", "\t")),
  "apostrophes for quotes": onText((text) => text.replaceAll('"', "'")),
  "backslashes for doubled quotes": onText((text) => text.replaceAll('""', '\\"')),
  "line ends of Windows": onText((text) => text.replaceAll("\n", "\r\n")),
  "line ends of old Macs": onText((text) => text.replaceAll("\n", "\r")),
  "one line end of Windows": onLine((line) => `${line}\r`),
  "Latin-1": ({ bytes }) => Buffer.from(bytes.toString("utf8"), "latin1"),
  "UTF-16": ({ bytes }) => Buffer.from(bytes.toString("utf8"), "utf16le"),
  "UTF-16, big-endian, with its mark": ({ bytes }) =>
    Buffer.from(`\ufeff${bytes.toString("utf8")}`, "utf16le").swap16(),
  "decoded wrongly once": ({ bytes }) => Buffer.from(bytes.toString("latin1"), "utf8"),
  "a byte that is no UTF-8": ({ bytes }, pick) => {
    const at = pick(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(0x80 + pick(128)), bytes.subarray(at)]);
  },
  "header twice": onLines((lines) => [...lines.slice(0, 1), ...lines]),
  "header inside": onLines((lines, pick) => lines.toSpliced(firstData(lines, pick), 0, ...lines.slice(0, 1))),
  "header lost": onLines((lines) => lines.slice(1)),
  "header in capitals": onLines(([header = "", ...lines]) => [header.toUpperCase(), ...lines]),
  "header in another order": onLines(([header = "", ...lines]) => [
    header.split(",").toReversed().join(","),
    ...lines,
  ]),
  preamble: onLines((lines) => ["Orders of October", "", ...lines]),
  "preamble as wide as the file": onLines((lines) => ["Orders,of,October,2026,,", ...lines]),
  footer: onLines((lines) => [...lines, "End of report"]),
  "footer before the trailer": onLines((lines) => lines.toSpliced(-1, 0, "Total,,,,,")),
  "blank line": onLines((lines, pick) => lines.toSpliced(firstData(lines, pick), 0, "")),
  "blank lines at the end": onLines((lines) => [...lines, "", ""]),
  "row lost": onLines((lines, pick) => lines.toSpliced(firstData(lines, pick), 1)),
  "row twice": onLines((lines, pick) => {
    const at = firstData(lines, pick);
    return lines.toSpliced(at, 0, ...lines.slice(at, at + 1));
  }),
  "file twice": onLines((lines) => [...lines, ...lines]),
  "trailer lost": onLines((lines) => lines.slice(0, -1)),
  "column shifted right": onLine((line) => `,${line}`),
  "column shifted left": onLine((line) => line.slice(line.indexOf(",") + 1)),
  "delimiter at every end": onText((text) => text.replaceAll("\n", ",\n")),
  "spaces behind delimiters": onText((text) => text.replaceAll(",", ", ")),
  "decimal commas": onText((text) => text.replace(/(\d+)\.(\d\d),/g, '"$1,$2",')),
  "separators of thousands": onText((text) => text.replace(/(\d)(\d{3}\.\d\d),/g, '"$1,$2",')),
  "scientific notation": onText((text) => text.replace(/(\d)(\d{3})\.(\d\d),/g, "$1.$2$3E+03,")),
  "another order of the date": onText((text) => text.replace(/(\d{4})-(\d\d)-(\d\d)/g, "$3/$2/$1")),
  "days as a spreadsheet keeps them": onText((text) => text.replace(/\d{4}-\d\d-\d\d/g, toDateSerial)),
  "one day as a spreadsheet keeps it": onLine((line) => line.replace(/\d{4}-\d\d-\d\d/, toDateSerial)),
  "identifiers as numbers": onText((text) => text.replaceAll("O-", "")),
  "column emptied": onText((text) => text.replace(/,(\d+\.\d\d),/g, ",,")),
  "another currency's sign": onText((text) => text.replace(/,(\d+\.\d\d),/g, ",$$$1,")),
  "sign flipped": onLine((line) => line.replace(/,(\d+\.\d\d),/, ",-$1,")),
  "everything quoted": ({ lines, rows }) =>
    joinLines([
      lines[0] ?? "",
      ...rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")),
      lines.at(-1) ?? "",
    ]),
};
