using System.Text.RegularExpressions;

namespace TinyBertPipeline.Cli.Tests;

/// <summary>Libraries tell remedies as data; verbs and flags are words of the command line alone.</summary>
public sealed partial class LibraryMessagesTests
{
    [Theory]
    [InlineData("Core")]
    [InlineData("Inference")]
    [InlineData("Pipeline")]
    public void NoLibraryNamesAVerbOrAFlagOfTheCommandLine(string project)
    {
        var folder = Path.Combine(ReferenceData.RepositoryRoot, "src", $"TinyBertPipeline.{project}");
        var lines = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).StartsWith("obj", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Where(line => !line.Contains("\"pip\"", StringComparison.Ordinal))        // what another program is called with
                .Where(line => VerbOrFlag().IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));
        Assert.Empty(lines);
    }

    // Inside a literal: "tinybert verb", 'verb', or a flag of two dashes before a word; colours of a page (--ink: #000, var(--ink)) are none.
    [GeneratedRegex("""
        "[^"]*(tinybert\ (run|finetune|distill|export|convert|quantize|evaluate|validate|benchmark|predict|doctor|openvino|data|summary)\b
        |'(export|convert|quantize|validate|benchmark|doctor|predict)'|(?<![\w-]|var\()--[a-z]{2,}\b(?![A-Za-z]*:))
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex VerbOrFlag();
}
