using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Core.Tests.Data;

/// <summary>The layouts that people publish are read right, or the message names the option with which they are.</summary>
public sealed class LayoutTests
{
    public static TheoryData<string> Names => [.. LayoutCase.All.Select(layout => layout.Layout)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLayoutIsReadRightOrNamesItsOption(string name)
    {
        var layout = LayoutCase.All.Single(layout => layout.Layout == name);
        var (text, reader, fault) = layout.Read(DataFormat.Auto);
        if (layout.Message is null)
        {
            Assert.Null(fault);
            Assert.Equal(layout.Expected, text);
            return;
        }
        var said = fault is not null
            ? new DataNote(fault.Message[(fault.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..], fault.Remedy)
            : reader!.Warnings.Concat(reader.Notes).First(note => note.Remedy is not null);
        Assert.StartsWith(layout.Message, said.Text, StringComparison.Ordinal);
        Assert.Equal(new Remedy(RemedyKind.SetDataFormat, layout.Remedy), said.Remedy);
        Assert.Equal(layout.Expected, layout.Read(layout.Format).Text);
    }

    [Fact]
    public void EveryFileOfTheFolderIsALayout() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Layouts")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
        LayoutCase.All.Select(layout => layout.File).Order(StringComparer.Ordinal));

    /// <summary>With TINYBERT_WRITE_RESULTS=1 the table is written; else it has to be the one that stands there.</summary>
    [Fact]
    public void TheTableOfResultsIsThatOfThisReader()
    {
        if (Environment.GetEnvironmentVariable("TINYBERT_WRITE_RESULTS") == "1") LayoutReport.Write();
        Assert.Equal(LayoutReport.Rows().ToJsonString(), LayoutReport.WrittenRows().ToJsonString());
        Assert.Equal(LayoutReport.Markdown(), File.ReadAllText(LayoutReport.MarkdownPath));
    }
}
