using System.Text;
using System.Text.RegularExpressions;
using TinyBertPipeline.Core.Checkpoints;
using TinyBertPipeline.Core.Checkpoints.Pickle;
using TinyBertPipeline.Core.Data;
using TinyBertPipeline.Core.Data.Labeled;
using TinyBertPipeline.Core.Tests.Checkpoints;
using TinyBertPipeline.Core.Tokenization;

namespace TinyBertPipeline.Core.Tests.Fuzzing;

/// <summary>The readers of files that users bring.</summary>
internal static partial class FuzzTargets
{
    private static readonly byte[] _storage = new byte[16];

    private static readonly byte[][] _json = Tokens("\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "0.5", "1e999",
        "9223372036854775808", "\"\\ud800\"", "\"\\u0000\"", "\u00e9", "  ");

    private static readonly byte[][] _pickle = [.. Tokens("(", ".", "G", "J", "K", "M", "N", "Q", "R", "X", "]", "a", "b", "c", "e", "h",
        "j", "q", "r", "s", "t", "u", "}", ")",
        "cos\nsystem\n", "ctorch\nFloatStorage\n", "ctorch._utils\n_rebuild_parameter\n", "ccollections\nOrderedDict\n)R"),
        [0x80, 4], [0x85], [0x86], [0x87], [0x88], [0x89], [0x8a, 8], [0x8c, 1, (byte)'0'], [0x93], [0x94], [0x95]];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("safetensors", "model.safetensors", [Safetensors(), MixedTypes()], _json, path => ReadAll(SafetensorsFile.Open(path))),
        new("safetensors header", "model.safetensors", [HeaderOf(Safetensors()), HeaderOf(MixedTypes())], _json,
            path => ReadAll(SafetensorsFile.Open(path)))
        {
            Wrap = header => [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[DataLength(header)]],
        },
        new("shard index", "model.safetensors.index.json", [Index], _json,
            path => ReadAll(ShardedCheckpoint.Open(path)))
        {
            Beside = [("model.safetensors", Safetensors()), ("other.safetensors", Safetensors())],
        },
        new("bin: archive", "pytorch_model.bin", [ArchiveBytes.Checkpoint(Pickle(legacy: false), _storage, _storage), ProtocolFour()],
            _pickle, path => ReadAll(PickleFile.Open(path))),
        new("bin: pickle", "pytorch_model.bin", [Pickle(legacy: false)], _pickle, path => ReadAll(PickleFile.Open(path)))
        {
            Wrap = pickle => ArchiveBytes.Checkpoint(pickle, _storage, _storage),
        },
        new("bin: legacy", "pytorch_model.bin", [Legacy()], _pickle, path => ReadAll(PickleFile.Open(path))),
        new("config.json", "config.json", [File.ReadAllBytes(ReferenceCases.Golden("config.json"))], _json,
            path => BertConfig.Load(Path.GetDirectoryName(path)!)),
        new("tokenizer.json", "tokenizer.json", [TokenizerJson()], _json, path => BertTokenizer.Load(Path.GetDirectoryName(path)!)),
        new("vocab.txt", "vocab.txt", [Encoding.UTF8.GetBytes("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\n\u4e2d\n")],
            Tokens("\n", "\r\n", "[UNK]\n", "\u0085", "\ufeff", "\0"), path => BertTokenizer.Load(Path.GetDirectoryName(path)!)),
        new("labelled data", "train.bioes", [Labelled],
            Tokens("\n", "\n\n", "\r", "\t", " ", "O", "I-PER", "S-LOC", "L-PER", "M-X", "\u00a0", "\u2028", "\ufeff", "\0"),
            path => LabeledData.Read(path)),
    ];

    private static byte[] Index =>
        """{"metadata":{"total_size":1},"weight_map":{"a":"model.safetensors","b":"model.safetensors","c":"other.safetensors"}}"""u8.ToArray();

    private static byte[] Labelled =>
        "-DOCSTART- O\n\nJane B-PER\nDoe E-PER\nin O\n\u5317\u4eac S-LOC\n\nA\tx\tO\r\nB\ty\tB-X\r\nC\tz\tE-X\r\n"u8.ToArray();

    private static byte[][] Tokens(params string[] tokens) => [.. tokens.Select(Encoding.UTF8.GetBytes)];

    private static void ReadAll(ICheckpointFile file)
    {
        using (file)
        {
            foreach (var name in file.Entries.Keys) file.ReadBytes(name);
        }
    }

    private static byte[] MixedTypes() => File.ReadAllBytes(ReferenceCases.Golden("safetensors", "mixed-dtypes.safetensors"));

    private static byte[] ProtocolFour() => File.ReadAllBytes(ReferenceCases.Golden("bin", "pickle-protocol-4.bin"));

    private static byte[] HeaderOf(byte[] file) => file[8..(8 + (int)BitConverter.ToInt64(file))];

    // The end of the last tensor as the header has it, so that most damages are not hidden by a wrong length.
    private static long DataLength(byte[] header) => DataOffsets().Matches(Encoding.Latin1.GetString(header))
        .Select(match => long.TryParse(match.Groups[1].Value, out var end) ? end : 0).Where(end => end < 1 << 16).DefaultIfEmpty(0).Max();

    [GeneratedRegex(@"data_offsets"":\[\d+,(\d+)\]")]
    private static partial Regex DataOffsets();

    private static byte[] Safetensors()
    {
        using var folder = new TemporaryFolder();
        SafetensorsWriter.Write(folder.File("a"),
            [new("a", [2, 3], new float[6]), new("b", [4], new float[4]), new("c", [], [1]), new("d", [3, 0], [])]);
        return File.ReadAllBytes(folder.File("a"));
    }

    private static byte[] TokenizerJson()
    {
        using var folder = new TemporaryFolder();
        new BertTokenizer(new Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##b", "\u4e2d"]), new TokenizerOptions())
            .Save(folder.Path);
        return File.ReadAllBytes(folder.File("tokenizer.json"));
    }

    private static byte[] Pickle(bool legacy) =>
        new PickleBytes().Global("collections", "OrderedDict").Op(')', 'R').Raw((byte)'q', 0).Op('(')
        .Text("w").Tensor("0", 4, [2, 2], [1, 2], legacy: legacy)
        .Text("v").Tensor("1", 2, [2], [1], storage: "LongStorage", legacy: legacy)
        .Op('u', '}').Text("_metadata").Raw((byte)'h', 0).Op('s', 'b').Stop();

    private static byte[] Legacy() =>
    [
        .. LegacyStorages.Magic, .. new PickleBytes().Number(1001).Stop(), .. new PickleBytes().Op('}').Text("little_endian").Raw(0x88)
            .Op('s').Stop(),
        .. Pickle(legacy: true), .. new PickleBytes().Op(']').Text("0").Op('a').Text("1").Op('a').Stop(),
        .. BitConverter.GetBytes(4L), .. _storage, .. BitConverter.GetBytes(2L), .. _storage,
    ];
}
