/** The look of a page: its colours once for light and once for dark, then type, then paper. */
export const PAGE_STYLE = `
:root{
--paper:#fff;--ink:#1b242d;--quiet:#56636f;--line:#dfe4e9;--wash:#f4f6f8;--accent:#2c6e8f;
--good:#1f6f4a;--odd:#a34a06;--bad:#b3261e;
}
@media (prefers-color-scheme:dark){:root{
--paper:#14191e;--ink:#e4e9ee;--quiet:#9aa8b5;--line:#2e3740;--wash:#1c232a;--accent:#64aace;
--good:#6cc79b;--odd:#f0a75b;--bad:#f28b82;
}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:784px;padding:48px 32px 72px;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25;font-weight:650;letter-spacing:-.008em;text-wrap:balance}
h1{margin:2px 0 10px;font-size:32px}
h2{margin:56px 0 14px;font-size:23px}
h3{margin:40px 0 8px;font-size:18px}
h4{margin:28px 0 8px;font-size:16px}
.chapter>h2{font-size:18px;margin:36px 0 10px}
.chapter>.chapter>h3{font-size:16px;margin:18px 0 8px}
.procedure>h2{padding-top:18px;border-top:2px solid var(--ink)}
p{margin:0 0 12px}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:3px}
.owner,.version,.quiet{color:var(--quiet)}
.owner{margin:0}
.version,.quiet{font-size:14px}
.number{margin-right:.45em;color:var(--quiet);font-weight:500;font-variant-numeric:tabular-nums}
ol,ul{margin:0 0 14px;padding-left:1.7em}
li{margin:3px 0;padding-left:.2em}
li::marker{color:var(--quiet);font-variant-numeric:tabular-nums}
code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;padding:1px 4px;border-radius:3px;background:var(--wash)}
dl{margin:0 0 20px}
dl>div{display:grid;grid-template-columns:128px 1fr;gap:0 16px;padding:7px 0;border-bottom:1px solid var(--line)}
dl>div:first-child{border-top:1px solid var(--line)}
dt{color:var(--quiet);font-size:14px;line-height:25px}
dd{grid-column:2;margin:0}
.wide{overflow-x:auto}
table{width:100%;margin:0 0 14px;border-collapse:collapse;font-size:15px;font-variant-numeric:tabular-nums}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{padding:7px 16px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th,td{overflow-wrap:break-word}
td:first-child strong{white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
th{color:var(--quiet);font-size:13px;font-weight:500;border-bottom-color:var(--quiet)}
figure{margin:24px 0 8px}
figcaption{margin-top:12px;color:var(--quiet);font-size:13px}
.branch,.record{--tone:var(--quiet);margin:12px 0;padding:2px 0 2px 16px;border-left:3px solid var(--tone)}
.branch{color:var(--ink);font-size:inherit}
.good{--tone:var(--good)}.odd{--tone:var(--odd)}.bad{--tone:var(--bad)}
.record{margin:18px 0;padding:12px 18px;border-radius:0 6px 6px 0;background:var(--wash);color:var(--ink);font-size:15px}
:is(.branch,.record)>:last-child{margin-bottom:0}
:is(.branch,.record) :is(p,ol,ul){margin-bottom:4px}
.name{margin-right:.3em;color:var(--tone);font-weight:650}
.record dl{margin:8px 0 0}
.record dl>div{padding:3px 0;border:0}
.record code{padding:0;background:none}
.record table{margin:10px 0 0;font-size:14px}
dl+.wide{margin:-8px 0 0;font-size:14px}
.record :is(td,th):nth-child(-n+2){width:1%;white-space:nowrap}
.record tr:last-child td{border-bottom:0}
.blanks{display:none}
@media screen and (max-width:640px){body{padding:24px 18px 48px}dl>div{grid-template-columns:1fr}dd{grid-column:1}figure{overflow-x:auto}.flow{min-width:560px}}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#444;--line:#ccc;--wash:#f4f6f8;--accent:#1f5874;--good:#1f6f4a;--odd:#a34a06;--bad:#b3261e}
body{max-width:none;padding:0;font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit;text-decoration:none}
.record{font-size:9.5pt}.record code{font-size:8.5pt}
h1{font-size:22pt}h2{font-size:16pt}h3{font-size:12pt}h4{font-size:11pt}
.chapter>h2{font-size:12pt}
section+.procedure{break-before:page}
.procedure>h2{margin-top:0}
h1,h2,h3,h4,.quiet{break-after:avoid}
.step:not(:has(.record)){break-inside:avoid}
.branch,.record,.flow,li,tr,dl>div{break-inside:avoid}
figcaption{break-before:avoid}
.wide{overflow:visible}
.flow{max-height:238mm}
.blanks{display:flex;gap:12px;margin:14px 0 0;color:var(--quiet);font-size:8.5pt}
.blanks span{flex:1;padding-bottom:20px;border-bottom:1px solid var(--quiet)}
.blanks span:last-child{flex:2}
}
`;

/** The foot of each printed sheet: the beginning of the version, and the number of the sheet. */
export function sheetStyle(version: string | undefined): string {
  // It stands in a quoted text of the style sheet: nothing but letters and digits may.
  const short = (version ?? "").replace(/[^A-Za-z0-9]/g, "").slice(0, 12);
  const left =
    short === "" ? "" : `@bottom-left{content:"Version ${short}";font:8pt system-ui,sans-serif;color:#444}`;
  return `@page{size:A4;margin:16mm 16mm 20mm;${left}@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#444}}`;
}
