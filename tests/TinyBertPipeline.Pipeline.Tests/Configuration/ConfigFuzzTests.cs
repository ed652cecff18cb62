using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Inference.Benchmarking;
using TinyBertPipeline.Pipeline.Experiments;
using TinyBertPipeline.Pipeline.Quantization;
using TinyBertPipeline.Training.Benchmarking;
using TinyBertPipeline.Training.Distillation.General;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Pipeline.Tests.Configuration;

/// <summary>Every key of every config record with values that it was not made for: refused as a fault of the config, or taken.</summary>
public sealed class ConfigFuzzTests
{
    private const int LongRun = 10_000;

    private static readonly string[] _values =
    [
        "null", "true", "0", "-1", "1", "0.5", "-0.5", "1e-300", "1e300", "-1e300", "1e999", "2147483647", "-2147483648", "2147483648",
        "9223372036854775807", "9223372036854775808", "9e18", "\"NaN\"", "\"-Infinity\"", "\"\"", "\" \"", "\"0,001\"", "\"7\"", "\"a\\u0000b\"",
        "\"\\u001b[31m\\u202e\"", "[]", "[null]", "[[]]", "[0]", "[-1]", "[\"\"]", "[{}]", "[{\"x\":null}]", "{}", "{\"\":null}", "{\"x\":{\"x\":1}}",
    ];

    private static readonly Type[] _records =
    [
        typeof(PipelineOptions), typeof(ExperimentOptions), typeof(FineTuningOptions), typeof(DistillationOptions), typeof(QuantizationOptions),
        typeof(BenchmarkOptions), typeof(TrainingBenchmarkOptions), typeof(PretrainingOptions), typeof(GeneralDistillationOptions),
    ];

    public static TheoryData<Type> Records { get; } = [.. _records];

    [Theory]
    [MemberData(nameof(Records))]
    public void EachKeyWithEachValueIsRefusedOrTaken(Type record)
    {
        foreach (var key in Keys(record)) Assert.All(_values, value => Try(record, Config([(key, value)])));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void NullIsRefusedWhereTheRecordHasNoPlaceForIt(Type record)
    {
        foreach (var key in Keys(record).Where(key => !MayBeNull(record, key)))
        {
            var e = Assert.Throws<InvalidInputException>(() => Bind(record, Config([(key, "null")])));
            Assert.Contains($"{key[^1]}: expected", e.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact, Trait("Category", "faults")]
    public void TenThousandConfigsOfSeveralKeysAreRefusedOrTaken()
    {
        FaultReport.SkipUnlessAsked();
        var random = new Random(1);
        var keys = _records.ToDictionary(record => record, record => Keys(record).ToArray());
        for (var i = 0; i < LongRun; i++)
        {
            var record = _records[random.Next(_records.Length)];
            var chosen = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => (keys[record][random.Next(keys[record].Length)], _values[random.Next(_values.Length)]));
            Try(record, Config([.. chosen]));
        }
        FaultReport.Add("values of keys of configs", LongRun, [], "TINYBERT_FAULTS=1 dotnet test --project tests/TinyBertPipeline.Pipeline.Tests");
    }

    private static void Try(Type record, JsonObject config)
    {
        var text = config.ToJsonString();
        try
        {
            Check(Bind(record, config));
        }
        catch (InvalidInputException e) when (e.Kind == InputKind.Configuration)
        {
            Assert.NotEmpty(e.Message);
        }
        catch (Exception e)
        {
            Assert.Fail($"{record.Name} {text}: {e}");
        }
    }

    // What a run does with its options before it does anything else.
    private static void Check(object options) => OptionsFaults.ThrowIfAny(options switch
    {
        PipelineOptions pipeline => pipeline.Faults(),
        ExperimentOptions experiment => experiment.Faults(),
        FineTuningOptions fineTuning => fineTuning.Faults(),
        DistillationOptions distillation => distillation.Faults(),
        QuantizationOptions quantization => quantization.Faults(),
        BenchmarkOptions benchmark => benchmark.Faults(),
        TrainingBenchmarkOptions training => training.Faults(),
        PretrainingOptions pretraining => pretraining.Faults(),
        GeneralDistillationOptions general => general.Faults(),
        _ => throw new ArgumentException($"options of another kind: {options.GetType().Name}"),
    });

    private static object Bind(Type record, JsonObject config)
    {
        try
        {
            return typeof(OptionsFile).GetMethod(nameof(OptionsFile.Bind))!.MakeGenericMethod(record).Invoke(null, [config, "config.json", null])!;
        }
        catch (TargetInvocationException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private static JsonObject Config((string[] Key, string Value)[] entries)
    {
        var config = new JsonObject();
        foreach (var (key, value) in entries)
        {
            var target = config;
            foreach (var part in key[..^1]) target = (JsonObject)(target[part] is JsonObject next ? next : target[part] = new JsonObject());
            target[key[^1]] = JsonNode.Parse(value);
        }
        return config;
    }

    private static IEnumerable<string[]> Keys(Type record) => Properties(record).SelectMany(property => IsRecord(property.PropertyType)
        ? Keys(property.PropertyType).Select(below => (string[])[Name(property), .. below]).Prepend([Name(property)])
        : [[Name(property)]]);

    private static bool MayBeNull(Type record, string[] key)
    {
        var property = Properties(record).Single(property => Name(property) == key[0]);
        return key.Length > 1
            ? MayBeNull(property.PropertyType, key[1..])
            : new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
    }

    private static IEnumerable<PropertyInfo> Properties(Type record) =>
        record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsRecord(Type type) =>
        type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(JsonNode).IsAssignableFrom(type);
}
