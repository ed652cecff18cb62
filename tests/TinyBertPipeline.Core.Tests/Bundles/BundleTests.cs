using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Files;
using TinyBertPipeline.Core.Labeling;
using TinyBertPipeline.Core.Tasks;
using TinyBertPipeline.Core.Tasks.TokenClassification;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Bundles;

public sealed class BundleTests
{
    private static readonly BertConfig _config = new()
    {
        VocabularySize = 7,
        HiddenSize = 8,
        Layers = 1,
        Heads = 2,
        IntermediateSize = 12,
        MaxPositions = 16,
        Labels = ["O", "B-A", "I-A"],
    };

    [Theory]
    [InlineData("hf-token-classification")]
    [InlineData("hf-token-classification-tokenizer-json-only")]
    public void AHuggingFaceFolderIsABundle(string name)
    {
        var folder = ReferenceData.Require("checkpoints", name);
        var bundle = Bundle.Open(folder);
        Assert.Equal("token-classification", bundle.Task.Name);
        Assert.Equal(bundle.Config.VocabularySize, bundle.Tokenizer.Vocabulary.Count);
        Assert.Equal(bundle.LoadWeights().Sha256, bundle.WeightsSha256);
        Assert.Equal(FileHash.Sha256(Path.Combine(folder, "model.safetensors")), bundle.WeightsSha256);
        Assert.Null(bundle.ReadRun());
    }

    [Fact]
    public void ABundleOfOurOwnIsOpened()
    {
        using var folder = Write(_config);
        var bundle = Bundle.Open(folder.Path);
        Assert.Equal(TagScheme.Bio, bundle.Settings.Scheme);
        Assert.Equal(5, bundle.Tokenizer.Encode("a b zz").Ids.Length);
        Assert.Equal(folder.File("openvino_model.xml"), bundle.IrPath);
    }

