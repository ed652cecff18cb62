using TinyBertPipeline.Training.Distillation.General;
using TinyBertPipeline.Training.Distillation.Recipe;
using TinyBertPipeline.Training.FineTuning;
using TinyBertPipeline.Training.Pretraining.Recipe;

namespace TinyBertPipeline.Training.Tests.Pretraining;

/// <summary>Numbers by which a training would fill the memory or run for years are refused, and lists have no empty places.</summary>
public sealed class PretrainingOptionsTests
{
    private static readonly PretrainingOptions _good = new() { Tokenizer = "vocabulary", Raw = ["raw"], Out = "out" };
    private static readonly GeneralDistillationOptions _general = new() { Teacher = "teacher", Raw = ["raw"], Out = "out" };
    private static readonly DistillationOptions _distillation = new() { Teacher = "teacher", Train = "train", Dev = "dev", Out = "out" };
    private static readonly FineTuningOptions _fineTuning = new() { Model = "model", Train = "train", Dev = "dev", Out = "out" };

    public static TheoryData<string, string[]> Refused { get; } = new()
    {
        { "pieces", [.. (_good with { Pieces = long.MaxValue }).Faults()] },
        { "budget", [.. (_good with { Budget = 1e300 }).Faults()] },
        { "evaluations", [.. (_good with { Evaluations = int.MaxValue }).Faults()] },
        { "batchPieces", [.. (_good with { BatchPieces = int.MaxValue }).Faults()] },
        { "accumulation", [.. (_good with { Accumulation = int.MaxValue }).Faults()] },
        { "raw", [.. (_good with { Raw = ["raw", ""] }).Faults()] },
        { "validation", [.. (_good with { Validation = [null!] }).Faults()] },
        { "out", [.. (_good with { Out = "vocabulary" }).Faults()] },
        { "out", [.. (_fineTuning with { Model = null, Tokenizer = "out" }).Faults()] },
        { "pieces", [.. (_general with { Pieces = long.MaxValue }).Faults()] },
        { "raw", [.. (_general with { Raw = [""] }).Faults()] },
        { "batchPieces", [.. (_general with { BatchPieces = int.MaxValue }).Faults()] },
        { "initializationPieces", [.. (_general with { InitializationPieces = int.MaxValue }).Faults()] },
        { "evaluations", [.. (_general with { Evaluations = int.MaxValue }).Faults()] },
        { "batchPieces", [.. (_distillation with { BatchPieces = int.MaxValue }).Faults()] },
        { "evaluations", [.. (_distillation with { Evaluations = int.MaxValue }).Faults()] },
        { "moreTeachers", [.. (_distillation with { MoreTeachers = ["b", null!] }).Faults()] },
        { "batchPieces", [.. (_fineTuning with { BatchPieces = int.MaxValue }).Faults()] },
        { "adapt", [.. (_fineTuning with { Adapt = [null!] }).Faults()] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatCanOnlyBeAMistakeIsRefused(string key, string[] faults) =>
        Assert.StartsWith(key + ":", Assert.Single(faults), StringComparison.Ordinal);

    // An encoder that goes on is to forget little, its new head begins at nothing.
    [Theory]
    [InlineData(null, null, 1e-3, 1)]
    [InlineData("bert", null, 5e-5, 20)]
    [InlineData("bert", 2e-4, 2e-4, 5)]
    [InlineData("bert", 2e-3, 2e-3, 1)]
    public void RatesAreThoseOfTheStart(string? model, double? given, double peak, double factor)
    {
        var options = _good with { Model = model, LearningRate = given };
        Assert.Equal(peak, options.PeakRate, 12);
        Assert.Equal(factor, options.NewHeadFactor, 9);
    }

    [Fact]
    public void DefaultsAreTaken() =>
        Assert.Empty(_good.Faults().Concat(_general.Faults()).Concat(_distillation.Faults()).Concat(_fineTuning.Faults()));
}
