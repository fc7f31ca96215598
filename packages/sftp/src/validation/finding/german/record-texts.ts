import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { RecordDetails } from "../catalogue/record-findings.js";

export const RECORD_TEXTS: FindingTexts<RecordDetails> = {
  "unclosed-quote": {
    title: "Anführungszeichen ohne Ende",
    message: () => "Hier beginnt ein Anführungszeichen, das nie geschlossen wird.",
    hint: "Genau diese Zeile ansehen: Ein Anführungszeichen im Text wird verdoppelt, und was mit einem beginnt, endet mit einem.",
  },
  "record-too-long": {
    title: "Datensatz zu lang",
    message: ({ maxBytes }) => `Der Datensatz ist länger als ${maxBytes} Bytes.`,
    hint: "Nach einem verlorenen Zeilenende suchen oder dialect.maxRecordBytes erhöhen.",
  },
  "stray-quote": {
    title: "Anführungszeichen mitten im Feld",
    message: ({ column }) =>
      `Im Feld ${column} steht ein Anführungszeichen, obwohl es nicht mit einem beginnt.`,
    hint: "Ein Feld mit Anführungszeichen wird als Ganzes eingeschlossen und das innere verdoppelt.",
  },
  "text-after-quote": {
    title: "Text nach dem schließenden Anführungszeichen",
    message: ({ column }) => `Im Feld ${column} folgt Text auf das schließende Anführungszeichen.`,
    hint: "Ein Anführungszeichen innerhalb eines eingeschlossenen Feldes wird verdoppelt.",
  },
  "stray-escape": {
    title: "Maskierungszeichen vor etwas anderem",
    message: ({ column }) =>
      `Im Feld ${column} steht ein Maskierungszeichen vor einem Zeichen, das keines braucht.`,
    hint: "Das Maskierungszeichen verdoppeln lassen, wo es selbst gemeint ist.",
  },
  "stray-carriage-return": {
    title: "Wagenrücklauf im Feld",
    message: ({ column }) => `Das Feld ${column} enthält einen Wagenrücklauf ohne Zeilenvorschub.`,
    hint: "Ein Feld mit Zeilenumbrüchen wird in Anführungszeichen eingeschlossen.",
  },
  "nul-byte": {
    title: "NUL-Byte",
    message: ({ column }) => `Das Feld ${column} enthält ein NUL-Byte.`,
    hint: "Die Datei ist womöglich binär, UTF-16 oder von einem abgestürzten Programm geschrieben.",
  },
  "blank-row": {
    title: "Leerzeile",
    message: () => "Die Zeile ist leer.",
    hint: "Leerzeilen vom Absender weglassen lassen.",
  },
  "line-too-short": {
    title: "Zeile zu kurz",
    message: ({ width }) => `Die Zeile ist kürzer als ihre Spalten, die ${width} Zeichen einnehmen.`,
    hint: "Prüfen, ob die Datei abgeschnitten ist oder ein Programm Leerzeichen am Zeilenende entfernt hat.",
  },
  "line-too-long": {
    title: "Zeile zu lang",
    message: ({ width }) => `Die Zeile ist länger als ihre Spalten, die ${width} Zeichen einnehmen.`,
    hint: "Nach einem zu langen Wert oder nach zwei Zeilen in einer suchen.",
  },
  "missing-cell": {
    title: "Zu wenige Felder",
    message: ({ cells, expected }) => `Der Datensatz hat ${countFields(cells)} statt ${expected}.`,
    hint: "Nach einem Zeilenumbruch in einem nicht eingeschlossenen Feld oder einem verlorenen Trennzeichen suchen.",
  },
  "extra-cell": {
    title: "Zu viele Felder",
    message: ({ cells, expected }) => `Der Datensatz hat ${countFields(cells)} statt ${expected}.`,
    hint: "Nach einem Trennzeichen in einem nicht eingeschlossenen Feld suchen.",
  },
};

function countFields(cells: number): string {
  return cells === 1 ? "1 Feld" : `${cells} Felder`;
}
