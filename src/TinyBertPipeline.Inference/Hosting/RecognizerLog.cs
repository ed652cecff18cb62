using Microsoft.Extensions.Logging;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.Hosting;

/// <summary>What is logged of a recognizer; never a text.</summary>
internal static partial class RecognizerLog
{
    [LoggerMessage(1, LogLevel.Information, "Opened {Bundle} with {Engine} {Version} in {Precision}, {Milliseconds:0} ms")]
    public static partial void Opened(ILogger logger, string bundle, string engine, string version, string precision, double milliseconds);

    [LoggerMessage(2, LogLevel.Information, "{Note}")]
    public static partial void Note(ILogger logger, string note);

    [LoggerMessage(3, LogLevel.Warning, "{Warning}")]
    public static partial void Warn(ILogger logger, string warning);
}

/// <summary>Messages of the library in a log.</summary>
internal sealed class LoggedMessages(ILogger logger) : IMessages
{
    public void Note(string text) => RecognizerLog.Note(logger, text);

    public void Warn(string text) => RecognizerLog.Warn(logger, text);
}
