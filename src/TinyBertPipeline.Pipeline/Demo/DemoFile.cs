using System.Text;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Pipeline.Demo;

/// <summary>The demo's templates and lists, compiled into this assembly from the folder <c>data/demo</c>.</summary>
internal static class DemoFile
{
    /// <summary>The lines of a file, comments left out.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        var stream = typeof(DemoFile).Assembly.GetManifestResourceStream($"demo/{name}")
            ?? throw new InvalidInputException(InputKind.Data, name, "the demo's file is not in the assembly");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }

    /// <summary>The part of a list that may be drawn from: the first half, the quarter that dev or test have for themselves, or all.</summary>
    public static (int From, int To) Range(int count, DemoPart part, bool isFresh) => (isFresh, part) switch
    {
        (_, DemoPart.Raw) => (0, count),
        (false, _) => (0, count / 2),
        (true, DemoPart.Dev) => (count / 2, count * 3 / 4),
        _ => (count * 3 / 4, count),
    };
}

/// <summary>The parts of a demo's data, which differ in the names that may occur.</summary>
internal enum DemoPart
{
    /// <summary>Names of the first half of every list.</summary>
    Train,

    /// <summary>Half known names, half from the third quarter.</summary>
    Dev,

    /// <summary>Half known names, half from the last quarter.</summary>
    Test,

    /// <summary>All names: text without labels has more of them than the labelled sentences.</summary>
    Raw,
}
