using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Machine;
using TinyBertPipeline.Core.Reports;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Inference.Precisions;
using TinyBertPipeline.Pipeline.Benchmarks;
using TinyBertPipeline.Pipeline.Reports;

namespace TinyBertPipeline.Cli.Commands;

/// <summary>What <c>benchmark</c> measures beside its classic experiment: a grid of forms and precisions, layers, and whole texts.</summary>
internal static class BenchmarkWays
{
    private static readonly Option<string[]> _grid = new("--grid")
    {
        Description = "forms of batches, sequences x pieces, for example 1x32 8x64 16x128; --iterations is that of the largest, smaller ones run more often",
        HelpName = "FORM",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> _profile = new("--profile")
    {
        Description = "the time of each kind of layer by the engine's own record, on --batch x --length or the forms of --grid; --csv has each layer",
    };

    private static readonly Option<string[]> _precisions = new("--precision")
    {
        Description = "with --grid, --profile and --text: precisions side by side, of f32, bf16 (OpenVINO) and int8 (default: f32)",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> _static = new("--static")
    {
        Description = "with --grid: OpenVINO's models once more, compiled for each form alone, as convert --input-shape makes them",
    };

    private static readonly Option<string?> _mode = new("--mode")
    {
        Description = "with --grid: latency (one request, all processors) or throughput (a request and a thread for each processor)",
    };

    private static readonly Option<int?> _requests = new("--requests") { Description = "with --grid: inferences under way at once", HelpName = "N" };

    private static readonly Option<string?> _api = new("--api") { Description = "with --grid: sync (each request waits in a thread) or async" };

    private static readonly Option<int?> _warmup = new("--warmup") { Description = "with --grid: runs of each engine before measuring", HelpName = "N" };

    private static readonly Option<string?> _text = new("--text") { Description = "texts, one a line: measures from text to entities", HelpName = "FILE" };

    private static readonly Option<string?> _data = new("--data") { Description = "with --text: labelled file to score the models on", HelpName = "FILE" };

    private static readonly Option<string?> _html = new("--html")
    {
        Description = "with --grid, --profile and --text: also write tables and plots to this file: one page, no network, no script",
        HelpName = "FILE",
    };

    // The classic experiment of one form, which no option asks for.
    private const string Classic = "one form";

    private static readonly (Option Option, string[] Ways)[] _uses =
    [
        (_static, [_grid.Name]), (_mode, [_grid.Name]), (_requests, [_grid.Name]), (_api, [_grid.Name]), (_warmup, [_grid.Name, _profile.Name]),
        (_precisions, [_grid.Name, _profile.Name, _text.Name]), (_data, [_text.Name]), (_html, [_grid.Name, _profile.Name, _text.Name]),
    ];

    /// <summary>Refuses what the asked way of measuring has no use for: an option that changes nothing would be believed.</summary>
    /// <exception cref="InvalidInputException">Such an option is given, or two ways are.</exception>
    public static void ThrowIfUnused(ParseResult arguments, Option iterations, Option batch, Option length)
    {
        bool IsGiven(Option option) => CommonOptions.IsGiven(arguments, option);
        if (IsGiven(_text) && (IsGiven(_grid) || IsGiven(_profile)))
            throw new InvalidInputException(InputKind.Configuration, null, "--text measures texts as they are; --grid and --profile are other measurements, one at a time");
        var way = IsGiven(_text) ? _text.Name : IsGiven(_profile) ? _profile.Name : IsGiven(_grid) ? _grid.Name : Classic;
        string[] runs = [Classic, _grid.Name, _profile.Name];
        (Option Option, string[] Ways)[] uses = [.. _uses, (iterations, runs), (batch, runs), (length, runs)];
        foreach (var (option, ways) in uses.Where(use => IsGiven(use.Option) && !use.Ways.Contains(way)))
        {
            throw new InvalidInputException(InputKind.Configuration, null, way == Classic
                ? $"{option.Name} goes with {string.Join(" or ", ways)}" : $"{option.Name} changes nothing of {way}; leave it out");
        }
        if (IsGiven(_grid) && (IsGiven(batch) || IsGiven(length)))
        {
            throw new InvalidInputException(
                InputKind.Configuration, null, $"{(IsGiven(batch) ? batch : length).Name} changes nothing of {_grid.Name}, which has forms of its own; leave it out");
        }
    }

    public static void AddTo(Command command)
    {
        foreach (var option in new Option[] { _grid, _profile, _static, _precisions, _mode, _requests, _api, _warmup, _text, _data, _html, ModelArguments.Threads, ModelArguments.Streams, ModelArguments.Device })
            command.Options.Add(option);
    }

    /// <summary>Measures if one of them was asked for.</summary>
    public static bool TryRun(
        ParseResult arguments, Argument<string[]> bundles, Option<string[]> random, IReadOnlyList<string>? engines, BenchmarkOptions options,
        CommandOutput output, IProgress<BenchmarkProgress> progress, CancellationToken cancellation)
    {
        var (grid, text) = (arguments.GetValue(_grid) is { Length: > 0 } given ? given : null, arguments.GetValue(_text));
        var isProfile = arguments.GetValue(_profile);
        if (grid is null && text is null && !isProfile) return false;
        var precisions = arguments.GetValue(_precisions) is { Length: > 0 } named ? named : [ModelPrecision.F32];
        foreach (var precision in precisions)
            OneOf("--precision", precision, ModelPrecision.F32, ModelPrecision.Bf16, ModelPrecision.Int8);
        Bundle[] opened = [.. arguments.GetValue(bundles)!.Select(folder => ModelArguments.Open(arguments, folder))];
        engines ??= BenchmarkRun.DefaultEngines;
        var isThroughput = text is not null || OneOf("--mode", arguments.GetValue(_mode) ?? "latency", "latency", "throughput") == "throughput";
        var settings = ModelArguments.Engines(arguments, isThroughput ? EngineSettings.Throughput with { VariesLengths = text is not null } : EngineSettings.Latency);
        if (text is not null)
        {
            if (arguments.GetValue(_data) is { } labelled) InputFile.Open(labelled, InputKind.Data).Dispose();      // before any time is spent
            var texts = TextLines.ReadFile(text).Where(line => line.Length > 0).ToList();
            var rows = TextBenchmarkRun.Run(opened, engines, precisions, texts, arguments.GetValue(_data), settings, progress, cancellation);
            Write(arguments, output, TextBenchmarkRun.ToTable(rows), [], "Speed from text to entities",
                $"{texts.Count} texts; words/s a core is by processor time.");
            return true;
        }
        var forms = grid is null ? [(options.Batch, options.Length)] : grid.Select(Form).ToArray();
        if (isProfile)
        {
            var what = new GridOptions { Forms = forms, Engines = engines, Precisions = precisions, Runs = options with { Warmup = arguments.GetValue(_warmup) ?? options.Warmup } };
            var layers = LayerProfileRun.Run(opened, arguments.GetValue(random)!, settings, what, progress, cancellation);
            Write(arguments, output, LayerProfileRun.ByKind(layers), [], "Time of the layers",
                "Medians of each layer, summed by kind; measuring layers slows them down a little.", LayerProfileRun.ByLayer(layers));
            return true;
        }
        var requests = arguments.GetValue(_requests) ?? (isThroughput ? Environment.ProcessorCount : 1);
        var runs = options with
        {
            Requests = requests,
            IsAsync = OneOf("--api", arguments.GetValue(_api) ?? "sync", "sync", "async") == "async",
            Warmup = arguments.GetValue(_warmup) ?? options.Warmup,
        };
        var measured = GridRun.Run(
            opened, arguments.GetValue(random)!, settings,
            new GridOptions { Forms = forms, Engines = engines, Precisions = precisions, WithStatic = arguments.GetValue(_static), Runs = runs }, progress, cancellation);
        Write(arguments, output, GridRun.ToTable(measured), GridRun.ToCharts(measured), "Speed of the engines",
            $"{(isThroughput ? "throughput" : "latency")}, {requests} requests at once; engines run in turn within a form; the ratio is to the first.");
        return true;
    }

    private static void Write(
        ParseResult arguments, CommandOutput output, ReportTable table, IEnumerable<ReportChart> charts, string title, string explanation,
        ReportTable? details = null)
    {
        var rows = table.ToJson();
        var machine = MachineRecord.Read();
        var report = new Report().Text(string.Create(
            CultureInfo.InvariantCulture, $"{explanation} Load of the machine while measuring: {machine.LoadAverage ?? 0:0.0} processes.")).Table(table);
        if (arguments.GetValue(CommonOptions.Csv) is { } csv)
        {
            var all = details ?? table;
            var columns = all.Columns.Select(column => column.Key).ToArray();
            CsvTable.Write(csv, columns, [.. all.Rows.Select(row => (IReadOnlyList<object>)[.. row.Select(cell => cell ?? "")])]);
        }
        if (arguments.GetValue(CommonOptions.Report) is { } name)
            ResultFile.Of(output.CommandLine, rows).Write(Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name), title, report);
        if (arguments.GetValue(_html) is { } page)
        {
            var plotted = new Report().Heading("Figures").Append(report);
            foreach (var chart in charts) plotted.Chart(chart);
            ReportPage.Write(page, title, output.CommandLine, plotted);
        }
        var document = new JsonObject { ["rows"] = new JsonArray([.. rows]), ["cpu"] = machine.Cpu.Model };
        if (details is not null) document["layers"] = new JsonArray([.. details.ToJson()]);
        output.Write(document, () => report);
    }

    private static (int Batch, int Length) Form(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var batch)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? (batch, length)
                : throw new InvalidInputException(InputKind.Configuration, null, $"--grid {UntrustedText.Quote(text)}: expected a form such as 16x128");
    }

    private static string OneOf(string option, string value, params string[] valid) => valid.Contains(value) ? value
        : throw new InvalidInputException(InputKind.Configuration, null, $"{option} {UntrustedText.Quote(value)}: valid are {string.Join(", ", valid)}");
}
