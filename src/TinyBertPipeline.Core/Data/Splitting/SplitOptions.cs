using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Core.Data.Splitting;

/// <summary>How labelled data is split.</summary>
public sealed record SplitOptions
{
    /// <summary>Share of sentences for dev.</summary>
    public double Dev { get; init; } = 0.1;

    /// <summary>Share of sentences for test.</summary>
    public double Test { get; init; } = 0.1;

    /// <summary>Whether a document stays whole; else a sentence.</summary>
    public bool ByDocument { get; init; }

    /// <summary>Seed of the order in which equal choices are made.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Every fault of the options.</summary>
    public IEnumerable<string> Faults() => OptionsFaults.Where(
        (!(Dev >= 0), FormattableString.Invariant($"dev: {Dev}; expected a share from 0")),
        (!(Test >= 0), FormattableString.Invariant($"test: {Test}; expected a share from 0")),
        (!(Dev + Test is > 0 and < 1),
            FormattableString.Invariant($"dev and test: {Dev} and {Test}; expected shares that leave something to train on")));
}
