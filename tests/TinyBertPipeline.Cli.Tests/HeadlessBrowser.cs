using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Chromium without a window, spoken to by its DevTools protocol over a local socket.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private static readonly string[] _names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly TemporaryFolder _profile;
    private int _id;

    private HeadlessBrowser(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>What the browser told of the page: requests, messages on the console, faults.</summary>
    public List<JsonObject> Events { get; } = [];

    /// <summary>Starts the browser; skips the test where there is none.</summary>
    public static async Task<HeadlessBrowser> StartAsync(CancellationToken cancellation)
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => _names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        if (program is null) Assert.Skip("there is no chromium on PATH (Debian: apt-get install chromium)");
        var profile = new TemporaryFolder();
        var process = Process.Start(new ProcessStartInfo(program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "--window-size=1000,1400", "about:blank",
        ])
        {
            RedirectStandardError = true,
        })!;
        var browser = new HeadlessBrowser(process, profile);
        var port = await ReadPortAsync(process, cancellation);
        _ = process.StandardError.ReadToEndAsync(cancellation);
        using var http = new HttpClient();
        var targets = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list"), cancellation))!.AsArray();
        var page = targets.First(target => (string?)target!["type"] == "page")!;
        await browser._socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), cancellation);
        foreach (var domain in (string[])["Page", "Network", "Runtime", "Log"]) await browser.CallAsync($"{domain}.enable", [], cancellation);
        return browser;
    }

    /// <summary>Opens a file and waits until it is loaded.</summary>
    public async Task OpenAsync(string path, CancellationToken cancellation)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri }, cancellation);
        while (!Events.Any(told => (string?)told["method"] == "Page.loadEventFired")) await ReadAsync(cancellation);
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }, cancellation);
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"]!;
    }

    /// <summary>Sends a command and gives its answer; what is told in between goes to <see cref="Events"/>.</summary>
    public async Task<JsonObject> CallAsync(string method, JsonObject parameters, CancellationToken cancellation)
    {
        var id = ++_id;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, cancellation);
        while (true)
        {
            if (await ReadAsync(cancellation) is not { } answer || (int?)answer["id"] != id) continue;
            return answer["result"]?.AsObject() ?? throw new InvalidOperationException(answer.ToJsonString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private static async Task<int> ReadPortAsync(Process process, CancellationToken cancellation)
    {
        while (await process.StandardError.ReadLineAsync(cancellation) is { } line)
        {
            var at = line.IndexOf("ws://", StringComparison.Ordinal);
            if (at >= 0) return new Uri(line[at..]).Port;
        }
        throw new InvalidOperationException("chromium ended before it listened");
    }

    // The next answer; null for an event.
    private async Task<JsonObject?> ReadAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        var told = JsonNode.Parse(message.ToArray())!.AsObject();
        if (told["method"] is null) return told;
        Events.Add(told);
        return null;
    }
}
