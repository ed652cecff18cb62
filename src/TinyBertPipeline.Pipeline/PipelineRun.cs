using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Pipeline.Demo;
using TinyBertPipeline.Pipeline.Engines;
using TinyBertPipeline.Pipeline.Stages;
using TinyBertPipeline.Training.Distillation;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Resuming;

namespace TinyBertPipeline.Pipeline;

/// <summary>Runs a whole line: data, teacher, baseline, student, export, conversion, parity, speed, report.</summary>
public sealed class PipelineRun
{
    private readonly PipelineOptions _options;
    private readonly PipelineContext _context;
    private readonly StageRunner _stages;
    private readonly string _folder;

    private PipelineRun(PipelineOptions options, PipelineContext context)
    {
        (_options, _context, _folder) = (options, context, options.Folder());
        Directory.CreateDirectory(_folder);
        _stages = new StageRunner(_folder, context.Progress);
    }

    /// <summary>Runs all stages, skipping those whose inputs have not changed.</summary>
    /// <exception cref="QualityGateException">Engines disagree, or a score misses its gate; the report is written before.</exception>
    public static Task<PipelineReport> RunAsync(PipelineOptions options, PipelineContext context, CancellationToken cancellation = default) =>
        new PipelineRun(options, context).RunAsync(cancellation);

    private async Task<PipelineReport> RunAsync(CancellationToken cancellation)
    {
        using var runLock = RunLock.Take(_folder);
        var data = _options.Data is { } given ? Resolve(given) : await WriteDemoDataAsync().ConfigureAwait(false);
        var teacher = await FineTuneAsync(data, cancellation).ConfigureAwait(false);
        var baseline = _options.Baseline
            ? await DistillAsync("baseline", data, teacher, DistillationVariant.None, cancellation).ConfigureAwait(false)
            : null;
        var student = await DistillAsync("student", data, teacher, _options.Student.Variant, cancellation).ConfigureAwait(false);

        var finishing = new FinishingStages(_stages, _context, data, _folder);
        var models = new List<ModelScores> { await finishing.ScoreAsync("teacher", teacher).ConfigureAwait(false) };
        if (baseline is not null) models.Add(await finishing.ScoreAsync("baseline", baseline).ConfigureAwait(false));
        models.Add(await finishing.ScoreAsync("student", student).ConfigureAwait(false));
        await finishing.ExportAsync("teacher", teacher, cancellation).ConfigureAwait(false);
        await finishing.ExportAsync("student", student, cancellation).ConfigureAwait(false);
        var parity = await finishing.CompareEnginesAsync(student).ConfigureAwait(false);
        var converters = await finishing.CompareConvertersAsync(student, _options.Benchmark, cancellation).ConfigureAwait(false);
        var speed = await finishing.MeasureAsync(teacher, student, _options.Benchmark, cancellation).ConfigureAwait(false);

        var examples = _options.Data is null ? FinishingStages.TagAmbiguous(student) : [];
        var report = new PipelineReport(_options.Name, models, parity, converters, speed, examples);
        report.Write(_folder, _context.CommandLine, _options.Report);
        _context.Print?.Invoke(report);
        report.ThrowIfMissed(_options.Gates, _options.MaxLogitDifference);
        return report;
    }

    private PipelineData Resolve(PipelineData data)
    {
        string Find(string path) => InputsRoot.Resolve(path, _context.InputsRoot);
        return data with
        {
            Train = Find(data.Train),
            Dev = Find(data.Dev),
            Test = Find(data.Test.Length > 0 ? data.Test : data.Dev),
            Raw = [.. data.Raw.Select(Find)],
        };
    }

    private async Task<PipelineData> WriteDemoDataAsync()
    {
        var (train, dev, test) = DemoOptions.Sentences(_options.Name == DemoOptions.QuickName);
        var folder = Path.Combine(_folder, "data");
        var data = new PipelineData
        {
            Train = Path.Combine(folder, "train_data"),
            Dev = Path.Combine(folder, "dev_data"),
            Test = Path.Combine(folder, "test_data"),
        };
        var options = new JsonObject { ["train"] = train, ["dev"] = dev, ["test"] = test, ["files"] = DemoCorpus.Hash };
        await _stages.RunAsync(new StageName("data"), options, [], () =>
        {
            var corpus = new DemoCorpus();
            AtomicFile.WriteText(data.Train, corpus.Draw(DemoPart.Train, train, seed: 1));
            AtomicFile.WriteText(data.Dev, corpus.Draw(DemoPart.Dev, dev, seed: 2));
            AtomicFile.WriteText(data.Test, corpus.Draw(DemoPart.Test, test, seed: 3));
            SaveTokenizer(data.Train);
            return Task.FromResult(new StageResult([], [data.Train, data.Dev, data.Test, Path.Combine(TokenizerFolder, "vocab.txt")]));
        }).ConfigureAwait(false);
        return data;
    }

    /// <summary>The demo's teacher starts from random weights, so its vocabulary is counted on its training sentences.</summary>
    private void SaveTokenizer(string train)
    {
        var options = new TokenizerOptions();
        var vocabulary = VocabularyCounter.Count(LabeledData.Read(train).Sentences.Select(sentence => sentence.Words), options, size: 1000);
        new BertTokenizer(vocabulary, options).Save(TokenizerFolder);
    }

    private string TokenizerFolder => Path.Combine(_folder, "data", "tokenizer");

    private async Task<string> FineTuneAsync(PipelineData data, CancellationToken cancellation)
    {
        var folder = Path.Combine(_folder, "teacher");
        var options = _options.Teacher with
        {
            Model = _options.Teacher.Model is { } model ? InputsRoot.Resolve(model, _context.InputsRoot) : null,
            Tokenizer = _options.Data is null ? TokenizerFolder : _options.Teacher.Tokenizer,
            Train = data.Train,
            Dev = data.Dev,
            Out = folder,
        };
        string[] inputs = options.Model is null ? [data.Train, data.Dev] : [data.Train, data.Dev, options.Model];
        await _stages.RunAsync(new StageName("teacher"), OptionsFile.ToJson(options), inputs, () =>
        {
            FineTuningRun.Run(options, _context.Progress.Training, cancellation);
            return Task.FromResult(StageResult.OfFolder([], folder));
        }).ConfigureAwait(false);
        return folder;
    }

    private async Task<string> DistillAsync(
        string stage, PipelineData data, string teacher, DistillationVariant variant, CancellationToken cancellation)
    {
        var folder = Path.Combine(_folder, stage);
        var options = _options.Student with
        {
            Teacher = teacher,
            Train = data.Train,
            Dev = data.Dev,
            Raw = data.Raw,
            Out = folder,
            Variant = variant,
        };
        string[] inputs = [data.Train, data.Dev, Path.Combine(teacher, "model.safetensors"), .. data.Raw];
        await _stages.RunAsync(new StageName(stage), OptionsFile.ToJson(options), inputs, () =>
        {
            DistillationRun.Run(options, _context.Progress.Training, cancellation);
            return Task.FromResult(StageResult.OfFolder([], folder));
        }).ConfigureAwait(false);
        return folder;
    }
}
