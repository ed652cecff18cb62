using TinyBertPipeline.Core;
using TinyBertPipeline.Inference.OpenVino.Binding;
using TinyBertPipeline.Inference.OpenVino.Installation;

namespace TinyBertPipeline.Tests;

/// <summary>
/// OpenVINO for tests: found by the product's own lookup, else unpacked once into <c>artifacts/openvino</c> of the checkout from the wheel
/// below the inputs root, so that no test that needs it is skipped where the wheel exists.
/// </summary>
internal static class OpenVinoRuntime
{
    private static readonly Lazy<string?> _reasonToSkip = new(Provide);

    /// <summary>Skips the test, with the reason, when there is no OpenVINO.</summary>
    public static void Require()
    {
        if (_reasonToSkip.Value is { } reason) Assert.Skip(reason);
    }

    private static string? Provide()
    {
        if (OpenVinoLibrary.Find() is null && Wheel() is { } wheel) InstallOnce(wheel);
        try
        {
            OpenVinoLibrary.Load();
            return null;
        }
        catch (EnvironmentException e)
        {
            return e.Message;
        }
    }

    private static string? Wheel()
    {
        var folder = Path.Combine(ReferenceData.InputsRoot, "openvino", "wheels");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "openvino-*.whl").Order(StringComparer.Ordinal).LastOrDefault() : null;
    }

    // Test projects run side by side: the second waits for the first and finds its work done.
    private static void InstallOnce(string wheel)
    {
        var artifacts = Directory.CreateDirectory(Path.Combine(ReferenceData.RepositoryRoot, "artifacts")).FullName;
        using var installing = WaitFor(Path.Combine(artifacts, "openvino.lock"));
        if (OpenVinoLibrary.Find() is null) OpenVinoWheel.Install(wheel, Path.Combine(artifacts, "openvino"));
    }

    private static FileStream WaitFor(string path)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 600)
            {
                Thread.Sleep(100);      // another process unpacks: there is no event to wait for
            }
        }
    }
}
