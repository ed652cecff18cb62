using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Inference;
using TinyBertPipeline.Training.Loop;

namespace TinyBertPipeline.Pipeline.Context;

/// <summary>The surroundings of a run, which its results do not depend on.</summary>
public sealed record PipelineContext
{
    /// <summary>The folder below which inputs are named.</summary>
    public string InputsRoot { get; init; } = Core.Configuration.InputsRoot.Choose(null);

    /// <summary>Folder with OpenVINO's libraries, or null to look in the usual places.</summary>
    public string? OpenVinoFolder { get; init; }

    /// <summary>Whether files in the run's folder may be replaced that this program has not written.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The command as it was typed, for reports and records.</summary>
    public string CommandLine { get; init; } = "";

    /// <summary>Follows the run.</summary>
    public IPipelineProgress Progress { get; init; } = new SilentPipelineProgress();

    /// <summary>How engines are opened.</summary>
    internal EngineSettings Engines => new() { OpenVinoFolder = OpenVinoFolder, Messages = Progress };

    /// <summary>The surroundings of a training.</summary>
    internal TrainingContext Training => new()
    {
        Progress = Progress.Training,
        CommandLine = CommandLine,
        Replaces = Overwrite ? Replacement.AllFiles : Replacement.OwnFiles,
    };
}
