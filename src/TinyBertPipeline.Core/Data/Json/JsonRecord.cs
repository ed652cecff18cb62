using System.Text.Json;

namespace TinyBertPipeline.Core.Data.Json;

/// <summary>One record of a JSON file.</summary>
/// <param name="Value">The record.</param>
/// <param name="Line">The line where it begins.</param>
internal readonly record struct JsonRecord(JsonElement Value, long Line);
