using System.CommandLine;
using System.CommandLine.Parsing;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Cli;

/// <summary>No file that a verb reads is the one that it writes, by whatever links: what was read would be gone.</summary>
internal static class OutputFiles
{
    private static readonly string[] _options = ["--out", "--csv", "--html", "--instances", "--report"];
    private static readonly string[] _endings = ["", ".md", ".json"];   // a report is written under a name with these

    /// <exception cref="InvalidInputException">A file would be written that is read.</exception>
    public static void ThrowIfRead(CommandResult command)
    {
        var values = command.Children.Select(child => (Name: NameOf(child), Texts: child.Tokens.Select(token => token.Value).ToArray())).ToArray();
        foreach (var (option, written) in values.Where(value => _options.Contains(value.Name)))
        {
            foreach (var (read, texts) in values.Where(value => !_options.Contains(value.Name)))
            {
                if (!written.Any(path => texts.Any(text => _endings.Any(ending => OptionsPath.AreOneFile(path + ending, text))))) continue;
                throw new InvalidInputException(
                    InputKind.Configuration, null, $"{option}: {UntrustedText.Quote(written[0])} is the file that {read} reads; name another");
            }
        }
    }

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => "",
    };
}
