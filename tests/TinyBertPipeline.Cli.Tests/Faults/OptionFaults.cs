namespace TinyBertPipeline.Cli.Tests.Faults;

public sealed class OptionFaults : IDisposable
{
    private static readonly string[] _values =
        ["", "0", "-1", "0,001", "1,000", "1e400", "NaN", "Infinity", "9e18", "2147483648", "99999999999999999999", "0x10", " 1", "1 ", "1.5.2", "١", "null", "[]", "\u001b[31m", "@1", "2147483647"];

    private static readonly string[] _numbers =
    [
        "finetune --epochs", "finetune --learning-rate", "finetune --seed", "distill --pieces", "distill --seed", "export tagger --opset",
        "quantize tagger --sentences", "quantize tagger --max-divergence", "validate tagger --data data --max-logit-difference",
        "validate tagger --data data --max-divergence", "benchmark tagger --iterations", "benchmark tagger --batch", "benchmark tagger --length",
        "benchmark-training --sentences", "benchmark-training --passes", "evaluate tagger --data data --window", "predict tagger text --window",
    ];

    private static readonly string[] _choices =
    [
        "evaluate tagger --data data --decode", "evaluate tagger --data data --engine", "data check data --scheme", "data convert data --out x --to",
        "convert tagger --converter", "quantize tagger --activations", "benchmark-training --precision", "convert tagger --input-shape",
        "predict tagger text --labels", "predict tagger text --task", "finetune --size", "distill --size", "evaluate tagger --csv x --data",
        "finetune --config", "run", "experiment", "predict", "summary", "openvino install --wheel", "predict tagger --file", "finetune --set",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact, Trait("Category", "faults")]
    public async Task ValuesThatAnOptionWasNotMadeFor()
    {
        FaultReport.SkipUnlessAsked();
        await SmallBundle.CreateAsync(_folder);
        var (tried, broken) = (0, new List<string>());
        // The tagger has two useful values of 21: what is accepted must end as well, so large counts are not given to what runs so many times.
        foreach (var option in _numbers.Concat(_choices))
        {
            foreach (var value in _values.Where(value => value != "2147483647" || !option.StartsWith("benchmark", StringComparison.Ordinal)))
            {
                tried++;
                var run = await TinyBertProcess.RunAsync([.. option.Split(' '), value], _folder.Path);
                if (FaultyRun.Judge($"{option} '{UntilVisible(value)}'", run, 0, 2, 3, 4, 5, 6, 7) is { } fault) broken.Add(fault);
            }
        }
        FaultReport.Add("values of options", tried, broken, "tinybert VERB --OPTION VALUE with 21 values: empty, wrong, huge, of another form");
    }

    private static string UntilVisible(string value) => value.Replace("\u001b", "ESC", StringComparison.Ordinal);
}
