using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

public sealed class LabelNotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("B_LOC")]
    [InlineData("B:LOC")]
    [InlineData("B/LOC")]
    [InlineData("B.LOC")]
    [InlineData("B|LOC")]
    [InlineData("BLOC")]
    [InlineData("b-LOC")]
    [InlineData("b_LOC")]
    [InlineData("LOC-B")]
    [InlineData("LOC_B")]
    [InlineData("LOC-b")]
    public void LabelsInAnotherNotationNameTheOptionThatReadsThem(string notation)
    {
        var path = _folder.Write("a", string.Concat(
            "B-LOC I-LOC O S-PER B-A_B E-A_B".Split(' ').Select(label => $"w {Write(label, notation)}\n")));
        var refusal = Assert.Throws<InvalidInputException>(() => LabeledData.Read(path));
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, $"writtenAs={notation}"), refusal.Remedy);
        var data = LabeledData.Read(path, new DataFormat { WrittenAs = notation });
        Assert.Equal(["B-LOC", "E-LOC", "O", "S-PER", "B-A_B", "E-A_B"], data.Sentences.Single().Labels);
    }

    [Theory]
    [InlineData("w LOC\nw OTHER\nw PER\n", "OTHER")]
    [InlineData("w B-LOC\nw OUT\n", "OUT")]
    [InlineData("w B-LOC\nw 0\n", "0")]
    [InlineData("w x y B-LOC\nw x y _\n", "_")]
    [InlineData("w LOC\nw o\n", "o")]
    public void AnotherLabelForOutsideNamesTheOptionThatReadsIt(string text, string outside)
    {
        var path = _folder.Write("a", text);
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, $"outside={outside}"), Assert.Throws<InvalidInputException>(() => LabeledData.Read(path)).Remedy);
        Assert.Equal(["S-LOC", "O"], LabeledData.Read(path, new DataFormat { Outside = outside }).Sentences.Single().Labels.Take(2));
    }

    [Theory]
    [InlineData("1\tAnna\t_\tEntity=(e1-person\n2\tsees\t_\tEntity=e1)\n")]      // CorefUD
    [InlineData("1\tAnna\t_\t_\n2\tsees\t_\tSpaceAfter=No\n")]                  // CoNLL-U without entities
    [InlineData("anna _ _ _\nbrown _ _ _\n")]                                       // MultiCoNER without labels
    [InlineData("T1\tPER 0 4\tAnna\nT2\tLOC 9 13\tOslo\n")]                          // brat
    [InlineData("\"Anna\"\t\"B-PER\"\n\"sees\"\t\"O\"\n")]
    [InlineData("<s><w ne=\"PER\">Anna</w></s>\n")]
    [InlineData("The cat sat\nA dog ran\n")]
    public void AColumnOfAnythingIsNoColumnOfTypes(string text) =>
        Assert.NotNull(Assert.Throws<InvalidInputException>(() => LabeledData.Read(_folder.Write("a", text))).Line);

    [Fact]
    public void ThatNoWordIsOutsideIsSaid() => Assert.Contains("no label is O, so that every word is in an entity; is the right column taken?",
        LabeledData.Read(_folder.Write("a", "Ada PER\nOslo LOC\n")).Warnings.Select(warning => warning.Text));

    [Theory]
    [InlineData("x", "writtenAs: 'x'; expected B-LOC in the file's notation, such as B_LOC, LOC-B, b-LOC or BLOC")]
    [InlineData("LOC", "writtenAs: 'LOC'")]
    [InlineData("C-LOC", "writtenAs: 'C-LOC'")]
    public void ANotationThatIsNoneIsRefused(string notation, string message) => Assert.Contains(message,
        Assert.Throws<InvalidInputException>(() => LabeledData.Read(_folder.Write("a", "w O\n"), new DataFormat { WrittenAs = notation })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "compressed (gzip)")]
    [InlineData(new byte[] { 0x50, 0x4B, 3, 4, 0 }, "a zip archive")]
    [InlineData(new byte[] { 0x78, 0x9C, 0xED, 0 }, "spaCy's DocBin")]
    [InlineData(new byte[] { 0x50, 0x41, 0x52, 0x31, 0xC8 }, "Parquet")]
    [InlineData(new byte[] { 0x80, 4, 0x95 }, "a Python pickle")]
    public void FilesThatAreNoTextAreNamed(byte[] bytes, string kind)
    {
        var path = _folder.File("a");
        File.WriteAllBytes(path, bytes);
        Assert.Contains(kind, Assert.Throws<InvalidInputException>(() => LabeledData.Read(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    // B-LOC in the notation of the example.
    private static string Write(string label, string example)
    {
        if (label == "O") return example.Contains('b', StringComparison.Ordinal) ? "o" : "O";
        var letter = example.Contains('b', StringComparison.Ordinal) ? char.ToLowerInvariant(label[0]) : label[0];
        return example.StartsWith("LOC", StringComparison.Ordinal) ? $"{label[2..]}{example[3..^1]}{letter}" : $"{letter}{example[1..^3]}{label[2..]}";
    }
}
