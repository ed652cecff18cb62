using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Prediction;
using TinyBertPipeline.Inference.Hosting;
using TinyBertPipeline.Inference.Telemetry;

namespace TinyBertPipeline.Inference.Tests.Hosting;

public sealed class EntityRecognizerServicesTests
{
    private const string Text = "John Smith was in New York.";

    [Fact]
    public void AServiceIsOneRecognizerThatTheContainerDisposes()
    {
        using var bundle = new ReferenceBundle();
        var services = new ServiceCollection();
        services.AddEntityRecognizer(bundle.Folder);
        IEntityRecognizer recognizer;
        using (var provider = services.BuildServiceProvider())
        {
            recognizer = provider.GetRequiredService<IEntityRecognizer>();
            Assert.Same(recognizer, provider.GetRequiredService<IEntityRecognizer>());
            using var alone = EntityRecognizer.Open(bundle.Folder);
            Assert.Equal(alone.Recognize(Text), recognizer.Recognize(Text));
        }
        Assert.Throws<ObjectDisposedException>(() => recognizer.Recognize(Text));
    }

    [Fact]
    public void SeveralRecognizersAreAskedForByKey()
    {
        using var bundle = new ReferenceBundle();
        var services = new ServiceCollection();
        services.AddKeyedEntityRecognizer("student", bundle.Folder);
        services.AddKeyedEntityRecognizer("other", bundle.Folder, options => options.Threads = 2);
        using var provider = services.BuildServiceProvider();
        Assert.NotSame(provider.GetRequiredKeyedService<IEntityRecognizer>("student"), provider.GetRequiredKeyedService<IEntityRecognizer>("other"));
        Assert.Null(provider.GetService<IEntityRecognizer>());
    }

    [Fact]
    public void AllFaultsOfTheOptionsAreToldAtTheStart()
    {
        var services = new ServiceCollection();
        services.AddEntityRecognizer("no/such/folder", options =>
        {
            (options.Engine, options.Precision, options.Threads) = ("onyx", "int4", -1);
        });
        using var provider = services.BuildServiceProvider();
        var faults = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Failures.ToArray();
        Assert.Equal(4, faults.Length);
        Assert.Contains("no folder no/such/folder", faults[0], StringComparison.Ordinal);
        Assert.Contains("'onyx' is unknown", faults[1], StringComparison.Ordinal);
        Assert.Contains("'int4' is unknown", faults[2], StringComparison.Ordinal);
        Assert.Contains("-1", faults[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHealthCheckSendsATextThroughTheModel()
    {
        using var bundle = new ReferenceBundle();
        Assert.Equal(HealthStatus.Healthy, (await Check(services => services.AddEntityRecognizer(bundle.Folder))).Status);
        var broken = await Check(services => services.AddSingleton<IEntityRecognizer>(new BrokenRecognizer()));
        Assert.Equal((HealthStatus.Unhealthy, "broken"), (broken.Status, broken.Entries["entity-recognizer"].Exception!.Message));

        static async Task<HealthReport> Check(Action<ServiceCollection> add)
        {
            var services = new ServiceCollection();
            services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
            add(services);
            services.AddHealthChecks().AddEntityRecognizer();
            await using var provider = services.BuildServiceProvider();
            return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        }
    }

    [Fact]
    public void ListenersGetNumbersAndNoText()
    {
        using var bundle = new ReferenceBundle();
        using var recognizer = EntityRecognizer.Open(bundle.Folder);
        List<Activity> activities = [];
        Dictionary<string, long> counted = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RecognizerTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, meter) =>
            {
                if (instrument.Meter.Name == RecognizerTelemetry.Name) meter.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (counted) counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + value;
        });
        meters.Start();
        var found = recognizer.RecognizeAll([Text, Text]).Sum(entities => entities.Count);
        // Other tests may run beside this one.
        Assert.Contains(activities, activity => Equals(activity.GetTagItem("tinybert.texts"), 2L) && Equals(activity.GetTagItem("tinybert.entities"), (long)found));
        Assert.All(activities, activity => Assert.DoesNotContain(activity.TagObjects, tag => tag.Value is string text && text.Contains("John", StringComparison.Ordinal)));
        Assert.True(counted["tinybert.texts"] >= 2);
    }

    private sealed class BrokenRecognizer : IEntityRecognizer
    {
        public EngineInfo Engine { get; } = new("fake", "1", "CPU", "f32", [], [], 1, 1, 1);

        public IReadOnlyList<TextEntity> Recognize(string text) => throw new InvalidOperationException("broken");

        public IReadOnlyList<IReadOnlyList<TextEntity>> RecognizeAll(
            IReadOnlyList<string> texts, IProgress<int>? progress = null, CancellationToken cancellation = default) =>
            throw new InvalidOperationException("broken");

        public IAsyncEnumerable<IReadOnlyList<TextEntity>> RecognizeAllAsync(IAsyncEnumerable<string> texts, CancellationToken cancellation = default) =>
            throw new InvalidOperationException("broken");
    }
}
