namespace TinyBertPipeline.Core;

/// <summary>Input that a user gave and that cannot be used. The message says where, what was found and what is valid.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception for a place in a file.</summary>
    /// <param name="kind">What kind of input it is.</param>
    /// <param name="file">The file or folder at fault, or null when the input is no file.</param>
    /// <param name="message">What was found and what is valid.</param>
    /// <param name="line">The line in the file, counted from 1, or null.</param>
    /// <param name="inner">The exception that revealed the fault, if any.</param>
    public InvalidInputException(InputKind kind, string? file, string message, long? line = null, Exception? inner = null)
        : base(Describe(file, line, message), inner)
    {
        Kind = kind;
        File = file;
        Line = line;
    }

    /// <summary>What kind of input was refused.</summary>
    public InputKind Kind { get; }

    /// <summary>The file or folder at fault, or null.</summary>
    public string? File { get; }

    /// <summary>The line in <see cref="File"/>, counted from 1, or null.</summary>
    public long? Line { get; }

    /// <summary>What a user can do about it where the message does not say it all, or null.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>The same fault, met in a file that the code which found it did not know.</summary>
    /// <param name="file">The file or folder at fault.</param>
    public InvalidInputException In(string file) =>
        new(Kind, file, Message, inner: this) { Remedy = Remedy is { Subject: null } remedy ? remedy with { Subject = file } : Remedy };

    private static string Describe(string? file, long? line, string message) =>
        (file, line) switch
        {
            (null, _) => message,
            (_, null) => $"{file}: {message}",
            _ => $"{file}:{line}: {message}",
        };
}
