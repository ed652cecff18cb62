using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Training;

namespace TinyBertPipeline.Cli;

/// <summary>The exit codes of the command line.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Bug = 1;
    public const int Configuration = 2;
    public const int Data = 3;
    public const int Model = 4;
    public const int Environment = 5;
    public const int QualityGate = 6;
    public const int Diverged = 7;

    public const string Legend =
        "0 ok, 1 bug, 2 usage or config, 3 bad data, 4 bad or unsafe model file, 5 environment, 6 quality gate missed, 7 diverged, 129/130/143 interrupted";

    public static int Of(Exception exception) => Cause(exception) switch
    {
        InvalidInputException { Kind: InputKind.Configuration } => Configuration,
        InvalidInputException { Kind: InputKind.Data } => Data,
        InvalidInputException { Kind: InputKind.Model } => Model,
        EnvironmentException or OutOfMemoryException => Environment,
        var fault when FileFault.Is(fault) || LibTorch.IsOutOfMemory(fault) => Environment,
        QualityGateException => QualityGate,
        TrainingDivergedException => Diverged,
        _ => Bug,
    };

    /// <summary>What went wrong: of work in parallel the first fault.</summary>
    public static Exception Cause(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var first, ..] } ? Cause(first) : exception;
}
