using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Inference.Tests.OpenVino.Installation;

/// <summary>A machine made of empty files below one folder, for the search for OpenVINO.</summary>
internal sealed class FakeMachine : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public FakeMachine()
    {
        foreach (var folder in new[] { "work", "app", "home", "usr" }) Directory.CreateDirectory(At(folder));
    }

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The path at this place of the machine, which may name folders with '/'.</summary>
    public string At(string place) => Path.GetFullPath(Path.Combine([_root.Path, .. place.Split('/')]));

    public void Write(string place)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(place))!);
        File.WriteAllText(At(place), "");
    }

    /// <summary>A complete set of libraries in a folder, less those whose names begin with one of <paramref name="without"/>.</summary>
    public void Install(string folder, string suffix = "2641", params string[] without)
    {
        string[] files =
        [
            $"libopenvino_c.so.{suffix}", $"libopenvino.so.{suffix}", "libopenvino_intel_cpu_plugin.so", $"libopenvino_ir_frontend.so.{suffix}",
            $"libopenvino_onnx_frontend.so.{suffix}", "libtbb.so.12",
        ];
        foreach (var file in files.Where(file => !without.Any(file.StartsWith))) Write($"{folder}/{file}");
    }

    public OpenVinoSearch Search(string? folder = null, Func<string, string?>? probe = null) =>
        OpenVinoSearch.Run(folder, Surroundings, probe ?? (_ => null));

    public IEnumerable<string> Installations(string? folder) => OpenVinoPlace.Installations(folder, Surroundings);

    private SearchSurroundings Surroundings => new(
        name => Variables.GetValueOrDefault(name), At("work"), At("app"), At("home"), [At("usr")], SystemLibraryFolders: [At("usr/lib")]);

    public void Dispose() => _root.Dispose();
}
