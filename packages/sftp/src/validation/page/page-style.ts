/** The look of the page: its colours once for light and once for dark, then type, tables, and paper. */
export const PAGE_STYLE = `
:root{--paper:#fff;--ink:#1b242d;--quiet:#56636f;--line:#dfe4e9;--wash:#f4f6f8;--link:#1d5f86;
--good:#1f6f4a;--odd:#a34a06;--bad:#b3261e;--good-wash:#eaf5ef;--odd-wash:#fdf3e7;--bad-wash:#fcecea}
@media (prefers-color-scheme:dark){:root{--paper:#14191e;--ink:#e4e9ee;--quiet:#9aa8b5;--line:#2e3740;--wash:#1c232a;--link:#7fbde0;
--good:#6cc79b;--odd:#f0a75b;--bad:#f28b82;--good-wash:#16281f;--odd-wash:#2d2316;--bad-wash:#311c1b}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:960px;margin:0 auto;padding:44px 32px 56px}
h1{margin:2px 0 22px;font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.012em;overflow-wrap:anywhere}
h2{margin:46px 0 12px;font-size:19px;font-weight:650}
h3{margin:0;font-size:15px;font-weight:650}
p{margin:0}
a{color:var(--link);text-underline-offset:2px}
.quiet{color:var(--quiet)}
.verdict{padding:18px 22px;border-radius:8px;border-left:5px solid var(--tone);background:var(--tone-wash)}
.verdict .words{font-size:20px;font-weight:650;line-height:1.3;color:var(--tone)}
.verdict .next{margin-top:4px}
.accepted{--tone:var(--good);--tone-wash:var(--good-wash)}
.accepted-with-findings,.warning{--tone:var(--odd);--tone-wash:var(--odd-wash)}
.refused,.error{--tone:var(--bad);--tone-wash:var(--bad-wash)}
.info{--tone:var(--quiet);--tone-wash:var(--wash)}
.reasons{margin:0;padding-left:20px}
.reasons li{margin:4px 0;overflow-wrap:anywhere}
dl{display:flex;flex-wrap:wrap;gap:14px 36px;margin:24px 0 0}
dt{color:var(--quiet);font-size:13px}
dd{margin:0;font-size:17px;font-variant-numeric:tabular-nums}
dd.digest{font-size:13px;line-height:26px}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px;overflow-wrap:anywhere;white-space:pre-wrap}
.wide{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
.sums{width:auto;min-width:320px;margin-top:8px}
th,td{padding:7px 16px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--quiet);font-size:13px;font-weight:500;white-space:nowrap;border-bottom-color:var(--quiet)}
.number{width:1%;text-align:right;white-space:nowrap}
.sums .number{width:auto;padding-left:32px}
.sums+.sums{margin-top:22px}
.weight{width:1%;white-space:nowrap;font-size:13px;line-height:22px;font-weight:600;color:var(--tone)}
.group{margin-top:18px;padding:14px 18px 16px;border:1px solid var(--line);border-left:4px solid var(--tone);border-radius:6px}
.group header{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline}
.group header .times{margin-left:auto;color:var(--quiet);font-variant-numeric:tabular-nums}
.group header .weight{width:auto}
.group .said{margin-top:6px}
.group .todo{margin-top:2px}
.group .todo strong{font-weight:600}
.group table{margin-top:10px;font-size:14px}
.group tbody tr:last-child td{border-bottom:0}
.group .more,.group .explained{margin-top:6px;font-size:13px;color:var(--quiet)}
.note{margin-top:10px;font-size:13px;color:var(--quiet)}
.tag{padding:1px 6px;border-radius:4px;background:var(--wash)}
@media (max-width:640px){main{padding:24px 16px 40px}h1{font-size:23px}}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#444;--line:#ccc;--wash:#f4f6f8;--link:#000;--good:#1f6f4a;--odd:#a34a06;--bad:#b3261e;--good-wash:#fff;--odd-wash:#fff;--bad-wash:#fff}
@page{size:A4;margin:14mm}
body{font-size:10pt}
main{max-width:none;padding:0}
h2{margin-top:24px;break-after:avoid}
tr{break-inside:avoid}
.group header{break-after:avoid}
.wide{overflow:visible}
}
`;
