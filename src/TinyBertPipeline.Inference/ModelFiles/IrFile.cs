using System.Globalization;
using System.Text;
using System.Xml;
using TinyBertPipeline.Core;

namespace TinyBertPipeline.Inference.ModelFiles;

/// <summary>The XML part of an OpenVINO IR, read before any native code sees it.</summary>
internal static class IrFile
{
    private static readonly XmlReaderSettings _settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
    };

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The value under <paramref name="key"/> in the model's <c>rt_info</c>: of an element of that name, or of an <c>info</c> element with that
    /// name as attribute, at whatever depth (ovc moves an ONNX model's metadata into <c>framework</c>). Null when there is none.
    /// </summary>
    /// <exception cref="InvalidInputException">The file is not well-formed XML, or its root is not <c>net</c>.</exception>
    public static string? ReadMetadata(string path, string key)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // As text: OpenVINO writes UTF-8 only, and switching to an encoding that a damaged declaration names makes XmlReader fail in its own code.
            using var text = new StreamReader(stream, _strictUtf8, detectEncodingFromByteOrderMarks: false);
            using var reader = XmlReader.Create(text, _settings);
            reader.MoveToContent();
            if (reader.Name != "net")
                throw new InvalidInputException(InputKind.Model, path, $"is no OpenVINO IR: the root is '{reader.Name}', expected 'net'");
            if (reader.GetAttribute("version") is not ("10" or "11"))
                throw new InvalidInputException(InputKind.Model, path, $"is an IR of version {reader.GetAttribute("version")}, valid are 10 and 11");
            return FindBelowRoot(reader, key);
        }
        catch (XmlException e)
        {
            throw new InvalidInputException(InputKind.Model, path, $"is no OpenVINO IR: {e.Message}", e.LineNumber, e);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException(InputKind.Model, path, $"is no OpenVINO IR: it is not UTF-8 ({e.Message})", inner: e);
        }
    }

    /// <summary>The length of the inputs [B,T] of an IR; null where it is open, or where there is no file that can be read.</summary>
    public static int? FixedLength(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using var reader = XmlReader.Create(stream, _settings);
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element || reader.Name != "layer" || reader.GetAttribute("type") != "Parameter") continue;
                if (!reader.ReadToDescendant("data")) return null;
                return reader.GetAttribute("shape")?.Split(',') is [_, var length]
                    && int.TryParse(length, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pieces)
                        ? pieces : null;
            }
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException or IOException)
        {
            return null;    // the engine says so when it is opened
        }
        return null;
    }

    private static string? FindBelowRoot(XmlReader reader, string key)
    {
        string? found = null;
        var inInfo = false;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            // Layers have an rt_info of their own, deeper down.
            if (reader.Depth == 1) inInfo = reader.Name == "rt_info";
            else if (inInfo && (reader.Name == key || reader.GetAttribute("name") == key)) found = reader.GetAttribute("value");
        }
        return found;       // after the last element: the whole file is well-formed
    }
}
