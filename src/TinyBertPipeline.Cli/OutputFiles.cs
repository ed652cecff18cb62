using System.CommandLine;
using System.CommandLine.Parsing;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Bundles;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Cli;

/// <summary>
/// No file that a verb reads, and none of a bundle that it reads, is the one that it writes, by whatever links: what was read would be gone.
/// </summary>
internal static class OutputFiles
{
    private static readonly string[] _options = ["--out", "--csv", "--html", "--instances", "--report"];
    private static readonly string[] _endings = ["", ".md", ".json"];   // a report is written under a name with these

    // What a bundle is made of; what verbs derive from it they may write again.
    private static readonly string[] _sources =
    [
        BundleFiles.Config, BundleFiles.Weights, BundleFiles.PyTorchWeights, BundleFiles.Run, BundleFiles.OperatingPoints, BundleFiles.Card, "metrics.csv",
        .. BundleFiles.Tokenizer,
    ];

    private static readonly string[] _derived =
        [BundleFiles.Onnx, BundleFiles.QuantizedOnnx, BundleFiles.Ir, Path.ChangeExtension(BundleFiles.Ir, ".bin"), BundleFiles.Quantization, BundleFiles.Precisions];

    /// <exception cref="InvalidInputException">A file would be written that is read.</exception>
    public static void ThrowIfRead(CommandResult command)
    {
        var values = command.Children.Select(child => (Name: NameOf(child), Texts: child.Tokens.Select(token => token.Value).ToArray())).ToArray();
        foreach (var (option, written) in values.Where(value => _options.Contains(value.Name)))
        {
            foreach (var (read, texts) in values.Where(value => !_options.Contains(value.Name)))
            {
                if (Overwritten(written, texts.SelectMany(text => FilesOf(text, option))) is not { } file) continue;
                throw new InvalidInputException(
                    InputKind.Configuration, null, $"{option}: {UntrustedText.Quote(written[0])} is {(texts.Contains(file) ? "the file" : "a file of the folder")} that {read} reads; name another");
            }
            if (option != "--out" && written.FirstOrDefault(IsOfModel) is { } ofModel)
            {
                throw new InvalidInputException(
                    InputKind.Configuration, null, $"{option}: {UntrustedText.Quote(ofModel)} is a file of the model in its folder; name another");
            }
        }
    }

    private static string? Overwritten(string[] written, IEnumerable<string> read) => read.FirstOrDefault(file =>
        written.Any(path => _endings.Any(ending => OptionsPath.AreOneFile(path + ending, file))));

    // Whichever model it is, read or not.
    private static bool IsOfModel(string written) =>
        Path.GetDirectoryName(Path.GetFullPath(written)) is { } folder && File.Exists(Path.Combine(folder, BundleFiles.Config))
        && _endings.Any(ending => File.Exists(written + ending) && _sources.Concat(_derived).Contains(Path.GetFileName(written + ending)));

    // A folder that is written as a whole has its own rules.
    private static IEnumerable<string> FilesOf(string input, string option) => !Directory.Exists(input) ? [input] :
    [
        .. from folder in new[] { input, Path.Combine(input, BundleFiles.QuantizedIrFolder) }
           from name in option == "--out" ? _sources : [.. _sources, .. _derived]
           select Path.Combine(folder, name),
    ];

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => "",
    };
}
