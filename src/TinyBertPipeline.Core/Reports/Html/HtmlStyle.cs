namespace TinyBertPipeline.Core.Reports.Html;

/// <summary>How pages look: every text has at least 4.5 times the luminance of its ground, or the reverse, in light, dark and print.</summary>
internal static class HtmlStyle
{
    private const string Light = "--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--fill:#f6f8fa;--accent:#0b5cad;"
        + "--right:#0f5323;--rightFill:#dafbe1;--wrong:#8e0a20;--wrongFill:#ffe3e0;--k0:#0b5cad;--k1:#9a4a00;--k2:#6a2fa0;--k3:#116329";

    private const string Dark = "--paper:#0d1117;--ink:#e6edf3;--soft:#9ba6b2;--line:#3d444d;--fill:#161b22;--accent:#79b8ff;"
        + "--right:#8ff0a4;--rightFill:#12361f;--wrong:#ffb3ab;--wrongFill:#4a1214;--k0:#79b8ff;--k1:#f0b072;--k2:#cfa8ff;--k3:#7ee787";

    /// <summary>The style sheet.</summary>
    public const string Sheet = $$$"""
        :root{color-scheme:light dark;{{{Light}}}}
        @media (prefers-color-scheme:dark){:root{ {{{Dark}}} }}
        @media print{:root{color-scheme:light;{{{Light}}}} nav,.skip{display:none} section,figure,article,tr{break-inside:avoid} .wide{overflow:visible}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:1rem 1.5rem 3rem;max-width:70rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
        h1{font-size:1.6rem;margin:.5rem 0} h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)} h3{font-size:.85rem;margin:0;color:var(--soft);font-weight:normal}
        a{color:var(--accent)} :focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        .skip{position:absolute;left:-99rem} .skip:focus{left:1rem;top:.5rem;padding:.4rem;background:var(--paper)}
        header dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;color:var(--soft);font-size:.9rem} header dd{margin:0;overflow-wrap:anywhere}
        nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0}
        .wide{overflow-x:auto;margin:1rem 0} table{border-collapse:collapse;font-size:.9rem} caption{text-align:left;color:var(--soft);padding:.2rem 0}
        th,td{padding:.2rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top} thead th{background:var(--fill)} .n{text-align:right;font-variant-numeric:tabular-nums}
        td[style]{background:color-mix(in srgb,var(--accent) var(--shade),transparent)}
        pre{background:var(--fill);padding:.8rem;overflow-x:auto;font-size:.85rem}
        .sentence{border-left:3px solid var(--line);margin:.8rem 0;padding:.1rem .8rem} .sentence dl{display:grid;grid-template-columns:5.5rem 1fr;margin:0} .sentence dt{color:var(--soft);font-size:.85rem} .sentence dd{margin:0;overflow-wrap:anywhere}
        mark{border-radius:.2rem;padding:.05rem .2rem;color:inherit} mark b{font-size:.75rem} mark .sign{font-size:.75rem} mark i{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        mark.right{background:var(--rightFill)} mark.right b,mark.right .sign{color:var(--right)}
        mark.wrong{background:var(--wrongFill);outline:1px dashed var(--wrong)} mark.wrong b,mark.wrong .sign{color:var(--wrong)}
        figure{margin:1rem 0} figcaption{color:var(--soft)} svg{max-width:40rem;width:100%;height:auto;display:block} svg text{fill:var(--soft);font-size:12px} svg path{fill:none;stroke-width:2} .grid{stroke:var(--line)} .guide{stroke:var(--soft);stroke-width:1}
        path.k0{stroke:var(--k0)} path.k1{stroke:var(--k1)} path.k2{stroke:var(--k2)} path.k3{stroke:var(--k3)} circle.k0{fill:var(--k0)} circle.k1{fill:var(--k1)} circle.k2{fill:var(--k2)} circle.k3{fill:var(--k3)}
        .key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0;margin:.2rem 0;font-size:.9rem} .key svg.sample{display:inline-block;width:34px;height:10px;margin-right:.4rem}

        """;
}
