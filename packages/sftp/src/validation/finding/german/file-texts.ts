import type { FileDetails } from "../catalogue/file-findings.js";
import type { FindingTexts } from "../catalogue/finding-kind.js";

export const FILE_TEXTS: FindingTexts<FileDetails> = {
  "empty-file": {
    title: "Leere Datei",
    message: () => "Die Datei enthält kein einziges Byte.",
    hint: "Die Datei neu anfordern; vermutlich ist der Export fehlgeschlagen.",
  },
  "too-few-records": {
    title: "Zu wenige Datensätze",
    message: ({ found, needed }) =>
      `Die Datei enthält ${found} Datensätze; erwartet werden mindestens ${needed}.`,
    hint: "Beim Absender nachfragen, ob der Export vollständig war.",
  },
  "encoding-invalid": {
    title: "Nicht in der vereinbarten Zeichenkodierung",
    message: ({ encoding, hasMark }) =>
      `Die Bytes sind kein ${encoding}${hasMark === true ? ": Die Datei beginnt mit der Kennung von UTF-8" : ""}.`,
    hint: "Die Datei in der vereinbarten Kodierung exportieren lassen oder die tatsächliche vereinbaren.",
  },
  "encoding-mark": {
    title: "Andere Zeichenkodierung als vereinbart, nach den ersten Bytes",
    message: ({ encoding, found }) =>
      `Die Datei ist kein ${encoding}: ${found === "" ? "Sie beginnt ohne Byte-Reihenfolge-Markierung" : `Ihre ersten Bytes sind die von ${found}`}.`,
    hint: "Die Datei in der vereinbarten Kodierung exportieren lassen oder die tatsächliche vereinbaren.",
  },
  "utf16-file": {
    title: "Datei in UTF-16",
    message: () => "Die Datei ist in UTF-16 geschrieben, was für sie nicht vereinbart ist.",
    hint: "Als UTF-8 speichern lassen; „Unicode-Text“ aus Excel ist UTF-16.",
  },
  "line-ending-unexpected": {
    title: "Anderes Zeilenende als vereinbart",
    message: ({ ending }) => `Die Zeile endet mit ${ending}.`,
    hint: "Vereinbart ist ein bestimmtes Zeilenende; die Datei wurde vermutlich unterwegs umgewandelt.",
  },
  "bom-unexpected": {
    title: "Kennung am Dateianfang (BOM)",
    message: () => "Die Datei beginnt mit einer Byte-Reihenfolge-Markierung (BOM).",
    hint: "Sie gehört nicht zum Namen der ersten Spalte; manche Ladeprogramme sehen das anders.",
  },
  "truncated-file": {
    title: "Mitten in einem Datensatz abgeschnitten",
    message: () => "Die Datei endet mitten in einem Datensatz.",
    hint: "Die Datei neu anfordern, dazu einen Schlusssatz oder eine Kontrolldatei: Sie verraten auch einen Schnitt zwischen zwei Datensätzen.",
  },
  "final-newline-missing": {
    title: "Kein Zeilenende am Schluss",
    message: () => "Die letzte Zeile hat kein Zeilenende.",
    hint: "Die Datei könnte abgeschnitten sein; mit der Größe oder den Summen des Absenders vergleichen.",
  },
  "mixed-line-endings": {
    title: "Gemischte Zeilenenden",
    message: ({ ending }) => `Die Zeile endet mit ${ending}, anders als die Zeilen davor.`,
    hint: "Die Datei wurde vermutlich zusammengefügt oder von Hand bearbeitet.",
  },
  "name-pattern": {
    title: "Dateiname passt nicht",
    message: ({ pattern }) => `Der Name der Datei passt nicht zu ${pattern}.`,
    hint: "Prüfen, ob die Datei wirklich zu dieser Lieferung gehört.",
  },
};
