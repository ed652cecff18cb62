using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;

namespace TinyBertPipeline.Cli.Commands.Data;

/// <summary>The labelled files of the <c>data</c> verbs.</summary>
internal static class DataFile
{
    private const int Shown = 10;

    /// <summary>Adds what says how files are read.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(DataArguments.Scheme);
        DataFormatArguments.AddTo(command);
    }

    /// <summary>The layout that was given.</summary>
    public static DataFormat Format(ParseResult arguments) => DataFormatArguments.Read(arguments) with
    {
        LabelColumn = arguments.GetValue(DataFormatArguments.LabelColumn) is { } label ? DataColumn.Parse(label) : null,
    };

    /// <summary>Reads a file and says on standard error how it was read and what is wrong with it.</summary>
    public static LabeledData Read(ParseResult arguments, string path)
    {
        var data = LabeledData.Read(path, Format(arguments), arguments.GetValue(DataArguments.Scheme));
        CommandOutput.Note($"{data.Path}: {data.Sentences.Count} sentences, {data.WordCount} words, scheme {data.Scheme}");
        Describe(data.Path, data.Notes, data.Warnings);
        foreach (var problem in data.Problems.Take(Shown)) CommandOutput.Warn(problem.ToString());
        if (data.Problems.Count > Shown) CommandOutput.Warn($"{data.Path}: {data.Problems.Count} invalid places in all");
        return data;
    }

    /// <summary>Says on standard error how a file was read.</summary>
    public static void Describe(string path, IEnumerable<DataNote> notes, IEnumerable<DataNote> warnings)
    {
        foreach (var note in notes) CommandOutput.Note($"{path}: {ConsoleMessages.Words(note)}");
        foreach (var warning in warnings) CommandOutput.Warn($"{path}: {ConsoleMessages.Words(warning)}");
    }
}