    [Theory]
    [InlineData("config.json", "-A\"", "-B\"", true)]
    [InlineData("config.json", "\"gelu\"", "\"relu\"", true)]
    [InlineData("vocab.txt", "b\n", "c\n", true)]
    [InlineData("config.json", "\"architectures\"", "\"_name_or_path\": \"elsewhere\", \"architectures\"", false)]
    [InlineData("config.json", "\"architectures\"", "\"tinybert_pipeline\": { \"decoder\": \"argmax\" }, \"architectures\"", false)]
    public void ContentIsOneHashOverWeightsConfigAndTokenizer(string file, string old, string changed, bool changes)
    {
        using var folder = Write(_config);
        var before = Bundle.Open(folder.Path).ContentSha256;
        var text = File.ReadAllText(folder.File(file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File(file), text.Replace(old, changed, StringComparison.Ordinal));
        Assert.Equal(changes, before != Bundle.Open(folder.Path).ContentSha256);
        SafetensorsWriter.Write(
            folder.File("model.safetensors"), RandomWeights.Create(_config, new TokenClassificationTask().Head(_config), 2).Tensors.Values);
        Assert.NotEqual(before, Bundle.Open(folder.Path).ContentSha256);
    }

    [Fact]
    public void TheSchemeOfTheConfigComesBeforeDetection()
    {
        using var folder = Write(_config.WithSection(new() { ["scheme"] = "iob1" }));
        Assert.Equal(TagScheme.Iob1, Bundle.Open(folder.Path).Settings.Scheme);
    }

    [Fact]
    public void LabelsThatWereNeverSavedCanBeGiven()
    {
        using var folder = Write(_config with { Labels = ["LABEL_0", "LABEL_1", "LABEL_2"] });
        Assert.Equal(RemedyKind.GiveLabels, Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path)).Remedy?.Kind);
        Assert.Equal(["O", "B-X", "I-X"], Bundle.Open(folder.Path, new() { Labels = ["O", "B-X", "I-X"] }).Config.Labels);
        Assert.Contains("2 labels", Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path, new() { Labels = ["O", "B-X"] })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    public void AWindowWithoutRoomForAPieceIsRefused(int window)
    {
        using var folder = Write(_config);
        var fault = Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path, new() { Settings = new() { Window = window } }));
        Assert.Equal(InputKind.Configuration, fault.Kind);
        Assert.Contains($"window: {window}; expected 3 or more", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsAreReadBackAndOverridesComeBeforeThem()
    {
        var settings = new BundleSettings
        {
            Scheme = TagScheme.Bio,
            Decoder = DecodeMode.Argmax,
            Window = 12,
            Words = WordSplit.WhiteSpace,
            Head = HeadKind.Linear,
            LstmUnits = 3,
            DenseUnits = 4,
            Constraint = PathConstraint.Decoding,
            FrozenEncoder = false,
            Temperature = 1.25,
        };
        using var folder = Write(settings.ApplyTo(_config.WithSection(new() { ["ofAnotherVersion"] = 1 })));
        Assert.Equal(settings, Bundle.Open(folder.Path).Settings);
        Assert.Equal(1, (int)BertConfig.Load(folder.Path).Section!["ofAnotherVersion"]!);
        Assert.Equal(settings with { Window = 8 }, Bundle.Open(folder.Path, new() { Settings = new() { Window = 8 } }).Settings);
        Assert.Equal([1, 2], Bundle.Open(folder.Path).Model.Decode([0, 2, 1, 0, 1, 2], 2));                  // argmax, though I-A cannot follow O
        var refusal = Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path, new() { Settings = new() { Window = 17 } }));
        Assert.Equal(InputKind.Configuration, refusal.Kind);
    }

    [Fact]
    public void AFolderWithoutSettingsHasTheStatedDefaults()
    {
        using var folder = Write(_config);
        Assert.Equal(
            new BundleSettings { Scheme = TagScheme.Bio, Decoder = DecodeMode.Viterbi, Window = 16, Words = WordSplit.Punctuation },
            Bundle.Open(folder.Path).Settings);
    }

    [Theory]
    [InlineData("window", "2")]
    [InlineData("window", "\"x\"")]
    [InlineData("decoder", "\"beam\"")]
    [InlineData("scheme", "7")]
    [InlineData("words", "\"none\"")]
    [InlineData("temperature", "0")]
    [InlineData("frozenEncoder", "1")]
    public void SettingsThatCannotBeUsedAreNamedWithWhatIsValid(string key, string value)
    {
        using var folder = Write(_config.WithSection(new() { [key] = System.Text.Json.Nodes.JsonNode.Parse(value) }));
        var refusal = Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path));
        Assert.Equal((InputKind.Model, folder.Path), (refusal.Kind, refusal.File));
        Assert.Contains($"{BertConfig.SectionKey}.{key} is ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("valid are", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("O A B-A", "'A'")]
    [InlineData("B-A I-A E-A", "lack O")]
    [InlineData("", "no labels")]
    public void LabelsOfNoTaggerAreRefused(string labels, string reason)
    {
        using var folder = Write(_config with { Labels = labels.Split(' ', StringSplitOptions.RemoveEmptyEntries) });
        var refusal = Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path));
        Assert.Equal((InputKind.Model, folder.Path), (refusal.Kind, refusal.File));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVocabularyLargerThanTheModelIsRefusedWithBothNumbers()
    {
        using var folder = Write(_config with { VocabularySize = 6 });
        var refusal = Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path));
        Assert.Contains("7 pieces", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("is 6", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PiecesThatStandTwiceAndTensorsWithoutAPlaceAreWarnedOf()
    {
        using var folder = Write(_config);
        folder.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\na\n");
        File.Delete(folder.File("tokenizer.json"));
        SafetensorsWriter.Write(folder.File("model.safetensors"), [.. RandomWeights.Create(_config, new TokenClassificationTask().Head(_config), 1).Tensors.Values, new("crf.transitions", [1], [0])]);
        var heard = new HeardMessages();
        var warnings = heard.Warnings;
        var bundle = Bundle.Open(folder.Path, messages: heard);
        Assert.Equal([$"{folder.Path}: piece 'a' stands in lines 6 and 7; the later one's id 6 is used"], warnings);
        bundle.LoadWeights();
        Assert.Equal($"{folder.Path}: 1 tensors of the checkpoint have no place in this model and are left out: 'crf.transitions'", warnings[^1]);
        Assert.Equal(2, warnings.Count);
    }

    [Fact]
    public void IdsOfLabelsThatDisagreeAreWarnedOfUnlessTheLabelsAreGiven()
    {
        using var folder = Write(_config);
        var config = File.ReadAllText(folder.File("config.json"));
        folder.Write("config.json", config.Replace("\"B-A\": 1", "\"LABEL_1\": 1", StringComparison.Ordinal));
        Assert.NotEqual(config, File.ReadAllText(folder.File("config.json")));
        HeardMessages heard = new(), given = new();
        Assert.Equal(["O", "B-A", "I-A"], Bundle.Open(folder.Path, messages: heard).Config.Labels);
        Assert.Equal([$"{folder.Path}: label2id disagrees with id2label: 1 is 'B-A', and label2id does not have it; id2label is taken"], heard.Warnings);
        Bundle.Open(folder.Path, new() { Labels = ["O", "B-B", "I-B"] }, given);
        Assert.Empty(given.Warnings);
    }

    [Fact]
    public void LabelsThatLeaveTheirSchemeOpenAreSaidUntilItIsGiven()
    {
        using var folder = Write(_config);
        HeardMessages heard = new(), given = new();
        Assert.Equal(TagScheme.Bio, Bundle.Open(folder.Path, messages: heard).Settings.Scheme);
        Assert.Equal(
            [$"{folder.Path}: scheme BIO: the labels may as well be IOB1"],
            heard.Notes);
        Assert.Equal(TagScheme.Iob1, Bundle.Open(folder.Path, new() { Settings = new() { Scheme = TagScheme.Iob1 } }, given).Settings.Scheme);
        Assert.Empty(given.Notes);
        var refusal = Assert.Throws<InvalidInputException>(() => Bundle.Open(folder.Path, new() { Settings = new() { Scheme = TagScheme.Bioes } }));
        Assert.Contains("under scheme Bioes label 'B-A' could never be predicted", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderThatIsNotThereIsNamed() =>
        Assert.Equal("no/such: there is no such folder", Assert.Throws<InvalidInputException>(() => Bundle.Open("no/such")).Message);

    private static TemporaryFolder Write(BertConfig config)
    {
        var folder = new TemporaryFolder();
        config.Save(folder.Path, "BertForTokenClassification");
        new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b"]), new TokenizerOptions())
            .Save(folder.Path);
        SafetensorsWriter.Write(folder.File("model.safetensors"), RandomWeights.Create(config, config.Labels.Count > 0 ? new TokenClassificationTask().Head(config) : null, 1).Tensors.Values);
        return folder;
    }
}
