using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Configuration;
using TinyBertPipeline.Core.Tasks.SequenceClassification;
using TinyBertPipeline.Core.Tasks.TokenClassification;

namespace TinyBertPipeline.Core.Tasks.Known;

/// <summary>All tasks: the only list of them.</summary>
public static class TaskList
{
    private static readonly ITask[] _builtIn =
    [
        new TokenClassificationTask(),
        new SequenceClassificationTask(),
    ];

    private static ITask[] _all = _builtIn;

    /// <summary>All tasks; the first is meant where nothing names one.</summary>
    public static IReadOnlyList<ITask> All => _all;

    /// <summary>The task that is meant where nothing names one.</summary>
    public static ITask Default => _builtIn[0];

    /// <summary>Adds a task that lives elsewhere; one of the same name gives way.</summary>
    internal static void Add(ITask task)
    {
        ITask[] before;
        do before = _all;
        while (Interlocked.CompareExchange(ref _all, [.. before.Where(other => other.Name != task.Name), task], before) != before);
    }

    /// <summary>The task of a model, by the first of its <c>architectures</c>; the usual one where they name none.</summary>
    public static ITask Of(BertConfig config) => _all.FirstOrDefault(task => task.Architecture == config.Architecture) ?? Default;

    /// <summary>The faults of settings for a task of this name; a name that no task has is the only fault then.</summary>
    public static IEnumerable<string> Faults(string? name, BundleSettings settings) =>
        Named(name)?.Faults(settings) ?? [$"task: '{name}'; {Nearest(name!)}"];

    /// <summary>The task of a name, or the usual one.</summary>
    /// <exception cref="InvalidInputException">There is no task of that name.</exception>
    public static ITask Find(string? name) => Named(name)
        ?? throw new InvalidInputException(InputKind.Configuration, null, $"there is no task '{name}'; {Nearest(name!)}");

    private static ITask? Named(string? name) => name is null ? Default : _all.FirstOrDefault(task => task.Name == name);

    private static string Nearest(string name) => NearestName.Suggest(name, _all.Select(task => task.Name));
}
