using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Tokenization;
using TinyBertPipeline.Training.Resuming;
using TinyBertPipeline.Training.Tests.Modeling;

namespace TinyBertPipeline.Training.Tests.Resuming;

public sealed class RunInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ContentsStandInThePlaceOfPathsAndWhatIsNotSetIsLeftOut()
    {
        var inputs = new RunInputs();
        inputs.AddFile("train", _folder.Write("train", "a O\n"));
        inputs.AddFile("dev", "");
        var identity = inputs.Identify(new Options { Train = _folder.File("train"), Rate = 0.5, Out = "somewhere" }, "out");
        Assert.Equal(["train", "rate"], identity.Select(option => option.Key));
        Assert.Equal(inputs.ByPath[_folder.File("train")], (string?)identity["train"]);
    }

    [Fact]
    public void AMovedFileIsTheSameAndAChangedOneIsNot()
    {
        string Identity(string name, string text)
        {
            var inputs = new RunInputs();
            inputs.AddFile("train", _folder.Write(name, text));
            return inputs.Identify(new Options { Train = _folder.File(name) }).ToJsonString();
        }

        Assert.Equal(Identity("here", "a O\n"), Identity("there", "a O\n"));
        Assert.NotEqual(Identity("here", "a O\n"), Identity("here", "b O\n"));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("vocab.txt")]
    [InlineData("tokenizer_config.json")]
    [InlineData("special_tokens_map.json")]
    public void EveryFileOfAModelsFolderDecides(string name)
    {
        TinyModels.Config.Save(_folder.Path, "BertModel");
        new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]), new TokenizerOptions()).Save(_folder.Path);
        SafetensorsWriter.Write(_folder.File("model.safetensors"), RandomWeights.Create(TinyModels.Config, null, 1).Tensors.Values);
        var before = Model();
        File.AppendAllText(_folder.File(name), " ");
        Assert.NotEqual(before, Model());
    }

    [Fact]
    public void AMissingFileIsRefused()
    {
        var e = Assert.Throws<InvalidInputException>(() => new RunInputs().AddFile("train", _folder.File("absent")));
        Assert.Equal((InputKind.Data, _folder.File("absent")), (e.Kind, e.File));
    }

    private string Model()
    {
        var inputs = new RunInputs();
        inputs.AddModel("model", _folder.Path);
        return inputs.Identify(new Options { Model = _folder.Path }).ToJsonString();
    }

    private sealed record Options
    {
        public string? Model { get; init; }

        public string? Train { get; init; }

        public double? Rate { get; init; }

        public string? Out { get; init; }
    }
}
