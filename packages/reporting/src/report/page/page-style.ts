/** The look of a page: its colours once for light and once for dark, then type, tables, and paper. */
export const PAGE_STYLE = `
:root{
--paper:#fff;--ink:#1b242d;--quiet:#56636f;--line:#dfe4e9;--wash:#f4f6f8;
--good:#1f6f4a;--odd:#a34a06;--bad:#b3261e;
--good-wash:#eaf5ef;--odd-wash:#fdf3e7;--bad-wash:#fcecea;
--chart-paper:var(--paper);--chart-text:var(--ink);--chart-quiet:var(--quiet);--chart-grid:#e6eaee;
--chart-band:#dde6ee;--chart-typical:#75869a;--chart-usual:#2c6e8f;--chart-odd:var(--odd);--chart-failed:var(--bad);
}
@media (prefers-color-scheme:dark){:root{
--paper:#14191e;--ink:#e4e9ee;--quiet:#9aa8b5;--line:#2e3740;--wash:#1c232a;
--good:#6cc79b;--odd:#f0a75b;--bad:#f28b82;
--good-wash:#16281f;--odd-wash:#2d2316;--bad-wash:#311c1b;
--chart-grid:#2a323a;--chart-band:#2b3a47;--chart-typical:#8296a8;--chart-usual:#64aace;
}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,footer{max-width:1120px;margin:0 auto;padding:0 32px}
main{padding-top:44px}
h1{margin:2px 0 22px;font-size:30px;line-height:1.2;font-weight:650;letter-spacing:-.012em}
h2{margin:52px 0 14px;font-size:19px;font-weight:650;letter-spacing:-.005em}
p{margin:0}
.where{color:var(--quiet)}
.quiet{color:var(--quiet)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.verdict{display:flex;gap:18px;align-items:center;padding:18px 22px;border-radius:8px;background:var(--wash);border-left:5px solid var(--tone,var(--quiet))}
.verdict .symbol{flex:none;display:grid;place-items:center;width:38px;height:38px;border-radius:50%;border:2px solid var(--tone,var(--quiet));color:var(--tone,var(--quiet));font-size:20px;font-weight:700;line-height:1}
.verdict .words{font-size:20px;font-weight:650;line-height:1.3;color:var(--tone,var(--ink))}
.verdict.succeeded{--tone:var(--good);background:var(--good-wash)}
.verdict:is(.succeeded-with-remarks,.in-doubt,.held,.waiting){--tone:var(--odd);background:var(--odd-wash)}
.verdict:is(.failed,.cancelled,.refused){--tone:var(--bad);background:var(--bad-wash)}
dl{margin:0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:14px 24px;margin:24px 0 0}
dt{color:var(--quiet);font-size:13px}
dd{margin:0;font-variant-numeric:tabular-nums}
.remarks{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
.remarks li{display:grid;grid-template-columns:136px 1fr;gap:0 20px;padding:12px 0;border-bottom:1px solid var(--line)}
.weight{font-size:13px;line-height:22px;font-weight:600;color:var(--quiet)}
.stop .weight{color:var(--bad)}
.attention .weight{color:var(--odd)}
.wide{overflow-x:auto}
.wide+.wide{margin-top:26px}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{padding:0 0 8px;text-align:left;color:var(--quiet);font-size:13px}
th,td{padding:9px 16px 9px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{padding-top:0;color:var(--quiet);font-size:13px;font-weight:500;white-space:nowrap;border-bottom-color:var(--quiet)}
tbody th{font-weight:600}
.number{text-align:right;white-space:nowrap}
small{display:block;font-size:12.5px;font-weight:400;line-height:1.45;color:var(--quiet)}
.status{white-space:nowrap;color:var(--quiet)}
.status small{white-space:normal}
.status:is(.succeeded,.accepted){color:var(--good)}
.status:is(.in-doubt,.unknown,.warning,.accepted-with-findings,.succeeded-with-rejects){color:var(--odd)}
.status:is(.failed,.refused,.rejected,.error,.cancelled,.refused-busy){color:var(--bad)}
.odd{color:var(--odd)}
.volume{display:block;white-space:nowrap}
code,.hash,.path{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px;overflow-wrap:anywhere}
code{padding:1px 4px;border-radius:3px;background:var(--wash)}
.findings{font-size:14px}
.findings .number,.findings .status{width:1%}
figure{margin:0}
section>figure{margin-bottom:26px}
figcaption{color:var(--quiet);font-size:13px}
svg{display:block;width:100%;height:auto}
.generated-note{margin:14px 0 0;padding:9px 14px;border:1px dashed var(--odd);border-radius:6px;color:var(--ink);font-size:14px}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(270px,1fr));gap:26px 36px;margin-top:18px}
.multiple figcaption{display:flex;justify-content:space-between;gap:14px;margin-bottom:4px;color:var(--ink);font-size:14px;font-variant-numeric:tabular-nums}
.multiple figcaption strong{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600}
.multiple figcaption>span{flex:none}
.multiple p{font-size:12.5px}
footer{margin-top:56px;padding-top:18px;padding-bottom:44px;color:var(--quiet);font-size:13px}
footer::before{content:"";display:block;margin-bottom:18px;border-top:1px solid var(--line)}
footer dl>div{display:grid;grid-template-columns:88px 1fr}
footer p{margin-top:12px}
@media screen and (max-width:760px){main,footer{padding-left:18px;padding-right:18px}.remarks li{grid-template-columns:1fr}section>figure{overflow-x:auto}.timing-chart,.wide table{min-width:760px}}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#444;--line:#ccc;--wash:#f4f6f8;--good:#1f6f4a;--odd:#a34a06;--bad:#b3261e;
--good-wash:#fff;--odd-wash:#fff;--bad-wash:#fff;--chart-grid:#ddd;--chart-band:#dde6ee;--chart-typical:#75869a;--chart-usual:#2c6e8f}
@page{size:A4;margin:14mm}
body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main,footer{max-width:none;padding-left:0;padding-right:0}main{padding-top:0}
h2{margin-top:26px;break-after:avoid}
tr,.remarks li,.multiple,section>figure{break-inside:avoid}
.wide{overflow:visible}
}
`;
