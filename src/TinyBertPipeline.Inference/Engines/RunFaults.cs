using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Engines;

/// <summary>Tells what it means for the user that a runtime failed while it computed: a model that cannot be run, or too little memory.</summary>
internal static class RunFaults
{
    // What the runtimes say when an allocation fails; they have no other sign for it.
    private static readonly string[] _outOfMemory = ["Failed to allocate memory", "bad_alloc", "bad allocation", "could not allocate"];

    /// <param name="path">The model.</param>
    /// <param name="runtime">The runtime's name.</param>
    /// <param name="reason">Its own text.</param>
    /// <param name="cause">Its exception.</param>
    public static Exception Of(string path, string runtime, string reason, Exception cause) =>
        _outOfMemory.Any(text => cause.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
            ? new EnvironmentException($"{runtime} has not enough memory to run {path}: {reason}", cause)
            : new InvalidInputException(InputKind.Model, path, $"{runtime} cannot run it: {reason}", inner: cause);
}
