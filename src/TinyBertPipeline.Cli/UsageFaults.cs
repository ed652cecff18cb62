using System.CommandLine;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Cli;

/// <summary>What is wrong with a command line, and what was probably meant.</summary>
internal static class UsageFaults
{
    /// <summary>Ends the command where its arguments could not be parsed.</summary>
    /// <exception cref="InvalidInputException">They could not.</exception>
    public static void ThrowIfAny(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0) return;
        var command = parsed.CommandResult.Command;
        var message = command.Subcommands.Count > 0 ? OfVerb(parsed, command) : string.Join('\n', OfArguments(parsed, command));
        throw new InvalidInputException(InputKind.Configuration, null, $"{message}\n(see {PathOf(command)} --help)");
    }

    private static string OfVerb(ParseResult parsed, Command command)
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToArray();
        return parsed.UnmatchedTokens.FirstOrDefault(token => !IsOption(token)) is { } name
            ? $"there is no verb {UntrustedText.Quote(name)}; {NearestName.Suggest(name, verbs)}"
            : $"name a verb: {string.Join(", ", verbs)}";
    }

    // An option that is not known takes its value with it: one word about both.
    private static IEnumerable<string> OfArguments(ParseResult parsed, Command command)
    {
        var unmatched = parsed.UnmatchedTokens;
        var told = unmatched.SelectMany(token => parsed.Errors.Where(error => error.Message.Contains($"'{token}'", StringComparison.Ordinal))).ToHashSet();
        foreach (var error in parsed.Errors.Where(error => !told.Contains(error))) yield return error.Message;
        for (var i = 0; i < unmatched.Count; i++)
        {
            if (!IsOption(unmatched[i]))
            {
                if (i == 0 || !IsOption(unmatched[i - 1])) yield return $"{UntrustedText.Quote(unmatched[i])} is one argument too many";
                continue;
            }
            var options = command.Options.Where(option => !option.Hidden).SelectMany(option => (string[])[option.Name, .. option.Aliases]);
            yield return $"there is no option {UntrustedText.Quote(unmatched[i])}; {NearestName.Suggest(unmatched[i], options.Where(IsOption))}";
        }
    }

    private static bool IsOption(string token) => token.StartsWith('-') && token.Length > 1;

    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{PathOf(parent)} {command.Name}"
        : "tinybert";
}
