using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Tests;

public sealed class EntityRecognizerTests
{
    [Fact]
    public void AllEnginesFindTheSameEntitiesWithTheirTextInPlace()
    {
        OpenVinoRuntime.Require();
        using var bundle = new ReferenceBundle();
        string[] texts =
        [
            .. ReferenceData.ReadJson("checkpoints", "hf-token-classification", "expected.json").GetProperty("texts").EnumerateArray()
                .Select(text => text.GetProperty("text").GetString()!),
            "", " ", "小米 was founded in Beijing.",
        ];
        var found = EngineFactory.FloatNames.Select(engine =>
        {
            using var recognizer = EntityRecognizer.Open(bundle.Folder, engine);
            return recognizer.RecognizeAll(texts);
        }).ToArray();

        Assert.Contains(found[0], entities => entities.Count > 0);
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.All(found[0][i], entity => Assert.Equal(texts[i][entity.Start..entity.End], entity.Text));
            foreach (var other in found[1..])
            {
                Assert.Equal(found[0][i].Select(entity => (entity.Type, entity.Start, entity.End)), other[i].Select(entity => (entity.Type, entity.Start, entity.End)));
                Assert.All(found[0][i].Zip(other[i]), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-5));
            }
        }
    }

    [Fact]
    public void OneRecognizerServesManyThreads()
    {
        using var bundle = new ReferenceBundle();
        using var recognizer = EntityRecognizer.Open(bundle.Folder);
        const string Text = "John Smith was in New York.";
        var expected = recognizer.Recognize(Text);
        var found = new IReadOnlyList<Core.Prediction.TextEntity>[64];
        Parallel.For(0, found.Length, i => found[i] = recognizer.Recognize(Text));
        Assert.All(found, entities => Assert.Equal(expected.Select(entity => (entity.Type, entity.Start, entity.End)), entities.Select(entity => (entity.Type, entity.Start, entity.End))));
        Assert.Equal("onnx", recognizer.Engine.Name);
    }

    [Fact]
    public void AFolderThatIsNoBundleIsRefused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(InputKind.Model, Assert.Throws<InvalidInputException>(() => EntityRecognizer.Open(folder.Path)).Kind);
    }

    [Fact]
    public async Task DisposingIsFinalAndLetsCallsUnderWayEnd()
    {
        using var bundle = new ReferenceBundle();
        string[] texts = [.. Enumerable.Range(1, 200).Select(words => string.Join(' ', Enumerable.Repeat("Beijing", words % 60 + 1)))];
        using var alone = EntityRecognizer.Open(bundle.Folder);
        var expected = alone.RecognizeAll(texts);
        var recognizer = EntityRecognizer.Open(bundle.Folder);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);     // disposing within the call would wait for itself
        var call = Task.Run(() => recognizer.RecognizeAll(texts, new Told(started)));
        await started.Task;
        recognizer.Dispose();
        recognizer.Dispose();
        Assert.Equal(expected, await call);
        Assert.Throws<ObjectDisposedException>(() => recognizer.Recognize("Beijing"));
        Assert.Throws<ObjectDisposedException>(() => recognizer.Recognize(""));
    }

    private sealed class Told(TaskCompletionSource source) : IProgress<int>
    {
        public void Report(int value) => source.TrySetResult();
    }
}
