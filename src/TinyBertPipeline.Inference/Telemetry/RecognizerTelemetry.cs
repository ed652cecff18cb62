using System.Diagnostics;
using System.Diagnostics.Metrics;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Telemetry;

/// <summary>
/// What a recognizer tells those who listen: an activity for each call and counters, by the conventions of .NET. Texts and entities are not
/// among it, only how many there are. Without a listener it costs nothing.
/// </summary>
public static class RecognizerTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "TinyBertPipeline.Inference";

    private static readonly ActivitySource _source = new(Name);
    private static readonly Meter _meter = new(Name);
    private static readonly Counter<long> _texts = _meter.CreateCounter<long>("tinybert.texts", "{text}", "Texts whose entities were found");
    private static readonly Counter<long> _entities = _meter.CreateCounter<long>("tinybert.entities", "{entity}", "Entities that were found");
    private static readonly Histogram<double> _duration = _meter.CreateHistogram<double>("tinybert.recognize.duration", "s", "Time of a call");

    /// <summary>Begins a call; what it found is told by <see cref="RecognizerCall.End"/>.</summary>
    internal static RecognizerCall Begin(EngineInfo engine) => new(engine, _source.StartActivity("recognize"), Stopwatch.GetTimestamp());

    internal static void Count(EngineInfo engine, long texts, long entities, TimeSpan time)
    {
        if (!_texts.Enabled && !_entities.Enabled && !_duration.Enabled) return;
        var tags = new TagList { { "tinybert.engine", engine.Name }, { "tinybert.precision", engine.Precision } };
        _texts.Add(texts, tags);
        _entities.Add(entities, tags);
        _duration.Record(time.TotalSeconds, tags);
    }
}

/// <summary>A call under way.</summary>
internal readonly struct RecognizerCall(EngineInfo engine, Activity? activity, long start) : IDisposable
{
    public void End(long texts, long entities)
    {
        activity?.SetTag("tinybert.engine", engine.Name).SetTag("tinybert.precision", engine.Precision)
            .SetTag("tinybert.texts", texts).SetTag("tinybert.entities", entities);
        RecognizerTelemetry.Count(engine, texts, entities, Stopwatch.GetElapsedTime(start));
    }

    // A call that does not come to its end failed.
    public void Fail(Exception fault) => activity?.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);

    public void Dispose() => activity?.Dispose();
}
