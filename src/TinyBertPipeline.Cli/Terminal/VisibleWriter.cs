using System.Text;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Cli.Terminal;

/// <summary>
/// The only way to the console: what a terminal would obey becomes an escape, whoever wrote it, so that no text of a file speaks to it. (In
/// a document of JSON the escape means the same character.)
/// </summary>
internal sealed class VisibleWriter : TextWriter
{
    private readonly StandardStream _stream;
    private readonly bool _isLossAllowed;
    private readonly Lock _gate = new();
    private bool _isLost;

    /// <param name="descriptor">1 is standard output, 2 standard error.</param>
    /// <param name="isLossAllowed">Whether what cannot be written is dropped, with all that follows; else it is an error.</param>
    public VisibleWriter(int descriptor, bool isLossAllowed)
    {
        (_stream, _isLossAllowed) = (new StandardStream(descriptor), isLossAllowed);
        CoreNewLine = Environment.NewLine.ToCharArray();
    }

    /// <summary>Is called before anything but a drawing is written.</summary>
    public Action? BeforeText { get; set; }

    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => WriteText(UntrustedText.Visible(value ?? ""));

    public override void WriteLine() => WriteText(NewLine);

    public override void WriteLine(string? value) => WriteText(UntrustedText.Visible(value ?? "") + NewLine);

    /// <summary>Writes bytes as they are into a file or pipe; on a terminal they are shown as all other text.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (!Console.IsOutputRedirected)
        {
            Write(Encoding.GetString(bytes));
            return;
        }
        lock (_gate)
        {
            try
            {
                _stream.Write(bytes);
            }
            catch (IOException e)
            {
                throw new OutputLostException(e);
            }
        }
    }

    /// <summary>Writes what a library has drawn for a terminal, with its escape sequences; the texts in it were made visible before.</summary>
    public void WriteDrawn(string text) => WriteRaw(text);

    private void WriteText(string text)
    {
        BeforeText?.Invoke();
        WriteRaw(text);
    }

    private void WriteRaw(string text)
    {
        lock (_gate)
        {
            if (_isLost) return;
            try
            {
                _stream.Write(Encoding.GetBytes(text));
            }
            catch (IOException e)
            {
                // Nobody sees what is said there: no reason to end the work.
                _isLost = _isLossAllowed;
                if (!_isLossAllowed) throw new OutputLostException(e);
            }
        }
    }
}
