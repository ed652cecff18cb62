using System.Text.Json.Nodes;
using TinyBertPipeline.Pipeline.Suspects;

namespace TinyBertPipeline.Pipeline.Tests.Suspects;

public sealed class SuspectTests
{
    [Fact]
    public void ADoubtIsTheProbabilityOfAnotherAnswer()
    {
        var instance = JsonNode.Parse("""
            {"gold": [{"type": "PER", "start": 0, "end": 1, "text": "Ann", "score": 0.9}, {"type": "LOC", "start": 2, "end": 3, "text": "Oslo", "score": 0.1},
                      {"type": "LOC", "start": 4, "end": 5, "text": "a", "score": 0.3}],
             "predicted": [{"type": "PER", "start": 0, "end": 1, "text": "Ann", "score": 0.9}, {"type": "ORG", "start": 2, "end": 3, "text": "Oslo", "score": 0.8},
                           {"type": "ORG", "start": 6, "end": 7, "text": "b", "score": 0.6}],
             "matches": [{"kind": "correct", "gold": 0, "predicted": 0}, {"kind": "otherType", "gold": 1, "predicted": 1},
                         {"kind": "missed", "gold": 2, "predicted": null}, {"kind": "spurious", "gold": null, "predicted": 2}]}
            """)!.AsObject();
        Suspect[] suspects = [.. Suspect.Of(instance, 17)];
        Assert.Equal([0.72, 0.7, 0.6], suspects.Select(suspect => Math.Round(suspect.Doubt, 6)));
        Assert.Equal(new Suspect(17, new("LOC", 2, "Oslo"), new("ORG", 2, "Oslo"), suspects[0].Doubt), suspects[0]);
        Assert.Null(suspects[1].Suggested);
        Assert.Null(suspects[2].Labeled);
    }

    [Fact]
    public void TooFewPartsAreRefused() => Assert.Equal(2, new SuspectOptions { Model = "m", Folds = 2, Epochs = 0 }.Faults().Count());
}
