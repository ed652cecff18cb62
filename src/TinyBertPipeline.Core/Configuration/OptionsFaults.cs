namespace TinyBertPipeline.Core.Configuration;

/// <summary>
/// How options are checked everywhere: a record lists all its faults, each beginning with the key at fault, and what is run with the record
/// refuses it once with all of them.
/// </summary>
public static class OptionsFaults
{
    /// <summary>Refuses options with faults; the message lists them all, a line each.</summary>
    /// <exception cref="InvalidInputException">There is at least one fault.</exception>
    public static void ThrowIfAny(IEnumerable<string> faults)
    {
        string[] found = [.. faults];
        if (found.Length > 0) throw new InvalidInputException(InputKind.Configuration, null, string.Join("\n  ", found));
    }

    /// <summary>The texts of those that are faults.</summary>
    public static IEnumerable<string> Where(params IEnumerable<(bool IsFault, string Text)> rules) =>
        rules.Where(rule => rule.IsFault).Select(rule => rule.Text);

    /// <summary>The faults of options that stand below a key; a config may have null in their place.</summary>
    public static IEnumerable<string> Below<T>(string key, T? options, Func<T, IEnumerable<string>> faults) where T : class => options is null
        ? [$"{key}: null; expected an object, or leave the key out"]
        : faults(options).Select(fault => $"{key}.{fault}");

    /// <summary>The faults of a list of options; a config may have null in the place of the list or of one of its elements.</summary>
    public static IEnumerable<string> BelowEach<T>(string key, IReadOnlyList<T>? list, Func<T, IEnumerable<string>> faults) where T : class =>
        list is null
            ? [$"{key}: null; expected a list, or leave the key out"]
            : list.Index().SelectMany(item => Below($"{key}[{item.Index}]", item.Item, faults));
}
