import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { TextDetails } from "../catalogue/text-findings.js";

const LOOKS_EQUAL = "Zwei Werte, die gleich aussehen, sind nicht gleich.";

export const TEXT_TEXTS: FindingTexts<TextDetails> = {
  "control-char": {
    title: "Steuerzeichen",
    message: ({ column }) => `${column} enthält ein Steuerzeichen.`,
    hint: "Vom Absender entfernen lassen.",
  },
  "excel-scientific": {
    title: "Kennung in eine Zahl verwandelt",
    message: ({ column }) =>
      `${column} sieht nach einer Kennung aus, die eine Tabellenkalkulation in eine Zahl verwandelt hat.`,
    hint: "Stellen sind verloren; die Spalte als Text exportieren lassen.",
  },
  "formula-cell": {
    title: "Beginnt wie eine Formel",
    message: ({ column }) => `${column} beginnt wie eine Formel.`,
    hint: "Die Datei nicht in einer Tabellenkalkulation öffnen, bevor der Absender den Wert bestätigt hat.",
  },
  "invisible-char": {
    title: "Unsichtbares Zeichen",
    message: ({ column }) => `${column} enthält ein unsichtbares Zeichen.`,
    hint: LOOKS_EQUAL,
  },
  mojibake: {
    title: "Früher falsch dekodierter Text",
    message: ({ column }) => `${column} sieht nach Text aus, der einmal falsch dekodiert wurde.`,
    hint: "UTF-8 wurde irgendwo als Windows-1252 gelesen; neu exportieren lassen.",
  },
  nbsp: {
    title: "Geschütztes Leerzeichen",
    message: ({ column }) => `${column} enthält ein geschütztes Leerzeichen.`,
    hint: LOOKS_EQUAL,
  },
  "replacement-char": {
    title: "Ein Buchstabe ging verloren",
    message: ({ column }) =>
      `${column} enthält ein Ersatzzeichen: Ein Buchstabe ging verloren, bevor die Datei geschrieben wurde.`,
    hint: "Den Absender im Original nachsehen lassen.",
  },
  "smart-quote": {
    title: "Typografisches Anführungszeichen",
    message: ({ column }) => `${column} enthält ein typografisches Anführungszeichen.`,
    hint: "Zwei Werte, die gleich aussehen, sind womöglich nicht gleich.",
  },
  "white-space": {
    title: "Leerraum um den Text",
    message: ({ column }) => `${column} beginnt oder endet mit Leerraum.`,
    hint: LOOKS_EQUAL,
  },
};
