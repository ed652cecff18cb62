using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Installation;

/// <summary>Writes small wheels, sound ones and broken ones.</summary>
internal sealed record FakeWheel
{
    private const string Info = "openvino-2026.4.1.dist-info/";

    public string Package { get; init; } = "openvino";

    public string Version { get; init; } = "2026.4.1";

    public string Tag { get; init; } = HostTag;

    /// <summary>Entries by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = Complete;

    /// <summary>Changes RECORD before it is written.</summary>
    public Func<string, string> Record { get; init; } = text => text;

    public static IReadOnlyDictionary<string, string> Complete { get; } = new Dictionary<string, string>
    {
        ["openvino/__init__.py"] = "import this",
        ["openvino/libs/libopenvino_c.so.2641"] = "the C library",
        ["openvino/libs/libopenvino.so.2641"] = "the library",
        ["openvino/libs/libopenvino_intel_cpu_plugin.so"] = "the plugin",
        ["openvino/libs/libopenvino_ir_frontend.so.2641"] = "the front end",
        ["openvino/libs/libopenvino_onnx_frontend.so.2641"] = "the other front end",
        ["openvino/libs/libopenvino_intel_gpu_plugin.so"] = "not needed",
        ["openvino/libs/libopenvino_tensorflow_frontend.so.2641"] = "not needed",
        ["openvino/libs/libtbb.so.12"] = "threads",
        ["openvino/libs/cache.json"] = "{}",
        [Info + "licenses/LICENSE"] = "Apache-2.0",
        [Info + "licenses/licensing/third-party-programs.txt"] = "others",
    };

    public static string HostTag =>
        "cp311-cp311-" + (OperatingSystem.IsWindows() ? "win_amd64" : OperatingSystem.IsMacOS() ? "macosx_11_0_arm64"
            : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64
                ? "manylinux_2_31_aarch64" : "manylinux_2_28_x86_64");

    public string WriteTo(string path)
    {
        var record = new StringBuilder();
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in Files)
        {
            Add(zip, name, content);
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            record.Append(name).Append(",sha256=").Append(hash).Append(',').Append(Encoding.UTF8.GetByteCount(content)).Append('\n');
        }
        Add(zip, Info + "METADATA", $"Metadata-Version: 2.1\nName: {Package}\nVersion: {Version}\n\nA description\nName: other\n");
        Add(zip, Info + "WHEEL", $"Wheel-Version: 1.0\nTag: {Tag}\n");
        var text = Record(record.Append(Info).Append("RECORD,,\n").ToString());
        if (text.Length > 0) Add(zip, Info + "RECORD", text);
        return path;
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
