using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>
/// A page in a real browser. TINYBERT_PAGE names another page to look at, TINYBERT_PAGE_PICTURE a file for its picture.
/// </summary>
public sealed class PageInBrowserTests : IDisposable
{
    // Every element that holds text itself: the contrast of its colour with the ground below it, both painted by the browser.
    private const string Contrasts = """
        (() => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ground = element => {
            const layers = [];
            for (let e = element; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor));
            return layers.reverse().reduce((below, [r, g, b, a]) => [r, g, b].map((v, i) => v * a / 255 + below[i] * (1 - a / 255)), [255, 255, 255]);
          };
          const worst = {};
          for (const element of document.body.querySelectorAll('*')) {
            if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())) continue;
            const style = getComputedStyle(element);
            const [a, b] = [light(rgba(element instanceof SVGElement ? style.fill : style.color).slice(0, 3)), light(ground(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const name = element.tagName + '.' + (element.getAttribute('class') ?? '');
            worst[name] = Math.min(worst[name] ?? 99, contrast);
          }
          return worst;
        })()
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ThePageIsQuietReadableAndReachedByKeyboard()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var browser = await HeadlessBrowser.StartAsync(cancellation);
        await browser.OpenAsync(Environment.GetEnvironmentVariable("TINYBERT_PAGE") ?? await WritePageAsync(), cancellation);

        foreach (var (scheme, medium) in new[] { ("light", "screen"), ("dark", "screen"), ("dark", "print") })
        {
            await browser.CallAsync("Emulation.setEmulatedMedia", new JsonObject
            {
                ["media"] = medium,
                ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
            }, cancellation);
            var contrasts = (await browser.EvaluateAsync(Contrasts, cancellation)).AsObject();
            Assert.NotEmpty(contrasts);
            Assert.All(contrasts, contrast => Assert.True((double)contrast.Value! >= 4.5, $"{scheme}, {medium}: {contrast.Key} has {contrast.Value}"));
        }
        await browser.CallAsync("Emulation.setEmulatedMedia", new JsonObject { ["media"] = "screen", ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = "light" }) }, cancellation);
        Assert.True((bool)await browser.EvaluateAsync("document.documentElement.scrollWidth <= innerWidth", cancellation));
        await AssertTabOrderAsync(browser, cancellation);
        if (Environment.GetEnvironmentVariable("TINYBERT_PAGE_PICTURE") is { } picture)
        {
            await browser.EvaluateAsync("scrollTo(0, 0) ?? document.activeElement.blur() ?? 0", cancellation);
            var shot = await browser.CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" }, cancellation);
            await File.WriteAllBytesAsync(picture, Convert.FromBase64String((string)shot["data"]!), cancellation);
        }

        string[] asked = [.. browser.Events.Where(told => (string?)told["method"] == "Network.requestWillBeSent").Select(told => (string)told["params"]!["request"]!["url"]!)];
        Assert.All(asked, url => Assert.Matches("^(file|data):", url));
        Assert.DoesNotContain(browser.Events, told => (string?)told["method"] is "Runtime.exceptionThrown" or "Runtime.consoleAPICalled" or "Log.entryAdded");
    }

    public void Dispose() => _folder.Dispose();

    // Tab goes through links, tables and details in the order of the page, first to the link that skips the contents, and is seen.
    private static async Task AssertTabOrderAsync(HeadlessBrowser browser, CancellationToken cancellation)
    {
        var order = new List<int>();
        for (var stop = 0; stop < 12; stop++)
        {
            foreach (var kind in (string[])["rawKeyDown", "keyUp"])
            {
                await browser.CallAsync("Input.dispatchKeyEvent", new JsonObject
                {
                    ["type"] = kind,
                    ["key"] = "Tab",
                    ["code"] = "Tab",
                    ["windowsVirtualKeyCode"] = 9,
                }, cancellation);
            }
            var place = (int)await browser.EvaluateAsync("[...document.querySelectorAll('*')].indexOf(document.activeElement)", cancellation);
            if (order.Count > 0 && place < order[^1]) break;            // around
            order.Add(place);
            Assert.NotEqual("none", (string?)await browser.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle", cancellation));
        }
        Assert.True(order.Count > 3, $"{order.Count} places are reached by Tab");
        Assert.Equal((int)await browser.EvaluateAsync("[...document.querySelectorAll('*')].indexOf(document.querySelector('.skip'))", cancellation), order[0]);
    }

    private async Task<string> WritePageAsync()
    {
        var tagger = HuggingFaceFolder.Create(_folder);
        _folder.Write("data", "John B-PER\nSmith E-PER\nwas O\nin O\nNew O\nYork O\n. O\n\nSmith S-PER\nwas O\n");
        await TinyBertProcess.SucceedAsync(["export", tagger]);
        await TinyBertProcess.SucceedAsync(["evaluate", tagger, "--data", "data", "--html", "page.html"], _folder.Path);
        return _folder.File("page.html");
    }
}
