using System.CommandLine;
using System.Text.Json.Nodes;
using TinyBertPipeline.Core.Configuration;

namespace TinyBertPipeline.Cli;

/// <summary>
/// Options of a verb from three places: the config file, the flags above it, and <c>--set</c> on top. Relative paths of inputs are looked
/// for as they stand, then below the inputs root.
/// </summary>
/// <param name="arguments">What was typed.</param>
/// <param name="config">The config file, where the verb takes it as an argument.</param>
internal sealed class OptionValues(ParseResult arguments, string? config = null)
{
    private readonly string? _config = config ?? arguments.GetValue(CommonOptions.Config);

    private readonly JsonObject _values = OptionsFile.Parse(config ?? arguments.GetValue(CommonOptions.Config));

    public OptionValues Value<T>(string key, Option<T> option)
    {
        if (arguments.GetValue(option) is { } value) _values[key] = JsonValue.Create(value);
        return this;
    }

    public OptionValues Value(string key, JsonNode value)
    {
        _values[key] = value;
        return this;
    }

    public OptionValues Input(string key, Option<string?> option)
    {
        Value(key, option);
        if (_values[key] is { } given) _values[key] = Resolve(given);
        return this;
    }

    public OptionValues Inputs(string key, Option<string[]> option)
    {
        if (arguments.GetValue(option) is { Length: > 0 } given) _values[key] = new JsonArray([.. given.Select(path => JsonValue.Create(path))]);
        if (_values[key] is JsonArray paths) _values[key] = new JsonArray([.. paths.Select(Resolve)]);
        return this;
    }

    /// <summary>The first of a list under one key and the others under another.</summary>
    public OptionValues Inputs(string first, string others, Option<string[]> option)
    {
        if (arguments.GetValue(option) is { Length: > 0 } given)
        {
            _values[first] = given[0];
            if (given.Length > 1) _values[others] = new JsonArray([.. given.Skip(1).Select(path => JsonValue.Create(path))]);
            else _values.Remove(others);
        }
        if (_values[first] is { } path) _values[first] = Resolve(path);
        if (_values[others] is JsonArray paths) _values[others] = new JsonArray([.. paths.Select(Resolve)]);
        return this;
    }

    public T Bind<T>() where T : class =>
        OptionsFile.Bind<T>(_values, _config, arguments.GetValue(CommonOptions.Set));

    // What is no text is left for binding to complain of.
    private JsonNode? Resolve(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? path)
        ? InputsRoot.Resolve(path, InputsRoot.Choose(arguments.GetValue(CommonOptions.Inputs)))
        : value?.DeepClone();
}
