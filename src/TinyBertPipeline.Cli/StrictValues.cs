using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Reflection;
using TinyBertPipeline.Core;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Cli;

/// <summary>
/// How values of options are read, for all verbs in one place: a number is the whole text in the invariant form, a choice is one of the names.
/// (The parser's own way takes 0,001 for 1, and any number or list for a choice.) No other value is empty.
/// </summary>
internal static class StrictValues
{
    private static readonly MethodInfo _makeStrict = typeof(StrictValues).GetMethod(nameof(MakeStrict), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The name of the argument that is the user's text: the only one that may be empty.</summary>
    public const string TextArgument = "text";

    /// <summary>Makes the options of a verb and of those below it strict, as far as the arguments name them.</summary>
    public static void Apply(Command command, string[] arguments) => Apply(command, arguments, []);

    // One option may stand on several verbs.
    private static void Apply(Command command, string[] arguments, HashSet<Symbol> seen)
    {
        foreach (var option in command.Options.Where(option => IsNamed(option, arguments) && seen.Add(option)))
        {
            var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
            if (type.IsEnum || IsNumber(type)) _makeStrict.MakeGenericMethod(option.ValueType).Invoke(null, [option]);
            else option.Validators.Add(result => RefuseEmpty(result, option.Name));
        }
        foreach (var argument in command.Arguments.Where(argument => argument.Name != TextArgument && seen.Add(argument)))
            argument.Validators.Add(result => RefuseEmpty(result, argument.Name));
        foreach (var below in command.Subcommands) Apply(below, arguments, seen);
    }

    // With its value behind it or not.
    private static bool IsNamed(Option option, string[] arguments) => option.Aliases.Append(option.Name)
        .Any(name => arguments.Any(argument => argument.StartsWith(name, StringComparison.Ordinal)));

    /// <summary>Reads a value; a fault is in <paramref name="fault"/>.</summary>
    internal static object? Read(string text, Type type, out string? fault)
    {
        fault = null;
        if (type.IsEnum)
        {
            var names = Enum.GetNames(type).Select(name => name.ToLowerInvariant()).ToArray();
            if (names.Contains(text.ToLowerInvariant())) return Enum.Parse(type, text, ignoreCase: true);
            fault = $"{UntrustedText.Quote(text)} is no choice; {NearestName.Suggest(text, names)}";
        }
        else if (type == typeof(int) || type == typeof(long))
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                && (type == typeof(long) || whole is >= int.MinValue and <= int.MaxValue))
            {
                return Convert.ChangeType(whole, type, CultureInfo.InvariantCulture);
            }
            fault = $"{UntrustedText.Quote(text)} is no whole number from {Limits(type)}, written in digits alone";
        }
        else
        {
            const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            if (double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
            fault = $"{UntrustedText.Quote(text)} is no number, written as 0.001 or 1e-3";
        }
        return null;
    }

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0)) result.AddError($"{name}: is empty");
    }

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(double);

    private static string Limits(Type type) => type == typeof(int) ? $"{int.MinValue} to {int.MaxValue}" : $"{long.MinValue} to {long.MaxValue}";

    private static void MakeStrict<T>(Option<T> option) => option.CustomParser = result =>
    {
        if (result.Tokens.Count == 0) return default!;   // an option that may stand without a value
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (Read(result.Tokens[0].Value, type, out var fault) is { } value) return (T)value;
        result.AddError($"{option.Name}: {fault}");
        return default;
    };
}
