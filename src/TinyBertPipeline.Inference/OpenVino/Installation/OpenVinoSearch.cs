using System.Text;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.OpenVino.Installation;

/// <summary>The outcome of looking for OpenVINO: the library, and every place that was tried before it.</summary>
public sealed class OpenVinoSearch
{
    /// <summary>The oldest version that can be used.</summary>
    internal static string NeededVersion => OpenVinoVersion.Needed.ToString(2);

    private OpenVinoSearch(IReadOnlyList<OpenVinoAttempt> attempts) => Attempts = attempts;

    /// <summary>The places in the order in which they were tried; the last one is usable when there is one.</summary>
    public IReadOnlyList<OpenVinoAttempt> Attempts { get; }

    /// <summary>The full path of the usable C library, or null.</summary>
    public string? Library => Attempts is [.., { Fault: null } found] ? found.Path : null;

    /// <summary>Tries the places one after the other until <paramref name="probe"/> finds no fault in a library.</summary>
    internal static OpenVinoSearch Run(string? folder, SearchSurroundings surroundings, Func<string, string?> probe)
    {
        var attempts = new List<OpenVinoAttempt>();
        foreach (var place in OpenVinoPlace.InOrder(folder, surroundings))
        {
            foreach (var attempt in Try(place, surroundings, probe))
            {
                attempts.Add(attempt);
                if (attempt.Fault is null) return new OpenVinoSearch(attempts);
            }
        }
        return new OpenVinoSearch(attempts);
    }

    /// <summary>The exception for a search without success: what was tried.</summary>
    internal EnvironmentException ToException()
    {
        var text = new StringBuilder($"OpenVINO {NeededVersion} or newer was not found. Tried:");
        foreach (var attempt in Attempts) text.Append("\n  ").Append(attempt);
        return new EnvironmentException(text.ToString()) { Remedy = new Remedy(RemedyKind.InstallOpenVino) };
    }

    private static IEnumerable<OpenVinoAttempt> Try(OpenVinoPlace place, SearchSurroundings surroundings, Func<string, string?> probe)
    {
        if (place.Folder is null) return [new OpenVinoAttempt(place.Source, null, "not set")];
        if (File.Exists(place.Folder)) return [new OpenVinoAttempt(place.Source, place.Folder, "is a file, expected a folder")];
        if (!Directory.Exists(place.Folder)) return [new OpenVinoAttempt(place.Source, place.Folder, "no such folder")];
        try
        {
            var libraries = OpenVinoFolder.Examine(place.Folder, surroundings);
            if (libraries.Count == 0) return [new OpenVinoAttempt(place.Source, place.Folder, "holds no OpenVINO C library (libopenvino_c)")];
            return libraries.Select(found => new OpenVinoAttempt(place.Source, found.Library, found.Reason ?? probe(found.Library)));
        }
        catch (UnauthorizedAccessException e)
        {
            return [new OpenVinoAttempt(place.Source, place.Folder, e.Message)];
        }
    }
}

/// <summary>One place where OpenVINO was looked for.</summary>
/// <param name="Source">What named the place, for example <c>TINYBERT_OPENVINO</c>.</param>
/// <param name="Path">The folder or library, or null when the source named none.</param>
/// <param name="Fault">Why it cannot be used, or null when it can.</param>
public sealed record OpenVinoAttempt(string Source, string? Path, string? Fault)
{
    /// <inheritdoc/>
    public override string ToString() => Path is null ? $"{Source}: {Fault}" : $"{Source}: {Path}: {Fault ?? "usable"}";
}
